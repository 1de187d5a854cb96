using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>The one door through which screens, reports and exports reach tickets: nobody sees past the own bureau unless the role says so.</summary>
public sealed class TicketQueries(Database database, Visit visit)
{
    /// <summary>The statuses in which somebody still has to do something.</summary>
    public static readonly TicketStatus[] Open = [.. Enum.GetValues<TicketStatus>().Where(s => s.IsOpen())];

    /// <summary>The bureau whose tickets alone may be seen; null for those who see all.</summary>
    public string? OnlyBureau { get; } = visit.User.SeesAllBureaus ? null : visit.User.Bureau ?? "";

    /// <summary>A fresh reader; the caller disposes it.</summary>
    public HubDbContext Read() => database.Open();

    /// <summary>The tickets that the visitor may see.</summary>
    public IQueryable<Ticket> Visible(HubDbContext db) => db.Tickets.AsNoTracking().For(visit.User);

    /// <summary>Of those that are wanted, the ones that the visitor may see. Asked in this order, the store looks up the number of what is wanted only, not of all that it passes.</summary>
    public IQueryable<Ticket> Visible(HubDbContext db, IQueryable<Ticket> wanted) => wanted.For(visit.User, db.Tickets);

    /// <summary>The configured sources as people call them, by name.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SourceTitlesAsync(CancellationToken token)
    {
        await using var db = Read();
        return await db.Sources.AsNoTracking().OrderBy(s => s.Title).ToDictionaryAsync(s => s.Name, s => s.Title, token);
    }
}
