using Hub.Domain.Deadlines;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;
using Hub.Host.Storage.Sqlite;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Database = Hub.Host.Storage.Database;

namespace Hub.Host.Work.Deadlines;

/// <summary>Changes the calendar or a reading (R7, R23): first shows every open ticket whose date would move, then moves them all in one transaction or none.</summary>
public sealed class Amendments(Database database, BasisInForce basis, TicketRoad road, TimeProvider clock)
{
    // Any number that nothing else locks.
    private const long AmendmentLock = 7_302_641_002;

    /// <summary>How often an approval asks for its turn on PostgreSQL before it gives up: ten seconds.</summary>
    private const int Turns = 200;

    /// <summary>The mark that says on which basis the stored dates rest.</summary>
    internal const string CountedOn = "deadlines:counted-on";

    /// <summary>A person waits for a preview: each processor reads a share, up to four.</summary>
    private static readonly int Readers = Math.Clamp(Environment.ProcessorCount, 1, 4);

    private static readonly TimeSpan BetweenTurns = TimeSpan.FromMilliseconds(50);

    /// <summary>What the amendment would move. Nothing is stored.</summary>
    /// <exception cref="CalendarException">It does not fit what is in force; the message says why.</exception>
    public async Task<AmendmentPreview> PreviewAsync(Amendment amendment, CancellationToken token)
    {
        await using var db = database.Open();
        var before = await BasisInForce.ReadAsync(db, token);
        var after = amendment.After(before);
        var reach = amendment.ReachFrom(before);
        var found = await Task.WhenAll(Enumerable.Range(0, Readers).Select(number => Task.Run(() => DatesAsync(reach, after, new Share(number, Readers), token), token)));
        return new AmendmentPreview(amendment, before.Version, after.Version, await RunningTickets.CountAsync(db, token), found.Sum(f => f.Tickets), [.. found.SelectMany(f => f.Dates)]);
    }

    /// <summary>Applies an amendment that was previewed and approved. Old dates stay on each ticket's record; one audit entry carries it.</summary>
    /// <param name="amendment">As previewed.</param>
    /// <param name="basedOn">The version that the preview was made on.</param>
    /// <param name="actor">Who approved.</param>
    /// <param name="progress">Told the number of tickets after each step inside the transaction.</param>
    /// <param name="token">Stops it; then nothing has happened.</param>
    /// <returns>How many tickets changed.</returns>
    /// <exception cref="CalendarException">It does not fit, or the basis has changed since the preview.</exception>
    public async Task<int> ApplyAsync(Amendment amendment, string basedOn, string actor, IProgress<int>? progress, CancellationToken token)
    {
        await using var db = database.Open();
        await using var cache = await WideCache.OnAsync(db, token);
        await using var transaction = await TakeTurnAsync(db, token);
        var before = await BasisInForce.ReadAsync(db, token);
        if (before.Version != basedOn)
        {
            throw CalendarException.Of("PreviewOld");
        }

        var after = amendment.After(before);
        var moves = await CollectAsync(db, amendment.ReachFrom(before), after, token);
        await BasisInForce.KeepAsync(db, amendment, token);
        await db.KeepAsync(CountedOn, after.Version, token);
        await db.AmendmentDrafts.Where(d => d.Id == amendment.Id).ExecuteDeleteAsync(token);
        await road.MoveAsync(db, amendment, moves, actor, $"{basedOn} -> {after.Version}", progress, token);
        await KillPoint.ReachAsync(KillPoint.AmendAudited);
        await transaction.CommitAsync(token);
        basis.Use(after);
        await KillPoint.ReachAsync(KillPoint.Amended);
        return moves.Count;
    }

    private async Task<(int Tickets, List<MovedDate> Dates)> DatesAsync(Reach reach, Basis after, Share share, CancellationToken token)
    {
        await using var db = database.Open();
        await using var cache = await WideCache.OnAsync(db, token);
        var (tickets, dates) = (0, new List<MovedDate>());
        await foreach (var ticket in RunningTickets.ReadAsync(db, reach, share, token))
        {
            if (Amendment.Recount(ticket.Running, after) is MovedTicket change)
            {
                var known = dates.Count;
                dates.AddRange(change.Moves.Select(m => new MovedDate(ticket.Number, ticket.Bureau, m.New.Rule, m.Old.Deadline.DueOn, m.New.Deadline.DueOn, m.New.Binding)));
                tickets += dates.Count > known ? 1 : 0;
            }
        }

        return (tickets, dates);
    }

    /// <summary>Begins the transaction in which nobody else changes a ticket.</summary>
    /// <remarks>
    /// SQLite's has the write lock from its first statement. On PostgreSQL the table of tickets is held against writers, and the audit trail is taken only if it is
    /// free at once: whoever holds it may be waiting for a ticket. So nobody ever waits for somebody who waits for him.
    /// </remarks>
    private async Task<IDbContextTransaction> TakeTurnAsync(HubDbContext db, CancellationToken token)
    {
        for (var turn = 0; turn < Turns; turn++)
        {
            var transaction = await db.Database.BeginTransactionAsync(token);
            if (!db.Database.IsNpgsql())
            {
                return transaction;
            }

            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AmendmentLock})", token);
            await db.Database.ExecuteSqlRawAsync("LOCK TABLE tickets IN SHARE ROW EXCLUSIVE MODE", token);
            if (await AuditTrail.TryQueueAsync(db, token))
            {
                return transaction;
            }

            await transaction.DisposeAsync();
            await Task.Delay(BetweenTurns, clock, token);
        }

        throw CalendarException.Of("Busy");
    }

    private static async Task<List<StoredMove>> CollectAsync(HubDbContext db, Reach reach, Basis after, CancellationToken token)
    {
        var moves = new List<StoredMove>();
        await foreach (var ticket in RunningTickets.ReadAsync(db, reach, Share.Whole, token))
        {
            if (Amendment.Recount(ticket.Running, after) is MovedTicket change)
            {
                moves.Add(StoredMove.Of(ticket, change));
            }
        }

        return moves;
    }
}

/// <summary>What an amendment would do, for a person to approve.</summary>
/// <param name="BasedOn">The version it was computed from.</param>
/// <param name="Becomes">The version after it.</param>
/// <param name="Open">Open tickets in all.</param>
/// <param name="Moved">Tickets with at least one date that moves.</param>
public sealed record AmendmentPreview(Amendment Amendment, string BasedOn, string Becomes, int Open, int Moved, IReadOnlyList<MovedDate> Dates);

/// <summary>One date that would move.</summary>
/// <param name="Headline">True where it is the ticket's own date afterwards.</param>
public readonly record struct MovedDate(string Ticket, string? Bureau, string Rule, DateOnly From, DateOnly To, bool Headline);
