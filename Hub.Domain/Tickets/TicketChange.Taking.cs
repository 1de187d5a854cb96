namespace Hub.Domain.Tickets;

public abstract partial record TicketChange
{
    /// <summary>The actor works on it from now on, also in the place of a colleague.</summary>
    public sealed record Take : TicketChange
    {
        public override bool ChangesFacts => false;

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            UnlessHeld(at.Ticket) ?? When(at.Ticket.TakenBy == at.Actor, "TakenAlready") ?? Done(() => at.Ticket.TakeUp(at.Actor, at.Now));
    }

    /// <summary>Nobody in particular works on it any more.</summary>
    public sealed record LetGo : TicketChange
    {
        public override bool ChangesFacts => false;

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            UnlessHeld(at.Ticket) ?? When(at.Ticket.TakenBy is null, "NotTaken") ?? Done(() => at.Ticket.LetGo(at.Actor, at.Now));
    }
}
