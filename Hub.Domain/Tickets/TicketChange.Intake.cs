using Hub.Domain.Routing;
using Hub.Domain.Submissions;

namespace Hub.Domain.Tickets;

/// <content>What the reporter, the source and the hub itself do to a ticket.</content>
public abstract partial record TicketChange
{
    /// <summary>The reporter wrote again.</summary>
    public sealed record HearReporter(string Text) : TicketChange
    {
        public override TicketRight Needs => TicketRight.Report;

        public override bool IsAddition => true;

        public override ChangeRefusal? Apply(TicketsAtHand at) => Done(() => at.Ticket.HearReporter(Text, at.Now));
    }

    /// <summary>The source has a newer version of the item; one that says nothing new changes nothing.</summary>
    public sealed record SourceUpdate(Submission Submission) : TicketChange
    {
        public override TicketRight Needs => TicketRight.Supply;

        public override ChangeRefusal? Apply(TicketsAtHand at) => Done(() => at.Ticket.Update(Submission, at.Now));
    }

    /// <summary>The item of a stub was read after all.</summary>
    public sealed record Heal(Submission Submission, RoutingDecision Route) : TicketChange
    {
        public override TicketRight Needs => TicketRight.Supply;

        public override ChangeRefusal? Apply(TicketsAtHand at) => Done(() => at.Ticket.Heal(Submission, Route, at.Now));
    }

    /// <summary>Kept beside the ticket; changes neither state nor clock: automatic mail, a link, a reminder, a failed delivery, a file that is not whole.</summary>
    public sealed record Keep(Happening Happened, string? Text = null) : TicketChange
    {
        public override TicketRight Needs => TicketRight.Run;

        public override bool IsAddition => true;

        public override bool ChangesFacts => false;

        public override ChangeRefusal? Apply(TicketsAtHand at) => Done(() => at.Ticket.Remark(Happened, at.Actor, Text, at.Now));
    }
}
