using Hub.Connectors.Email;
using Hub.Domain;

namespace Hub.Host.Storage.Rows;

/// <summary>What must leave the hub: one row per event, recipient and channel, written with the event and kept until it left.</summary>
public sealed class OutboxMessage
{
    public long Id { get; set; }

    /// <summary>Event, purpose, channel and recipient in one; unique, so that nothing is announced twice.</summary>
    public required string Key { get; set; }
    public required OutboxChannel Channel { get; set; }

    /// <summary>An office's address, the source's name for write-backs, or the mark of a reporter (<see cref="Address"/>).</summary>
    public required string Recipient { get; set; }

    /// <summary>A reporter's address under the ticket's key; null for everybody else.</summary>
    public byte[]? Address { get; set; }
    public required NoticePurpose Purpose { get; set; }

    /// <summary>Null for alarms.</summary>
    public long? TicketId { get; set; }

    /// <summary>The bureau whose budget and page it counts on; null for reporters and sources.</summary>
    public string? Bureau { get; set; }

    /// <summary>What the text is made from, as JSON.</summary>
    public required string Payload { get; set; }

    /// <summary>The whole payload under the ticket's key, when <see cref="Payload"/> leaves out words of people; else null.</summary>
    public byte[]? Sealed { get; set; }

    /// <summary>Given once, so that a repeat can be recognised.</summary>
    public required string MessageId { get; set; }
    public OutboxState State { get; set; }
    public int Attempts { get; set; }
    public required DateTimeOffset DueAt { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>Set before the handing-over begins; a row found so after a crash is checked with the receiver before it is sent again.</summary>
    public DateTimeOffset? HandedOverAt { get; set; }
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Who was ill when it was refused for good; null before.</summary>
    public Blame? Blame { get; set; }

    /// <summary>The last refusal, or the source's answer.</summary>
    public Said? Answer { get; set; }
}

/// <summary>By which way it leaves.</summary>
public enum OutboxChannel
{
    Mail,

    /// <summary>Back to the source of the ticket.</summary>
    Source,
}

/// <summary>Where a message stands.</summary>
public enum OutboxState
{
    Pending,
    Sent,

    /// <summary>Refused for good; shown to people.</summary>
    Failed,

    /// <summary>Stopped by the leak gate, a cap or a person; the reason is in the answer.</summary>
    Held,

    /// <summary>Waits for the digest; it was over its bureau's budget.</summary>
    Gathered,

    /// <summary>Went out as a line of a digest; the answer names it.</summary>
    Folded,

    /// <summary>A person decided that it need not leave any more; why stands in the trail.</summary>
    SetAside,
}

/// <summary>Why somebody hears from the hub.</summary>
public enum NoticePurpose
{
    /// <summary>To the bureau's staff: a new ticket.</summary>
    Assigned,

    /// <summary>To the triagers: nobody's yet.</summary>
    Triage,

    /// <summary>To the reporter: we have it.</summary>
    Receipt,

    /// <summary>To the reporter: a question.</summary>
    Question,

    /// <summary>To the reporter: the answer.</summary>
    Answer,

    /// <summary>To the bureau's staff: the reporter wrote or the source changed.</summary>
    Changed,
    Reminder,
    Escalation,

    /// <summary>To a person who worked by mail: what the hub understood.</summary>
    Echo,

    /// <summary>To administrators: an alarm.</summary>
    Alarm,
    Digest,

    /// <summary>To the source: answer, status, not ours.</summary>
    WriteBack,

    /// <summary>To a person with a new account: choose a password.</summary>
    Invitation,

    /// <summary>To a person who forgot the password: choose another.</summary>
    PasswordReset,

    /// <summary>To whoever owes a periodic report.</summary>
    Debt,

    /// <summary>To whoever hears for the same office: somebody else does from now on, or no longer.</summary>
    Recipients,

    /// <summary>To the reporter: another bureau has it now.</summary>
    Moved,

    /// <summary>To an address from which a notice seemed to come back: is it reached?</summary>
    Probe,
}
