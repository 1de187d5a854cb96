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

    /// <summary>An answer goes to <c>from+token@…</c>; false for servers that know no plus addresses: it goes to <see cref="From"/> and the subject carries the token.</summary>
    public bool PlusAddress { get; set; } = true;

    /// <summary>The IMAP server of the same account, where answers arrive. Null: <c>imap.…</c> where <see cref="MailServerOptions.Host"/> is <c>smtp.…</c>, else answers are not read.</summary>
    public string? ImapHost { get; set; }

    [Range(1, 65535, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int ImapPort { get; set; } = 993;

    public ConnectionSecurity ImapSecurity { get; set; } = ConnectionSecurity.Implicit;

    /// <summary>The IMAP folder in which the provider itself keeps what was submitted (Gmail: <c>[Gmail]/Sent Mail</c>). Lets the hub see after a crash whether a mail had left; null: it cannot.</summary>
    public string? SentFolder { get; set; }

    /// <summary>As <see cref="EmailOptions.AuthenticatedBy"/>, for the mailbox of this account.</summary>
    public string? AuthenticatedBy { get; set; }

    /// <returns>The mailbox in which answers arrive; null when nothing says where it is.</returns>
    public EmailOptions? Mailbox() => Auth != MailAuth.Anonymous && ImapServer() is { } host
        ? new()
        {
            Host = host,
            Port = ImapPort,
            Security = ImapSecurity,
            Address = From,
            User = User,
            Password = Password,
            Auth = Auth,
            TokenEndpoint = TokenEndpoint,
            ClientId = ClientId,
            ClientSecret = ClientSecret,
            RefreshToken = RefreshToken,
            CertificateSha256 = CertificateSha256,
            ConnectSeconds = ConnectSeconds,
            ReadSeconds = ReadSeconds,
            CredentialsExpireOn = CredentialsExpireOn,
            AuthenticatedBy = AuthenticatedBy,
        }
        : null;

    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var problem in base.Validate(validationContext))
        {
            yield return problem;
        }

        if (!string.IsNullOrWhiteSpace(SentFolder) && ImapServer() is null)
        {
            yield return new(OptionFaults.Say("ImapHostNeeded"), [nameof(ImapHost)]);
        }
    }

    private string? ImapServer() =>
        !string.IsNullOrWhiteSpace(ImapHost) ? ImapHost
        : Host.StartsWith("smtp.", StringComparison.OrdinalIgnoreCase) ? $"imap.{Host["smtp.".Length..]}"
        : null;
}
