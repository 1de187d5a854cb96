using System.Text.Json;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Privacy;

/// <summary>How long identities are kept (UU 27/2022, art. 42–44): months after the ticket was closed, by outside system; data, because no rule names a period.</summary>
/// <param name="Months">For systems not named below; null keeps them until somebody decides.</param>
/// <param name="BySystem">Outside system (<c>lapor</c>, <c>email</c> …) to months.</param>
public sealed record RetentionRules(int? Months, IReadOnlyDictionary<string, int> BySystem)
{
    public static readonly RetentionRules Undecided = new(null, new Dictionary<string, int>(StringComparer.Ordinal));

    public int? For(string system) => BySystem.TryGetValue(system, out var months) ? months : Months;
}

/// <summary>Keeps the rules and the holds, and erases what is due. Tickets, figures and history stay; who sent them goes.</summary>
public sealed class Retention(Database database, Erasure erasure, TicketDoor door, AuditTrail audit, TimeProvider clock)
{
    private const int Portion = 200;

    private static readonly TicketStatus[] Ended = [.. Enum.GetValues<TicketStatus>().Where(s => s.IsEnded())];
    private static readonly TicketEventKind[] Ending = [TicketEventKind.Closed, TicketEventKind.NotOurs];

    public async Task<RetentionRules> RulesAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return await ReadAsync(db, token);
    }

    public async Task ChangeAsync(RetentionRules rules, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var before = await ReadAsync(db, token);
        await db.RetentionRules.ExecuteDeleteAsync(token);
        db.RetentionRules.AddRange(rules.BySystem.Select(r => new RetentionRule { System = r.Key, Months = r.Value }));
        if (rules.Months is { } months)
        {
            db.RetentionRules.Add(new RetentionRule { System = RetentionRule.Others, Months = months });
        }

        await db.SaveChangesAsync(token);
        await audit.WriteAsync(db, actor, "retention.changed", "retention", $"{JsonSerializer.Serialize(before)} -> {JsonSerializer.Serialize(rules)}", token);
        await transaction.CommitAsync(token);
    }

    /// <summary>The holds of tickets that this person may see, by number.</summary>
    public async Task<IReadOnlyList<LegalHold>> HoldsAsync(CurrentUser user, CancellationToken token)
    {
        await using var db = database.Open();
        return await db.LegalHolds.AsNoTracking().Where(h => db.Tickets.For(user).Any(t => t.Number == h.Number)).OrderBy(h => h.Number).ToListAsync(token);
    }

    /// <returns>False when there is no such ticket for that person.</returns>
    public async Task<bool> HoldAsync(string number, string reason, CurrentUser user, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (await db.Tickets.AsNoTracking().For(user).FirstOrDefaultAsync(t => t.Number == number, token) is not { } ticket)
        {
            return false;
        }

        var shown = await door.WithoutSenderAsync(db, ticket, reason, token);
        await db.LegalHolds.Where(h => h.Number == number).ExecuteDeleteAsync(token);
        db.LegalHolds.Add(new LegalHold { Number = number, Reason = shown, By = user.Name, At = clock.GetUtcNow() });
        await db.SaveChangesAsync(token);
        await audit.WriteAsync(db, user.Name, "hold.placed", number, shown, token);
        await transaction.CommitAsync(token);
        return true;
    }

    public async Task ReleaseAsync(string number, CurrentUser user, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (await db.Tickets.For(user).AnyAsync(t => t.Number == number, token) && await db.LegalHolds.Where(h => h.Number == number).ExecuteDeleteAsync(token) == 1)
        {
            await audit.WriteAsync(db, user.Name, "hold.released", number, null, token);
        }

        await transaction.CommitAsync(token);
    }

    /// <summary>Erases every identity whose time is over and which nobody holds.</summary>
    /// <returns>How many went.</returns>
    public async Task<int> EraseDueAsync(CancellationToken token)
    {
        var rules = await RulesAsync(token);
        await using var db = database.Open();
        await erasure.FinishAsync(db, token);
        if (rules.Months is null && rules.BySystem.Count == 0)
        {
            // What lay open before a flag was raised leaves the disk all the same.
            await Erasure.WipeAsync(db, token);
            return 0;
        }

        var erased = 0;
        for (var after = 0L; ;)
        {
            db.ChangeTracker.Clear();
            var closed = await (
                from ticket in Erasure.Erasable(db)
                // What follows another ticket never ends by itself: it is over when that one is.
                join ending in db.Tickets on ticket.MergedInto ?? ticket.Id equals ending.Id
                where (ending.ClosedAt != null || Ended.Contains(ending.Status)) && ticket.Id > after
                orderby ticket.Id
                select new
                {
                    ticket.Id,
                    ticket.Number,
                    ticket.System,
                    // Where the source does not say when, its end counts from the day on which it was seen.
                    EndedAt = ending.ClosedAt ?? db.TicketEvents.Where(e => e.TicketId == ending.Id && Ending.Contains(e.Kind)).Max(e => (DateTimeOffset?)e.At) ?? ending.OpenedAt,
                }).Take(Portion).ToListAsync(token);
            if (closed.Count == 0)
            {
                await Erasure.WipeAsync(db, token);
                return erased;
            }

            after = closed[^1].Id;
            foreach (var ticket in closed.Where(t => rules.For(t.System) is { } months && t.EndedAt.AddMonths(months) <= clock.GetUtcNow()))
            {
                erased += await EraseAsync(db, ticket.Id, ticket.Number, "hub", "retention.erased", null, token) ? 1 : 0;
            }
        }
    }

    /// <summary>Erases one identity, unless it is held; the entry in the trail says that, and by whom, never who it was.</summary>
    internal async Task<bool> EraseAsync(HubDbContext db, long ticketId, string number, string actor, string action, string? detail, CancellationToken token)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (await Held(db).AnyAsync(t => t.Id == ticketId, token) || !await erasure.EraseAsync(db, ticketId, token))
        {
            return false;
        }

        await audit.WriteAsync(db, actor, action, number, detail, token);
        await transaction.CommitAsync(token);
        await erasure.FinishAsync(db, token);
        return true;
    }

    /// <summary>Tickets that a hold keeps: a matter is told of by what leads it and all that follows that, whichever of them is named.</summary>
    internal static IQueryable<Ticket> Held(HubDbContext db) => db.Tickets.Where(t => db.LegalHolds.Any(h => h.Number == t.Number || db.Tickets.Any(o => o.Number == h.Number && (o.MergedInto ?? o.Id) == (t.MergedInto ?? t.Id))));

    /// <summary>Finishes erasings after which the hub was stopped too soon: destroys their keys, and wipes what the disk still has of their words.</summary>
    public async Task FinishAsync(CancellationToken token)
    {
        await using var db = database.Open();
        await erasure.FinishAsync(db, token);
        await Erasure.WipeLeftAsync(db, token);
    }

    private static async Task<RetentionRules> ReadAsync(HubDbContext db, CancellationToken token)
    {
        var months = await db.RetentionRules.AsNoTracking().ToDictionaryAsync(r => r.System, r => r.Months, StringComparer.Ordinal, token);
        int? others = months.Remove(RetentionRule.Others, out var most) ? most : null;
        return new RetentionRules(others, months);
    }
}
