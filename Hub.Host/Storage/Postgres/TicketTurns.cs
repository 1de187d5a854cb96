using Hub.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Hub.Host.Storage.Postgres;

/// <summary>Takes the tickets that a saving changes before it writes anything. Their events are written before their versions: without this, two who change one ticket would meet at the key of its events; so the second meets its version.</summary>
internal sealed class TicketTurns : SaveChangesInterceptor
{
    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is HubDbContext { Database.CurrentTransaction: not null } db
            && db.ChangeTracker.Entries<Ticket>().Where(static e => e.State == EntityState.Modified).ToList() is { Count: > 0 } changed)
        {
            await TakeAsync(db, changed, cancellationToken);
        }

        return result;
    }

    /// <summary>The table first: whoever amends holds it against writers and must not find rows of theirs taken.</summary>
    private static async Task TakeAsync(HubDbContext db, List<EntityEntry<Ticket>> changed, CancellationToken token)
    {
        var ids = changed.ConvertAll(static e => e.Entity.Id).ToArray();
        await db.Database.ExecuteSqlRawAsync("LOCK TABLE tickets IN ROW EXCLUSIVE MODE", token);
        var taken = await db.Database.SqlQuery<Standing>($"""SELECT id AS "Id", version AS "Version" FROM tickets WHERE id = ANY({ids}) ORDER BY id FOR NO KEY UPDATE""").ToListAsync(token);
        if (changed.Find(c => !taken.Exists(t => t.Id == c.Entity.Id && t.Version == c.OriginalValues.GetValue<int>(nameof(Ticket.Version)))) is { } overtaken)
        {
            throw new DbUpdateConcurrencyException(overtaken.Entity.Number);
        }
    }

    private sealed record Standing(long Id, int Version);
}
