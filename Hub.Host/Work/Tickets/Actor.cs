using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Work.Tickets;

/// <summary>Who changes a ticket, and what that gives a right to.</summary>
public abstract record Actor
{
    private Actor() { }

    /// <summary>As events and audit record it; never a reporter's identity.</summary>
    public abstract string Name { get; }

    /// <summary>A person of an office, who answers for the change: it is written in the audit trail.</summary>
    public virtual bool IsOfficer => false;

    /// <summary>Whether the ticket accuses the bureau in whose name that person decides.</summary>
    public virtual bool IsAccusedBy(Ticket ticket) => false;

    /// <summary>Whether the ticket may be changed in that right.</summary>
    public abstract bool Has(TicketRight right, Ticket ticket);

    /// <summary>Signed in, on a page or by the interface.</summary>
    public sealed record Person(CurrentUser User) : Actor
    {
        public override string Name => User.Name;

        public override bool IsOfficer => true;

        public override bool IsAccusedBy(Ticket ticket) => User.IsAccusedBy(ticket);

        public override bool Has(TicketRight right, Ticket ticket) => right switch
        {
            TicketRight.Hold => User.MayWorkOn(ticket),
            TicketRight.Verify => User.Is(Roles.Verifier),
            TicketRight.Report or TicketRight.Supply or TicketRight.Run => false,
        };
    }

    /// <summary>A contact of a bureau that answered a notice or used its link.</summary>
    /// <param name="Verifier">The bureau that verifies and triages.</param>
    public sealed record Correspondent(Contact Contact, string Verifier) : Actor
    {
        public override string Name => Contact.Name ?? Contact.Address;

        public override bool IsOfficer => true;

        public override bool IsAccusedBy(Ticket ticket) => ticket.AccusesVerifier && Contact.Bureau == Verifier;

        public override bool Has(TicketRight right, Ticket ticket) => right switch
        {
            TicketRight.Hold => Holds(ticket),
            TicketRight.Verify => Holds(ticket) && Contact.Bureau == Verifier,
            TicketRight.Report or TicketRight.Supply or TicketRight.Run => false,
        };

        private bool Holds(Ticket ticket) => Contact.Bureau is not null && Contact.Bureau == (ticket.Bureau ?? Verifier);
    }

    /// <summary>Whoever the ticket came from, known by token, address and references.</summary>
    public sealed record Reporter : Actor
    {
        public override string Name => "reporter";

        public override bool Has(TicketRight right, Ticket ticket) => right == TicketRight.Report;
    }

    /// <summary>The system that the ticket came from.</summary>
    public sealed record Source : Actor
    {
        public override string Name => "source";

        public override bool Has(TicketRight right, Ticket ticket) => right == TicketRight.Supply;
    }

    /// <summary>The hub itself: its jobs, and rooms that check their own right.</summary>
    public sealed record Hub(string Name = "hub") : Actor
    {
        public override string Name { get; } = Name;

        public override bool Has(TicketRight right, Ticket ticket) => true;
    }
}
