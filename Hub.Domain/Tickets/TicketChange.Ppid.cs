using Hub.Domain.Deadlines;

namespace Hub.Domain.Tickets;

/// <content>Requests under the freedom-of-information act (UU 14/2008).</content>
public abstract partial record TicketChange
{
    /// <summary>Says that it is a request under the freedom-of-information act: ten working days (R28).</summary>
    public sealed record StartPpid : TicketChange
    {
        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            UnlessOpen(at.Ticket) ?? When(at.Ticket.IsPpid, "PpidAlready") ?? Done(() => at.Ticket.StartPpid(at.Actor, at.Now));
    }

    /// <summary>The one extension by seven working days from the first due date, with a written reason for the applicant (R28).</summary>
    public sealed record ExtendPpid(string Reason) : TicketChange
    {
        public override string Leaves => Reason;

        public override TicketChange Saying(string words) => this with { Reason = words };

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            Blank(Reason, "BlankReason") ?? UnlessHeld(at.Ticket)
            ?? When(!at.Ticket.IsPpid, "NotPpid") ?? When(at.Ticket.IsPpidExtended, "PpidExtendedAlready") ?? When(at.Ticket.FirstResponseAt is not null, "AnsweredAlready")
            ?? Done(() => at.Ticket.ExtendPpid(at.Actor, Reason, at.Now));
    }

    /// <summary>The final answer to such a request, with what was decided and on which ground nothing or not all is given.</summary>
    public sealed record DecidePpid(PpidDecision Decision, PpidGround? Ground, string Text) : TicketChange
    {
        public override bool NeedsFollowers => true;

        public override string Leaves => Text;

        public override TicketChange Saying(string words) => this with { Text = words };

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            Blank(Text, "BlankFinalAnswer") ?? UnlessHeld(at.Ticket) ?? When(!at.Ticket.IsPpid, "NotPpid")
            ?? When(Decision != PpidDecision.Granted && Ground is null, "NoPpidGround")
            ?? ForAll(at, (ticket, say) => ticket.DecidePpid(Decision, Decision == PpidDecision.Granted ? null : Ground, at.Actor, say(Text, FollowerTexts.Answered), at.Now));
    }

    /// <summary>The applicant objected to the superior of the PPID: thirty working days (art. 36). What was answered or closed goes on.</summary>
    /// <param name="Since">When the objection was received.</param>
    public sealed record ObjectPpid(DateTimeOffset Since) : TicketChange
    {
        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            UnlessPpid(at) ?? When(at.Ticket.IsPpidObjected, "PpidObjectedAlready") ?? UnlessSinceReceipt(at, Since)
            ?? Done(() => at.Ticket.ObjectPpid(Since, at.Actor, at.Now));
    }

    /// <summary>The applicant took the answer to the objection to the Komisi Informasi (art. 37).</summary>
    /// <param name="Letter">The number of its letter.</param>
    public sealed record DisputePpid(DateOnly Since, string? Letter) : TicketChange
    {
        public override IReadOnlyList<string?> Typed => [Letter];

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            UnlessPpid(at) ?? When(at.Ticket.Events.All(e => e.Kind != TicketEventKind.PpidObjected), "PpidNotObjected") ?? UnlessSinceReceipt(at, Wita.StartOf(Since.AddDays(1)).AddTicks(-1))
            ?? Done(() => at.Ticket.DisputePpid(new Happening.WaitingBegan(PpidRules.Commission, PpidRules.CommissionName, Letter, Since), at.Actor, at.Now));
    }

    private static ChangeRefusal? UnlessPpid(TicketsAtHand at) => UnlessFollows(at.Ticket) ?? When(!at.Ticket.IsPpid, "NotPpid");

    private static ChangeRefusal? UnlessSinceReceipt(TicketsAtHand at, DateTimeOffset since) =>
        When(since < at.Ticket.ReceivedAt || Wita.DateOf(since) > Wita.DateOf(at.Now), "WaitOutside");
}
