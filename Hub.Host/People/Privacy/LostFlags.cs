using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Privacy;

/// <summary>Closes again what was opened in the database by hand: a ticket whose words are sealed and whose flags are gone. Whoever lifts a protection does it within the hub, where the words come out of their seal in the same breath.</summary>
public sealed class LostFlags(Database database, AuditTrail audit)
{
    private const int Portion = 100;

    /// <summary>At each start.</summary>
    public async Task TakeBackAsync(CancellationToken token)
    {
        for (var after = 0L; ;)
        {
            await using var db = database.Open();
            var found = await db.Tickets.AsNoTracking().Where(t => t.Sealed != null && !t.Anonymous && !t.Secret && t.Id > after).OrderBy(t => t.Id).Take(Portion).Select(t => new { t.Id, t.Number }).ToListAsync(token);
            if (found.Count == 0)
            {
                return;
            }

            await using var transaction = await db.Database.BeginTransactionAsync(token);
            var ids = found.ConvertAll(t => t.Id);
            await db.Tickets.Where(t => ids.Contains(t.Id)).ExecuteUpdateAsync(static set => set.SetProperty(t => t.Anonymous, true).SetProperty(t => t.Secret, true), token);
            foreach (var ticket in found)
            {
                await audit.WriteAsync(db, "hub", "ticket.flags-lost", ticket.Number, null, token);
            }

            await transaction.CommitAsync(token);
            after = ids[^1];
        }
    }
}
