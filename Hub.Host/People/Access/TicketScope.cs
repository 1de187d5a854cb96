using Hub.Domain.Tickets;

namespace Hub.Host.People.Access;

/// <summary>Which tickets a person may see, and how much of each (rules, section 4).</summary>
public static class TicketScope
{
    /// <summary>The tickets that may be listed for that person; every list, search, export and figure starts here.</summary>
    /// <param name="all">Where those that accuse are looked up when <paramref name="tickets"/> are chosen ones; null: among them.</param>
    public static IQueryable<Ticket> For(this IQueryable<Ticket> tickets, CurrentUser user, IQueryable<Ticket>? all = null)
    {
        if (user.SeesAllBureaus)
        {
            if (user.Is(Roles.Leadership))
            {
                return tickets;
            }

            // By their numbers: few ever accuse, and asked of each ticket it would have to be read whole.
            var accusing = (all ?? tickets).Accusing();
            return tickets.Where(t => !accusing.Contains(t.Id));
        }

        var bureau = user.OwnBureau();
        return bureau is null ? tickets.Where(t => false) : tickets.Where(t => t.Bureau == bureau);
    }

    /// <summary>The same rule for what is already counted by bureau.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="bureau">Null for tickets that no bureau holds.</param>
    public static bool Sees(this CurrentUser user, string? bureau) => user.SeesAllBureaus || (bureau is not null && bureau == user.OwnBureau());

    /// <summary>The numbers of those that are listed for the leadership and nobody else of those who see all bureaus.</summary>
    public static IQueryable<long> Accusing(this IQueryable<Ticket> tickets) => tickets.Where(t => t.AccusesVerifier && t.Bureau != null).Select(t => t.Id);

    /// <summary>Of those that may be listed, the ones that may be found by who sent them: the identity opens for that person, and nobody is protected.</summary>
    public static IQueryable<Ticket> OfOpenSenders(this IQueryable<Ticket> tickets, CurrentUser user)
    {
        var unprotected = tickets.Where(t => !t.Anonymous && !t.Secret);
        var bureau = user.OwnBureau();
        return user.Is(Roles.Verifier) ? unprotected : user.Is(Roles.Identities) ? unprotected.Where(t => bureau != null && t.Bureau == bureau) : unprotected.Where(t => false);
    }

    /// <summary>Some ticket may be listed for that person. An administrator connects systems and sees none; neither does an account without a role or a bureau.</summary>
    public static bool SeesTickets(this CurrentUser user) => user.SeesAllBureaus || user.OwnBureau() is not null;

    private static string? OwnBureau(this CurrentUser user) => user.Is(Roles.Staff) || user.Is(Roles.Head) ? user.Bureau : null;

    /// <summary>The ticket may be opened.</summary>
    public static bool MaySee(this CurrentUser user, Ticket ticket) => (user.SeesAllBureaus && !user.IsKeptFrom(ticket)) || user.WorksIn(ticket.Bureau);

    /// <summary>It accuses the bureau that verifies and is with the inspectorate: Biro Organisasi does not look at it.</summary>
    private static bool IsKeptFrom(this CurrentUser user, Ticket ticket) => ticket.KeepsVerifierOut && !user.Is(Roles.Leadership);

    /// <summary>It accuses the bureau that verifies, and that person is of it: with the inspectorate or, while that has no address, in triage. There they see that it waits, and neither end it nor learn who wrote.</summary>
    public static bool IsAccusedBy(this CurrentUser user, Ticket ticket) => ticket.AccusesVerifier && user.Is(Roles.Verifier) && !user.Is(Roles.Leadership);

    /// <summary>Without those that accuse the bureau of the verifier who asks whose they are.</summary>
    public static IQueryable<Ticket> NotAccusing(this IQueryable<Ticket> tickets, CurrentUser user) => user.Is(Roles.Verifier) && !user.Is(Roles.Leadership) ? tickets.Where(t => !t.AccusesVerifier) : tickets;

    /// <summary>The ticket may be changed: by its bureau and by the verifier. Leadership only reads.</summary>
    public static bool MayWorkOn(this CurrentUser user, Ticket ticket) => (user.Is(Roles.Verifier) && !user.IsKeptFrom(ticket)) || user.WorksIn(ticket.Bureau);

    /// <summary>Title, text, attachments and raw original may be read. Rahasia closes them for everybody but handlers and verifiers.</summary>
    public static bool MayReadText(this CurrentUser user, Ticket ticket) => ticket.Secret ? user.MayWorkOn(ticket) : user.MaySee(ticket);

    /// <summary>The reporter's identity may be opened, with a stated purpose. Anonim closes it for everybody below the verifier; its bureau needs the right that a verifier confirmed.</summary>
    public static bool MayOpenIdentity(this CurrentUser user, Ticket ticket) =>
        (user.Is(Roles.Verifier) && !user.IsAccusedBy(ticket)) || (user.Is(Roles.Identities) && user.CouldOpenIdentity(ticket));

    /// <summary>Nothing but that right is missing.</summary>
    public static bool LacksRightToIdentity(this CurrentUser user, Ticket ticket) => user.CouldOpenIdentity(ticket) && !user.MayOpenIdentity(ticket);

    private static bool CouldOpenIdentity(this CurrentUser user, Ticket ticket) => !ticket.Anonymous && !ticket.LostFlags && user.WorksIn(ticket.Bureau);
}
