using System.ComponentModel.DataAnnotations;

namespace Hub.Connectors.Email;

/// <summary>One mailbox that the hub reads. By default nothing in it is changed.</summary>
public sealed class EmailOptions : MailServerOptions, IIsInbox
{
    /// <summary>The inbox as citizens write to it; stands on every submission as the place that took it. Null: <see cref="MailServerOptions.User"/>.</summary>
    [EmailAddress(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.MailAddress))]
    public string? Address { get; set; }

    string? IIsInbox.Inbox => Address;

    [Range(1, 65535, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public override int Port { get; set; } = 993;

    /// <summary>The folder that is read; default INBOX.</summary>
    [Required(ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Required))]
    public string Folder { get; set; } = "INBOX";

    /// <summary>Mail that the server received before this WITA date is left alone; null takes everything that is in the folder.</summary>
    public DateOnly? Since { get; set; }

    /// <summary>What happens to a mail on the server once it is safely stored here; default nothing.</summary>
    public AfterFetch AfterFetch { get; set; } = AfterFetch.Nothing;

    /// <summary>The folder for <see cref="AfterFetch.Move"/>.</summary>
    public string? MoveTo { get; set; }

    /// <summary>Megabytes (2^20) up to which a mail is taken whole; of a bigger one text and headers are taken and a placeholder says what stayed at the server. Default 35: files of 25 MB, the most that large mail services let through. Memory holds such a mail once while it is fetched.</summary>
    [FineTuning]
    [Range(1, 200, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int MaxMessageMegabytes { get; set; } = 35;

    /// <summary>The name under which the provider of this mailbox writes <c>Authentication-Results</c> (authserv-id), for example <c>mx.google.com</c>. A command by mail counts at once only when it
    /// found the sender to be true; else a click is asked for. Null: Google's name at Gmail, elsewhere nobody is trusted.</summary>
    [FineTuning]
    public string? AuthenticatedBy { get; set; }

    /// <summary>Mails in one portion; default 100, fewer where they are large.</summary>
    [FineTuning]
    [Range(1, 1000, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int BatchSize { get; set; } = 100;

    /// <summary>Connections to this account at the same time; default 2 (Gmail allows 15, shared with every other client).</summary>
    [FineTuning]
    [Range(1, 15, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int MaxConnections { get; set; } = 2;

    /// <summary>Whose word on senders is taken, lower case; null: nobody's.</summary>
    public string? Voucher => !string.IsNullOrWhiteSpace(AuthenticatedBy) ? AuthenticatedBy.Trim().ToLowerInvariant() : IsGmail ? "mx.google.com" : null;

    private bool IsGmail => Host.Equals("imap.gmail.com", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address that took the mail, lower case.</summary>
    public string Inbox => (Address ?? User).ToLowerInvariant();

    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var problem in base.Validate(validationContext))
        {
            yield return problem;
        }

        if (Auth == MailAuth.Anonymous)
        {
            yield return new(OptionFaults.Say("LoginNeeded"), [nameof(Auth)]);
        }

        if (AfterFetch == AfterFetch.Move && string.IsNullOrWhiteSpace(MoveTo))
        {
            yield return new(OptionFaults.Say("MoveToNeeded"), [nameof(MoveTo)]);
        }
    }
}

/// <summary>What the hub may do to a mail that it has stored; done at the run after the one that stored it.</summary>
public enum AfterFetch
{
    /// <summary>The mailbox stays as people left it.</summary>
    Nothing,

    /// <summary>The mail is marked as read.</summary>
    MarkRead,

    /// <summary>The mail is moved to another folder.</summary>
    Move,
}
