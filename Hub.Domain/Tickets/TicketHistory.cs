using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Privacy;

namespace Hub.Domain.Tickets;

/// <summary>Reads what the clocks need from a ticket's recorded events, so that no date depends on an earlier date (R15–R21).</summary>
public static class TicketHistory
{
    /// <summary>The step by which a person gave the ticket to whom it is with now; null where the grounds of the route still say why it is there.</summary>
    /// <param name="ticket">With its events of <see cref="Placing"/>.</param>
    public static TicketEvent? PlacedByPerson(Ticket ticket) =>
        ticket.Bureau is not null && ticket.Events.Where(e => Placing.Contains(e.Kind)).MaxBy(e => e.Sequence) is { Actor: not "hub" } placed ? placed : null;

    /// <summary>What puts a ticket into hands.</summary>
    public static IReadOnlyList<TicketEventKind> Placing { get; } = [TicketEventKind.Routed, TicketEventKind.Reassigned];

    /// <summary>What only those do who have it in hand.</summary>
    internal static IReadOnlyList<TicketEventKind> Handling { get; } =
        [TicketEventKind.Accepted, TicketEventKind.Answered, TicketEventKind.AskedReporter, TicketEventKind.WaitingBegan];

    /// <param name="ticket">With its events.</param>
    public static ClockFacts FactsOf(Ticket ticket)
    {
        var custody = Last(ticket, TicketEventKind.Routed, TicketEventKind.Reassigned);
        var returned = Last(ticket, TicketEventKind.Returned);
        var reopened = Last(ticket, TicketEventKind.Reopened);
        var isMerged = ticket.Status == TicketStatus.Merged;
        var notOurs = ticket.Status == TicketStatus.NotOurs || (isMerged && Last(ticket, TicketEventKind.NotOurs) is not null);
        return new ClockFacts
        {
            System = ticket.System,
            Kind = ticket.Kind,
            Service = ticket.Service,
            Class = ticket.Class,
            ReceivedAt = ticket.ReceivedAt,
            EventOn = ticket.EventOn,
            Pauses = PausesOf(ticket),
            Waits = WaitsOf(ticket.Events.OrderBy(e => e.Sequence).Where(e => WaitKinds.Contains(e.Kind)).Select(e => (e.At, e.Happened()))),
            Begun = BegunOf(ticket),
            StageEndsAt = ticket.StageEndsAt,
            SentAt = ticket.SentAt,
            AsksDecision = DecisionWords.Ask($"{ticket.Title}\n{ticket.Body}"),
            Ppid = ticket.IsPpid,
            PpidExtended = ticket.IsPpidExtended,
            RepliedAt = ticket.Events.Where(e => e.Kind == TicketEventKind.AskedReporter).Select(e => (DateTimeOffset?)e.At).Min(),
            TriageSince = ticket.Status == TicketStatus.Triage || (isMerged && ticket.Bureau is null) ? returned ?? ticket.OpenedAt : null,
            CustodySince = ticket.Bureau is null ? null : custody ?? ticket.OpenedAt,
            AcceptedAt = ticket.Events.Where(e => (e.Kind is TicketEventKind.Accepted or TicketEventKind.Answered or TicketEventKind.WaitingBegan) && !(e.At < custody)).Select(e => (DateTimeOffset?)e.At).Min(),
            AnsweredAt = ticket.FirstResponseAt,
            ResolvedAt = ticket.ResolvedAt,
            ClosedAt = notOurs ? null : ticket.ClosedAt,
            ReturnedAt = notOurs ? ticket.ClosedAt ?? Last(ticket, TicketEventKind.NotOurs) : null,
            SeenEndedAt = ticket.Status.IsEnded() && ticket.ClosedAt is null ? Last(ticket, TicketEventKind.Closed, TicketEventKind.NotOurs) : null,
            WithdrawnAt = ticket.ClosedAt is null ? null : Last(ticket, TicketEventKind.Withdrawn),
            ReopenedAt = reopened,
            AnsweredAgainAt = reopened is null ? null : ticket.Events.Where(e => e.IsAnswer && e.At >= reopened).Select(e => (DateTimeOffset?)e.At).Min(),
            Reopenings = ticket.Reopened,
        };
    }

    /// <summary>What has begun, each as it was said last: by a person, by an objection, by handing a gratification to the inspectorate's unit.</summary>
    private static Dictionary<string, DateTimeOffset> BegunOf(Ticket ticket)
    {
        var begun = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var happened in ticket.Events.OrderBy(e => e.Sequence).Select(e => e.Happened()))
        {
            switch (happened)
            {
                case Happening.TermBegan { Rule: { } rule, Since: { } since }:
                    begun[rule] = since;
                    break;
                case Happening.PpidObjected { Since: { } since }:
                    begun[PpidRules.Objection] = since;
                    break;
            }
        }

