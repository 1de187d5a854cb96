using Hub.Domain.Catalogue;

namespace Hub.Domain.Tickets;

/// <content>What a service asks for: what is there, and what the reporter is asked to bring.</content>
public abstract partial record TicketChange
{
    /// <summary>Asks the reporter for what is missing; the promise waits meanwhile (R19).</summary>
    /// <param name="Question">May be blank where requirements are named.</param>
    /// <param name="Missing">Numbers of requirements of the service; the reporter reads them in the decree's words.</param>
    public sealed record Ask(string Question, IReadOnlyList<int>? Missing = null) : TicketChange
    {
        public override string Leaves => Question;

        public override TicketChange Saying(string words) => this with { Question = words };

        public override ChangeRefusal? Apply(TicketsAtHand at)
        {
            var lines = Missing ?? [];
            return When(lines.Count == 0 && IsBlank(Question), "BlankQuestion") ?? UnlessHeld(at.Ticket) ?? UnlessRequired(at, lines)
                ?? Done(() => at.Ticket.AskReporter(at.Actor, Words(at, lines), at.Now, lines.Count == 0 ? null : lines));
        }

        /// <summary>The reporter counts what is asked, not what the decree lists.</summary>
        private string Words(TicketsAtHand at, IReadOnlyList<int> lines) =>
            lines.Count == 0 ? Question : $"{RequirementTexts.PleaseComplete}\n{string.Join('\n', lines.Order().Select((n, i) => $"{i + 1}. {ChecklistOf(at)[n - 1].Text}"))}\n\n{Question}".Trim();
    }

    /// <summary>A person says that what was missing has come; the clocks go on.</summary>
    public sealed record Complete : TicketChange
    {
        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            When(at.Ticket.Status != TicketStatus.WaitingForReporter, "NotWaiting") ?? Done(() => at.Ticket.Complete(at.Actor, at.Now));
    }

    /// <summary>Says which requirements of the service are there and which are not; what is in neither list stays as it is.</summary>
    public sealed record CheckRequirements(IReadOnlyList<int> There, IReadOnlyList<int> Missing) : TicketChange
    {
        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            UnlessOpen(at.Ticket) ?? When(There.Count + Missing.Count == 0, "NoRequirementNamed") ?? UnlessRequired(at, [.. There, .. Missing])
            ?? Done(() => at.Ticket.CheckRequirements(There, Missing, at.Actor, at.Now));
    }

    private static IReadOnlyList<Requirement> ChecklistOf(TicketsAtHand at) => at.Catalogue.FindService(at.Ticket.Service)?.Checklist ?? [];

    private static ChangeRefusal? UnlessRequired(TicketsAtHand at, IReadOnlyList<int> numbers)
    {
        var most = ChecklistOf(at).Count;
        var unknown = numbers.Where(n => n < 1 || n > most).ToList();
        return unknown.Count == 0 ? null : most == 0 ? new ChangeRefusal("NoRequirements") : new ChangeRefusal("NoRequirement", unknown[0], most);
    }
}
