using System.Text.Json;
using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;
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

/// <summary>Why a ticket's identity must stay although its time is over: the Ombudsman or a court has the case.</summary>
public sealed record Hold(string Reason, string By, DateTimeOffset At);

/// <summary>Keeps the rules and the holds, and erases what is due. Tickets, figures and history stay; who sent them goes.</summary>
public sealed class Retention(Database database, AuditTrail audit, TimeProvider clock)
{
    private const string RulesName = "retention";
    private const string HoldPrefix = "hold:";
    private const int Portion = 200;

    public async Task<RetentionRules> RulesAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return await ReadAsync<RetentionRules>(db, RulesName, token) ?? RetentionRules.Undecided;
    }

    public async Task ChangeAsync(RetentionRules rules, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var before = await ReadAsync<RetentionRules>(db, RulesName, token);
        await WriteAsync(db, RulesName, rules, token);
        await audit.WriteAsync(db, actor, "retention.changed", RulesName, $"{JsonSerializer.Serialize(before)} -> {JsonSerializer.Serialize(rules)}", token);
        await transaction.CommitAsync(token);
    }

    /// <summary>All holds, by ticket number.</summary>
    public async Task<IReadOnlyList<(string Number, Hold Hold)>> HoldsAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var stored = await db.Settings.AsNoTracking().Where(s => s.Name.StartsWith(HoldPrefix)).OrderBy(s => s.Name).ToListAsync(token);
        return [.. stored.Select(s => (s.Name[HoldPrefix.Length..], JsonSerializer.Deserialize<Hold>(s.Value)!))];
    }

    /// <returns>False when there is no such ticket.</returns>
    public async Task<bool> HoldAsync(string number, string reason, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (!await db.Tickets.AnyAsync(t => t.Number == number, token))
        {
            return false;
        }

        await WriteAsync(db, HoldPrefix + number, new Hold(reason, actor, clock.GetUtcNow()), token);
        await audit.WriteAsync(db, actor, "hold.placed", number, reason, token);
        await transaction.CommitAsync(token);
        return true;
    }

    public async Task ReleaseAsync(string number, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (await db.Settings.Where(s => s.Name == HoldPrefix + number).ExecuteDeleteAsync(token) == 1)
        {
            await audit.WriteAsync(db, actor, "hold.released", number, null, token);
        }

        await transaction.CommitAsync(token);
    }

    /// <summary>Erases every identity whose time is over and which nobody holds.</summary>
    /// <returns>How many went.</returns>
    public async Task<int> EraseDueAsync(CancellationToken token)
    {
        var rules = await RulesAsync(token);
        if (rules.Months is null && rules.BySystem.Count == 0)
        {
            return 0;
        }

        var erased = 0;
        for (var after = 0L; ;)
        {
            await using var db = database.Open();
            var closed = await (
                from record in db.Reporters
                join ticket in db.Tickets on record.TicketId equals ticket.Id
                where ticket.ClosedAt != null && ticket.Id > after
                orderby ticket.Id
                select new { ticket.Id, ticket.Number, ticket.System, ticket.ClosedAt }).Take(Portion).ToListAsync(token);
            if (closed.Count == 0)
            {
                return erased;
            }

            after = closed[^1].Id;
            foreach (var ticket in closed.Where(t => rules.For(t.System) is { } months && t.ClosedAt!.Value.AddMonths(months) <= clock.GetUtcNow()))
            {
                erased += await EraseAsync(db, ticket.Id, ticket.Number, "hub", "retention.erased", null, token) ? 1 : 0;
            }
        }
    }

    /// <summary>Erases one identity, unless it is held; the entry in the trail says that, and by whom, never who it was.</summary>
    internal async Task<bool> EraseAsync(HubDbContext db, long ticketId, string number, string actor, string action, string? detail, CancellationToken token)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (await db.Settings.AnyAsync(s => s.Name == HoldPrefix + number, token)
            || await db.Reporters.Where(r => r.TicketId == ticketId).ExecuteDeleteAsync(token) == 0)
        {
            return false;
        }

        await audit.WriteAsync(db, actor, action, number, detail, token);
        await transaction.CommitAsync(token);
        return true;
    }

    private static async Task<T?> ReadAsync<T>(HubDbContext db, string name, CancellationToken token)
        where T : class
    {
        var value = await db.Settings.AsNoTracking().Where(s => s.Name == name).Select(s => s.Value).FirstOrDefaultAsync(token);
        return value is null ? null : JsonSerializer.Deserialize<T>(value);
    }

    private static Task WriteAsync<T>(HubDbContext db, string name, T value, CancellationToken token) => db.KeepAsync(name, JsonSerializer.Serialize(value), token);
}
