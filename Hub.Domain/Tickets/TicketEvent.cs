namespace Hub.Domain.Tickets;

/// <summary>What happened to a ticket, once and for ever. History and outbox both read it.</summary>
public sealed class TicketEvent
{
    private TicketEvent() { }

    internal TicketEvent(int sequence, TicketEventKind kind, DateTimeOffset at, string actor, string? text, string? data)
    {
        Sequence = sequence;
        Kind = kind;
        At = at;
        Actor = actor;
        Text = text;
        Data = data;
    }

    public long Id { get; private set; }
    public long TicketId { get; private set; }

    /// <summary>1 for the opening; unique within the ticket.</summary>
    public int Sequence { get; private set; }
    public TicketEventKind Kind { get; private set; }
    public DateTimeOffset At { get; private set; }

    /// <summary>Who did it: a user name, <c>hub</c>, <c>source</c> or <c>reporter</c>; never a reporter's identity.</summary>
    public string Actor { get; private set; } = "";

    /// <summary>Words written for people: the answer, the question, the reason.</summary>
    public string? Text { get; private set; }

    /// <summary>Machine detail as JSON, its form given by <see cref="Kind"/>; null when there is none.</summary>
    public string? Data { get; private set; }
}

/// <summary>What kind of thing happened.</summary>
public enum TicketEventKind
{
    /// <summary>The item arrived and became this ticket.</summary>
    Opened,

    /// <summary>Went to a bureau for the first time, by rule, scorer or triage.</summary>
    Routed,

    /// <summary>Went from one bureau to another by a person (R18).</summary>
    Reassigned,
    Accepted,

    /// <summary>The reporter was asked for missing documents (R19).</summary>
    AskedReporter,

    /// <summary>The missing documents came.</summary>
    Completed,

    /// <summary>A substantive answer by a person (R20).</summary>
    Answered,
    Resolved,
    Closed,
    Reopened,
    NotOurs,

    /// <summary>The bureau gave it back to triage, with its reason.</summary>
    Returned,

    /// <summary>The source changed text or status.</summary>
    SourceChanged,

    /// <summary>The reporter wrote again.</summary>
    ReporterWrote,

    /// <summary>Automatic mail or a bounce was attached; changes nothing (P31).</summary>
    AutomaticMail,

    /// <summary>A deadline was set anew: class, calendar or standard changed; old value in the data (R17, R23).</summary>
    DeadlineChanged,
    Reminded,
    Escalated,
    Note,
    Linked,
    Merged,
    Unmerged,
    Flagged,

    /// <summary>A notice could not be delivered for good.</summary>
    DeliveryFailed,

    /// <summary>Set aside unread; the stub shows the raw original.</summary>
    Quarantined,
}
