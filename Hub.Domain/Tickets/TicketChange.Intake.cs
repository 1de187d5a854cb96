using Hub.Domain.Privacy;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;

namespace Hub.Domain.Tickets;

/// <content>What the reporter, the source and the hub itself do to a ticket.</content>
public abstract partial record TicketChange
{
    /// <summary>The reporter wrote again.</summary>
    /// <param name="Letter">All of the letter, where <paramref name="Text"/> is only what was written new.</param>
    /// <param name="Ground">As in <see cref="Submission.Protection"/>.</param>
    public sealed record HearReporter(string Text, string? Letter = null, ProtectionGround? Ground = null) : TicketChange
    {
        public override TicketRight Needs => TicketRight.Report;

        public override bool IsAddition => true;

        public override ChangeRefusal? Apply(TicketsAtHand at) => Done(() =>
        {
            var wasProtected = at.Ticket.Protection is not null;
            at.Ticket.HearReporter(Text, at.Now, Letter, Ground);
            if (wasProtected && (Ground ?? ProtectionReader.Read(Text)) is not null)
            {
                // As in Join: whoever lets the ticket off the road judges what put it there, not what came since.
                at.Ticket.Protect(anonymous: true, secret: true, at.Actor, at.Now);
            }
        });
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

    /// <summary>Its source shows the item no longer, night after night. What a person must decide (on the protected road, followed by others) stays open.</summary>
    public sealed record Vanish(string Reason) : TicketChange
    {
        public override TicketRight Needs => TicketRight.Supply;

        public override bool NeedsFollowers => true;

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            UnlessOpen(at.Ticket)
            ?? When(at.Ticket.Protection is not null, "OnProtectedRoad")
            ?? (at.Followers is [var follower, ..] ? new ChangeRefusal("Followed", follower.Number, at.Ticket.Number) : null)
            ?? Done(() => at.Ticket.Withdraw(at.Actor, Reason, at.Now, atSource: true));
    }

    /// <summary>Its source shows the item again; where the ticket was not closed for that, it changes nothing.</summary>
    public sealed record Reappear : TicketChange
    {
        public override TicketRight Needs => TicketRight.Supply;

        public override ChangeRefusal? Apply(TicketsAtHand at) => Done(() => at.Ticket.Reappear(at.Now));
    }

    /// <summary>Another ticket of the same item was protected, and whoever wrote the one wrote the other.</summary>
    public sealed record ProtectAs(Ticket Kin) : TicketChange
    {
        public override TicketRight Needs => TicketRight.Run;

        public override bool IsAddition => true;

        public override ChangeRefusal? Apply(TicketsAtHand at) => Done(() => at.Ticket.ProtectAs(Kin, at.Now));
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
