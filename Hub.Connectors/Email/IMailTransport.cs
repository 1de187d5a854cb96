using Hub.Domain;

namespace Hub.Connectors.Email;

/// <summary>Hands mails to the account's server. Keeps no state: the outbox decides what is tried again.</summary>
public interface IMailTransport
{
    /// <summary>False while no account is known: everything waits.</summary>
    bool IsReady => true;

    /// <summary>Sends in about that order, the first ones first. Never throws for a mail or a server: every recipient of every mail gets its result, in the order asked.</summary>
    Task<IReadOnlyList<DeliveryResult>> SendAsync(IReadOnlyList<OutgoingMail> mails, CancellationToken token);

    /// <summary>Whether the account's own folder of sent mail holds this one; asked before a mail is sent again whose first attempt ended <see cref="DeliveryState.Uncertain"/>.</summary>
    /// <param name="messageId">Without angle brackets, or a part of it: IMAP looks for it anywhere in the field (RFC 3501 6.4.4).</param>
    /// <returns>Null when the account has no such folder, or it could not be asked just now.</returns>
    Task<bool?> WasTakenAsync(string messageId, CancellationToken token);

    /// <summary>True when the account has a folder of sent mail that can be asked: then nothing uncertain is ever repeated unasked.</summary>
    bool KeepsSent => false;

    /// <summary>Connects and logs in, sends nothing.</summary>
    Task<Probe> ProbeAsync(CancellationToken token);
}

/// <summary>What became of one mail for one recipient.</summary>
/// <param name="Cause">The server's own words, or what went wrong here; null when delivered.</param>
public sealed record DeliveryResult(string MessageId, string Recipient, DeliveryState State, Said? Cause = null)
{
    /// <summary>Who is ill; says something only where nothing was delivered.</summary>
    public Blame Blame { get; init; }
}

/// <summary>Four outcomes, four ways on.</summary>
public enum DeliveryState
{
    /// <summary>The server took responsibility.</summary>
    Delivered,

    /// <summary>4xx, no connection, refused login: try again later. The mail was certainly not taken.</summary>
    Transient,

    /// <summary>5xx for this recipient or this mail: show it to people, do not try again.</summary>
    Permanent,

    /// <summary>The connection ended after the whole mail was sent and before the server's word: it may have been taken. Ask <see cref="IMailTransport.WasTakenAsync"/> first.</summary>
    Uncertain,
}
