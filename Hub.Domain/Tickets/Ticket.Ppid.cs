using Hub.Domain.Deadlines;
using Hub.Domain.Submissions;

namespace Hub.Domain.Tickets;

/// <content>A request under the freedom-of-information act (UU 14/2008): decision, objection, dispute. All of it needs the events.</content>
public sealed partial class Ticket
{
    /// <summary>Runs under the act (R28).</summary>
    public bool IsPpid => events.Exists(e => e.Kind == TicketEventKind.PpidStarted);

    /// <summary>Used its one extension (R28).</summary>
    public bool IsPpidExtended => events.Exists(e => e.Kind == TicketEventKind.PpidExtended);

    /// <summary>An objection waits for the answer of the PPID's superior.</summary>
    public bool IsPpidObjected =>
        events.Where(e => e.Kind == TicketEventKind.PpidObjected).MaxBy(e => e.Sequence) is { } objected
        && !events.Exists(e => e.Sequence > objected.Sequence && e.Kind is TicketEventKind.Resolved or TicketEventKind.Refused);

    /// <summary>The reporter's words object to how a request under the act was answered, or was not.</summary>
    public bool IsObjectedBy(string text) => MergedInto is null && IsPpid && !IsPpidObjected && PpidWords.Object(text);

    /// <summary>The request runs under the freedom-of-information act, whoever noticed it (R28).</summary>
    internal void StartPpid(string actor, DateTimeOffset now)
    {
        var before = Kind;
        Kind = SubmissionKind.InformationRequest;
        Record(new Happening.PpidStarted(before), now, actor);
    }

    internal void ExtendPpid(string actor, string reason, DateTimeOffset now) => Record(new Happening.PpidExtended(), now, actor, reason);

    /// <summary>The final answer, with what was decided; to a follower that is no such request only the answer.</summary>
    internal void DecidePpid(PpidDecision decision, PpidGround? ground, string actor, string text, DateTimeOffset now)
    {
        if (IsPpid)
        {
            Record(new Happening.PpidDecided(decision, ground), now, actor);
        }

        if (decision == PpidDecision.Refused)
        {
            Refuse(actor, text, now);
        }
        else
        {
            Resolve(actor, text, now);
        }
    }

    /// <summary>The applicant objects: what was ended goes on until the superior of the PPID answers (art. 35, 36).</summary>
    internal void ObjectPpid(DateTimeOffset since, string actor, DateTimeOffset now)
    {
        GoOn(actor, now);
        Record(new Happening.PpidObjected(since), now, actor);
    }

    /// <summary>The applicant went to the Komisi Informasi, whose answer is waited for (art. 37, 38).</summary>
    internal void DisputePpid(Happening.WaitingBegan commission, string actor, DateTimeOffset now)
    {
        GoOn(actor, now);
        Record(new Happening.PpidDisputed(commission.Since), now, actor);
        WaitFor(commission, actor, now);
    }

    private void GoOn(string actor, DateTimeOffset now)
    {
        if (!IsOpen)
        {
            Reopen(actor, now);
        }
    }
}
