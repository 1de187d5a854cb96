using System.ComponentModel.DataAnnotations;

namespace Hub.Connectors.Email;

/// <summary>The account through which notices leave.</summary>
public sealed class SmtpOptions : MailServerOptions
{
    [Range(1, 65535, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public override int Port { get; set; } = 465;

    /// <summary>Who the notices are from, for example <c>hub.setda@contoh.go.id</c>.</summary>
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    [EmailAddress(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.MailAddress))]
    public string From { get; set; } = "";

    /// <summary>The name beside <see cref="From"/>.</summary>
    public string FromName { get; set; } = "Hub Setda Kalimantan Utara";

    /// <summary>The IMAP folder in which the provider itself keeps what was submitted (Gmail: <c>[Gmail]/Sent Mail</c>). Lets the hub see after a crash whether a mail had left; null: it cannot.</summary>
    public string? SentFolder { get; set; }

    /// <summary>The IMAP server of the same account, for <see cref="SentFolder"/>.</summary>
    public string? SentHost { get; set; }

    [Range(1, 65535, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int SentPort { get; set; } = 993;

    public ConnectionSecurity SentSecurity { get; set; } = ConnectionSecurity.Implicit;

    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var problem in base.Validate(validationContext))
        {
            yield return problem;
        }

        if (SentFolder is not null && string.IsNullOrWhiteSpace(SentHost))
        {
            yield return new(OptionFaults.Say("SentHostNeeded"), [nameof(SentHost)]);
        }
    }
}
