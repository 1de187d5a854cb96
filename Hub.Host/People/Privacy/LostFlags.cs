using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Privacy;

/// <summary>Closes again what was opened in the database by hand: a ticket whose words are sealed and whose flags are gone. Whoever lifts a protection does it within the hub, where the words come out of their seal in the same breath.</summary>
public sealed class LostFlags(Database database, AuditTrail audit)
{
    /// <summary>No index leads to such tickets, of which there should be none: so many are looked through at a time, so that nothing waits for it.</summary>
    private const int Portion = 2_000;

    /// <summary>Once a day, and some minutes after a start: a store of a million tickets takes seconds to walk through.</summary>
    public async Task TurnAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var last = await db.Tickets.MaxAsync(static t => (long?)t.Id, token) ?? 0;
        for (var after = 0L; after < last; after += Portion)
        {
            await TakeBackAsync(after, token);
        }
    }

    private async Task TakeBackAsync(long after, CancellationToken token)
    {
        await using var db = database.Open();
        var found = await db.Tickets.AsNoTracking().Where(t => t.Id > after && t.Id <= after + Portion && t.Sealed != null && !t.Anonymous && !t.Secret).Select(static t => new { t.Id, t.Number }).ToListAsync(token);
        if (found.Count == 0)
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(token);
        foreach (var ticket in found)
        {
            // Unless somebody lifts the protection within the hub at this moment.
            if (await db.Tickets.Where(t => t.Id == ticket.Id && t.Sealed != null && !t.Anonymous && !t.Secret).ExecuteUpdateAsync(static set => set.SetProperty(t => t.Anonymous, true).SetProperty(t => t.Secret, true), token) == 1)
            {
                await audit.WriteAsync(db, "hub", "ticket.flags-lost", ticket.Number, null, token);
            }
        }

        await transaction.CommitAsync(token);
    }
}
