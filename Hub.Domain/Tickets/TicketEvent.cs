namespace Hub.Domain.Tickets;

/// <summary>What happened to a ticket, once and for ever. History and outbox both read it.</summary>
public sealed class TicketEvent
{
    private TicketEvent() { }

    internal TicketEvent(int sequence, Happening happened, DateTimeOffset at, string actor, string? text)
    {
        Sequence = sequence;
        Kind = happened.Kind;
        At = at;
        Actor = actor;
        Text = text;
        Data = happened.Write();
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

    /// <summary>The stored form of <see cref="Happened"/>; null when there is nothing beyond the kind.</summary>
    public string? Data { get; private set; }

    /// <summary>A person's words go to the reporter with it.</summary>
    public bool TellsReporter => IsAnswer || Kind == TicketEventKind.AskedReporter;

    /// <summary>The true words (<see cref="Layers{T}"/> of <see cref="EventTexts"/>) under the ticket's key; null where nothing is protected.</summary>
    public byte[]? Sealed { get; private set; }

    public EventTexts Texts() => new(Text, Data);

    /// <summary>From now on only this lies open; the true words are in the seal.</summary>
    public void Cover(EventTexts shown, byte[]? seal) => (Text, Data, Sealed) = (shown.Text, shown.Data, seal);

    /// <summary>A substantive text to the reporter (R20).</summary>
    public bool IsAnswer => Kind is TicketEventKind.Answered or TicketEventKind.Resolved or TicketEventKind.Refused;

    public Happening Happened() => Happening.Read(Kind, Data);

    /// <returns>What happened where it is of that type; else null.</returns>
    public T? Of<T>() where T : Happening => Happened() as T;
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

    /// <summary>A person looked which requirements of the service are there.</summary>
    RequirementsChecked,

    /// <summary>Another authority was asked.</summary>
    WaitingBegan,

    /// <summary>It answered.</summary>
    WaitingEnded,

    /// <summary>Something began that a term counts from.</summary>
    TermBegan,

    /// <summary>A substantive answer by a person (R20).</summary>
    Answered,
    Resolved,

    /// <summary>The final answer is a refusal with its reason.</summary>
    Refused,
    Closed,

    /// <summary>The reporter withdrew, or is deemed to have (R19); every clock ended.</summary>
    Withdrawn,

    /// <summary>The day of the event that the request is for; H-n terms count back from it (R12).</summary>
    EventSet,

    /// <summary>A request under UU 14/2008: ten working days (R28).</summary>
    PpidStarted,

    /// <summary>Its one extension by seven working days, with a written reason (R28).</summary>
    PpidExtended,

    /// <summary>What the final answer to such a request decides, and the ground of what is not given.</summary>
    PpidDecided,

    /// <summary>The applicant objected: thirty working days for the superior of the PPID.</summary>
    PpidObjected,

    /// <summary>The applicant went to the Komisi Informasi.</summary>
    PpidDisputed,
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

    /// <summary>An act or another reading of a clause moved dates (R23).</summary>
    DeadlineChanged,

    /// <summary>A person corrected kind, service or class; every clock was counted anew from its start (R17).</summary>
    Reclassified,
    Reminded,
    Escalated,
    Note,
    Linked,
    Merged,
    Unmerged,
    Flagged,

    /// <summary>It went on the protected road.</summary>
    Protected,

    /// <summary>The verifier lifted the protection, with the reason.</summary>
    ProtectionLifted,

    /// <summary>A notice could not be delivered for good.</summary>
    DeliveryFailed,

    /// <summary>Set aside unread; the stub shows the raw original.</summary>
    Quarantined,

    /// <summary>An answer waits for the verifier, because it shows who wrote.</summary>
    Drafted,

    /// <summary>The verifier let whoever works on it have a file that was held.</summary>
    FileReleased,

    /// <summary>A person of the holding office said that the work is theirs.</summary>
    Taken,

    /// <summary>Nobody in particular works on it any more.</summary>
    LetGo,
}

/// <summary>Claims about a kind of event.</summary>
public static class TicketEventKinds
{
    /// <summary>Whether its text was written by a person or quotes one; other texts are numbers and names of ours.</summary>
    public static bool HoldsWords(this TicketEventKind kind) => kind switch
    {
        TicketEventKind.Routed or TicketEventKind.DeliveryFailed or TicketEventKind.Reassigned or TicketEventKind.AskedReporter or TicketEventKind.Answered or TicketEventKind.Resolved or TicketEventKind.Refused
            or TicketEventKind.Closed or TicketEventKind.Withdrawn or TicketEventKind.PpidExtended or TicketEventKind.NotOurs or TicketEventKind.Returned
            or TicketEventKind.SourceChanged or TicketEventKind.ReporterWrote or TicketEventKind.AutomaticMail or TicketEventKind.Note or TicketEventKind.Drafted
            or TicketEventKind.Merged or TicketEventKind.Unmerged or TicketEventKind.Quarantined or TicketEventKind.ProtectionLifted
            or TicketEventKind.WaitingBegan or TicketEventKind.WaitingEnded or TicketEventKind.FileReleased => true,
        TicketEventKind.Opened or TicketEventKind.Accepted or TicketEventKind.Completed or TicketEventKind.EventSet or TicketEventKind.PpidStarted
            or TicketEventKind.Reopened or TicketEventKind.DeadlineChanged or TicketEventKind.Reclassified or TicketEventKind.Reminded or TicketEventKind.Escalated
            or TicketEventKind.Linked or TicketEventKind.Flagged or TicketEventKind.Protected or TicketEventKind.TermBegan
            or TicketEventKind.RequirementsChecked or TicketEventKind.PpidDecided or TicketEventKind.PpidObjected or TicketEventKind.PpidDisputed or TicketEventKind.Taken or TicketEventKind.LetGo => false,
    };

    /// <summary>Whether somebody who is about to change the ticket must know that it happened meanwhile; what only accompanies the ticket need not be known.</summary>
    public static bool IsNews(this TicketEventKind kind) => kind switch
    {
        TicketEventKind.Routed or TicketEventKind.Reassigned or TicketEventKind.Accepted or TicketEventKind.AskedReporter or TicketEventKind.Completed
            or TicketEventKind.Answered or TicketEventKind.Resolved or TicketEventKind.Refused or TicketEventKind.Withdrawn or TicketEventKind.EventSet or TicketEventKind.PpidStarted or TicketEventKind.PpidExtended or TicketEventKind.Closed or TicketEventKind.Reopened or TicketEventKind.NotOurs
            or TicketEventKind.WaitingBegan or TicketEventKind.WaitingEnded or TicketEventKind.TermBegan
            or TicketEventKind.RequirementsChecked or TicketEventKind.PpidDecided or TicketEventKind.PpidObjected or TicketEventKind.PpidDisputed or TicketEventKind.Taken or TicketEventKind.LetGo
            or TicketEventKind.Returned or TicketEventKind.SourceChanged or TicketEventKind.ReporterWrote or TicketEventKind.Reclassified
            or TicketEventKind.Merged or TicketEventKind.Unmerged or TicketEventKind.Flagged or TicketEventKind.Protected or TicketEventKind.ProtectionLifted => true,
        TicketEventKind.Opened or TicketEventKind.AutomaticMail or TicketEventKind.DeadlineChanged or TicketEventKind.Reminded or TicketEventKind.Escalated
            or TicketEventKind.Note or TicketEventKind.Linked or TicketEventKind.DeliveryFailed or TicketEventKind.Quarantined or TicketEventKind.Drafted or TicketEventKind.FileReleased => false,
    };
}
