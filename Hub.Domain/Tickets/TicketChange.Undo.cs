namespace Hub.Domain.Tickets;

public abstract partial record TicketChange
{
    /// <summary>So long what one key did can be taken back.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    /// <summary>Nobody is told before <see cref="Grace"/> is over.</summary>
    public bool MayBeUndone { get; init; }

    /// <summary>Its actor takes a ticket back into triage that he has just passed on, or said to be another authority's.</summary>
    public sealed record Undo : TicketChange
    {
        public override TicketRight Needs => TicketRight.Verify;

        public override bool NeedsFollowers => true;

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            When(at.Followers.Count > 0 || !IsPossible(at.Ticket.Bureau, at.Ticket.Events, at.Actor, at.Now), "TooLateToUndo") ?? Done(() => at.Ticket.GiveBack(at.Actor, null, at.Now));

        /// <param name="holder">Who has it; what a bureau had and is another authority's goes back to nobody.</param>
        /// <param name="events">Of a ticket that no other follows: those are told at once.</param>
        /// <param name="actor">Whoever wants to take it back.</param>
        public static bool IsPossible(string? holder, IEnumerable<TicketEvent> events, string actor, DateTimeOffset now) =>
            events.MaxBy(e => e.Sequence) is { } last && last.Kind == (holder is null ? TicketEventKind.NotOurs : TicketEventKind.Routed) && last.Actor == actor && now - last.At <= Grace;
    }
}
