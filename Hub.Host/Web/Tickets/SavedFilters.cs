using Hub.Host.Figures;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Web.Tickets;

/// <summary>Lists that a person has given a name, each with its address; kept per user.</summary>
public sealed class SavedFilters(Database database, Visit visit)
{
    public const int LongestName = 40;

    /// <summary>More would be a list of their own.</summary>
    public const int Most = 20;

    public async Task<IReadOnlyList<SavedFilter>> AllAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return await Own(db).AsNoTracking().OrderBy(f => f.Id).ToListAsync(token);
    }

    /// <summary>A name that is there already gets the new address.</summary>
    /// <returns>Why not; null when it is kept.</returns>
    public async Task<string?> KeepAsync(string name, TicketFilter filter, Words say, CancellationToken token)
    {
        var trimmed = name.Trim();
        if (trimmed.Length is 0 or > LongestName)
        {
            return say["filter.name-refused", LongestName];
        }

        await using var db = database.Open();
        var kept = await Own(db).ToListAsync(token);
        if (kept.Find(f => string.Equals(f.Name, trimmed, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            (known.Name, known.Address) = (trimmed, filter.Address());
        }
        else if (kept.Count >= Most)
        {
            return say["filter.too-many", Most];
        }
        else
        {
            db.SavedFilters.Add(new SavedFilter { UserName = visit.Actor, Name = trimmed, Address = filter.Address() });
        }

        await db.SaveChangesAsync(token);
        return null;
    }

    public async Task ForgetAsync(string name, CancellationToken token)
    {
        await using var db = database.Open();
        await Own(db).Where(f => f.Name == name).ExecuteDeleteAsync(token);
    }

    private IQueryable<SavedFilter> Own(HubDbContext db) => db.SavedFilters.Where(f => f.UserName == visit.Actor);
}
