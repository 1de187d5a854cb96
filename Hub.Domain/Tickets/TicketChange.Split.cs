namespace Hub.Domain.Tickets;

/// <summary>One of several matters, as a person decided.</summary>
/// <param name="Text">The reporter's words about it.</param>
/// <param name="Bureau">The code of a bureau or of an office.</param>
/// <param name="Service">One of that bureau; null lets the router choose among its services.</param>
public sealed record TicketPart(string Text, string Bureau, int? Service);

public abstract partial record TicketChange
{
    /// <summary>Divides what brings several matters. The ticket keeps its number and all its words and goes on with the first; each other begins as a ticket of its own, linked to it.</summary>
    public sealed record Split(IReadOnlyList<TicketPart> Parts) : TicketChange
    {
        public override IReadOnlyList<string?> Typed => [.. Parts.Select(static part => part.Text)];

        /// <summary>More is no letter but a list of questions.</summary>
        public const int MostParts = 9;

        public override TicketRight Needs => TicketRight.Verify;

        public override ChangeRefusal? Apply(TicketsAtHand at) =>
            UnlessOpen(at.Ticket)
            ?? When(at.Ticket.Protection is not null, "OnProtectedRoad")
            ?? When(at.Ticket.IsStub, "UnreadNotSplit")
            ?? When(Parts.Count is < 2 or > MostParts, "PartsToSplit", MostParts)
            ?? Parts.Select(part => Blank(part.Text, "BlankPart") ?? UnlessPlace(at, part.Bureau, part.Service)).FirstOrDefault(refusal => refusal is not null)
            ?? Done(() => Divide(at));

        private void Divide(TicketsAtHand at)
        {
            foreach (var part in Parts.Skip(1))
            {
                var begun = at.Ticket.SplitOff(part.Text, at.Ticket.Parts.Count + at.Begun.Count + 2, at.Route, at.Actor, at.Now);
                begun.Assign(at.Place(begun, part.Bureau, part.Service), at.Actor, null, at.Now);
                at.Begun.Add(begun);
            }

            if (at.Ticket.Bureau != Parts[0].Bureau)
            {
                at.Ticket.Assign(at.Place(at.Ticket, Parts[0].Bureau, Parts[0].Service), at.Actor, null, at.Now);
            }
        }
    }
}