        if (ticket is { Protection: ProtectionGround.Gratification, Bureau: Office.Inspectorate } && Last(ticket, TicketEventKind.Routed, TicketEventKind.Reassigned) is { } handedOn)
        {
            begun[GratificationRules.Upg] = handedOn;
            begun[GratificationRules.Kpk] = ticket.ReceivedAt;
        }

        return begun;
    }

    /// <summary>The reporter's words, and what takes them up: whichever came last says whose turn it is.</summary>
    public static IReadOnlyList<TicketEventKind> Turns { get; } =
    [
        TicketEventKind.ReporterWrote, TicketEventKind.AskedReporter, TicketEventKind.Completed, TicketEventKind.RequirementsChecked, TicketEventKind.Drafted,
        TicketEventKind.Answered, TicketEventKind.Resolved, TicketEventKind.Refused, TicketEventKind.WaitingBegan, TicketEventKind.WaitingEnded,
    ];

    /// <summary>Events that begin or end a request for completion, or say whether an answer of ours takes up what came of it (R19).</summary>
    public static IReadOnlyList<TicketEventKind> PauseKinds { get; } =
    [
        TicketEventKind.AskedReporter, TicketEventKind.ReporterWrote, TicketEventKind.Completed, TicketEventKind.Answered, TicketEventKind.Resolved, TicketEventKind.Refused, TicketEventKind.Withdrawn, TicketEventKind.Closed, TicketEventKind.Returned, TicketEventKind.NotOurs,
    ];

    /// <summary>Whether a request for completion is open. Needs the events.</summary>
    public static bool IsPaused(Ticket ticket) => PausesOf(ticket) is [.., { To: null }];

    private static IReadOnlyList<Pause> PausesOf(Ticket ticket) => PausesOf(ticket.Events.OrderBy(e => e.Sequence).Select(e => (e.Kind, e.At)));

    /// <summary>When the bureau was asked to wait for the reporter, in WITA dates (R19). An answer that is not the last ends the wait only where the reporter wrote since: what was asked for is still missing.</summary>
    /// <param name="happened">At least the events of <see cref="PauseKinds"/>, in their order.</param>
    public static IReadOnlyList<Pause> PausesOf(IEnumerable<(TicketEventKind Kind, DateTimeOffset At)> happened)
    {
        var pauses = new List<Pause>();
        var wrote = false;
        foreach (var (kind, at) in happened)
        {
            var (day, waits) = (Wita.DateOf(at), pauses is [.., { To: null }]);
            if (kind is TicketEventKind.AskedReporter or TicketEventKind.ReporterWrote)
            {
                wrote = kind == TicketEventKind.ReporterWrote;
                if (!wrote && !waits)
                {
                    pauses.Add(new Pause(day, null));
                }
            }
            else if (waits && PauseKinds.Contains(kind) && (wrote || kind != TicketEventKind.Answered))
            {
                pauses[^1] = pauses[^1] with { To = day };
            }
        }

        return pauses;
    }

    /// <summary>Events that begin or end a wait for another authority; an answer to the reporter in between ends none.</summary>
    public static IReadOnlyList<TicketEventKind> WaitKinds { get; } =
    [
        TicketEventKind.WaitingBegan, TicketEventKind.WaitingEnded, TicketEventKind.Resolved, TicketEventKind.Refused, TicketEventKind.Withdrawn, TicketEventKind.Closed, TicketEventKind.Returned, TicketEventKind.NotOurs,
    ];

    /// <summary>The waits for other authorities, one at a time.</summary>
    /// <param name="happened">The events of <see cref="WaitKinds"/>, in their order.</param>
    public static IReadOnlyList<Wait> WaitsOf(IEnumerable<(DateTimeOffset At, Happening Happened)> happened)
    {
        var waits = new List<Wait>();
        foreach (var (at, what) in happened)
        {
            if (waits is [.., { Until: null } open])
            {
                waits[^1] = open with { Until = at };
            }

            if (what is Happening.WaitingBegan { Authority: { } authority, Since: { } since })
            {
                waits.Add(new Wait(authority, Wita.StartOf(since), null));
            }
        }

        return waits;
    }

    /// <param name="events">In their order; at least those of <see cref="PauseKinds"/> and <see cref="WaitKinds"/>.</param>
    public static Standstills StandstillsOf(IEnumerable<TicketEvent> events)
    {
        var list = events.ToList();
        return new Standstills(PausesOf(list.Select(e => (e.Kind, e.At))), WaitsOf(list.Where(e => WaitKinds.Contains(e.Kind)).Select(e => (e.At, e.Happened()))));
    }

    private static DateTimeOffset? Last(Ticket ticket, params ReadOnlySpan<TicketEventKind> kinds)
    {
        DateTimeOffset? last = null;
        foreach (var happened in ticket.Events)
        {
            if (kinds.Contains(happened.Kind) && (last is null || happened.At > last))
            {
                last = happened.At;
            }
        }

        return last;
    }
}
