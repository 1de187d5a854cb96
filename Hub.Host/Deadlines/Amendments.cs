using Hub.Domain.Deadlines;
using Hub.Host.Audit;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Deadlines;

/// <summary>Puts a new act into the calendar (R23): first shows every open ticket whose date would move, then moves them all in one transaction or none.</summary>
public sealed class Amendments(Database database, Calendars calendars, Standards standards, AuditTrail audit, TimeProvider clock)
{
    // Any number that nothing else locks.
    private const long AmendmentLock = 7_302_641_002;

    /// <summary>What the act would move. Nothing is stored.</summary>
    /// <exception cref="CalendarException">The act does not fit the calendar; the message says why.</exception>
    public async Task<AmendmentPreview> PreviewAsync(CalendarAct act, CancellationToken token)
    {
        var before = calendars.Current;
        var after = before.With(act);
        var dates = new List<MovedDate>();
        var (open, moved) = (0, 0);
        await using var db = database.Open();
        await foreach (var ticket in RunningTickets.ReadAsync(db, token))
        {
            open++;
            if (Amendment.Recount(ticket.Running, standards, after) is MovedTicket change && change.Moves.Any())
            {
                moved++;
                dates.AddRange(change.Moves.Select(m => new MovedDate(ticket.Number, ticket.Bureau, m.New.Rule, m.Old.Deadline.DueOn, m.New.Deadline.DueOn, m.New.Binding)));
            }
        }

        return new AmendmentPreview(act, before.Version, after.Version, open, moved, dates);
    }

    /// <summary>Applies an act that was previewed and approved. Old dates stay on each ticket's record; one audit entry carries the act.</summary>
    /// <param name="act">As previewed.</param>
    /// <param name="basedOn">The calendar version that the preview was made on.</param>
    /// <param name="actor">Who approved.</param>
    /// <param name="progress">Told the number of tickets written so far, inside the transaction.</param>
    /// <returns>How many tickets changed.</returns>
    /// <exception cref="CalendarException">The act does not fit, or the calendar has changed since the preview.</exception>
    public async Task<int> ApplyAsync(CalendarAct act, string basedOn, string actor, IProgress<int>? progress, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await TakeTurnAsync(db, token);
        var before = await Calendars.ReadAsync(db, token);
        if (before.Version != basedOn)
        {
            throw new CalendarException("Kalender sudah berubah sejak pratinjau; buat pratinjau lagi.");
        }

        var after = before.With(act);
        db.Settings.Add(new Setting { Name = Calendars.ActPrefix + act.Id, Value = act.ToJson() });
        await db.SaveChangesAsync(token);
        var moves = await CollectAsync(db, after, token);
        await MovedTicketWriter.WriteAsync(db, moves, act, actor, clock.GetUtcNow(), progress, token);
        await audit.WriteAsync(db, actor, "calendar.amended", act.Id, $"{act.Number}; {basedOn} -> {after.Version}; {moves.Count} tiket", token);
        await transaction.CommitAsync(token);
        calendars.Use(after);
        return moves.Count;
    }

    /// <summary>Two approvals at once: the second waits here, and then sees another calendar than its preview did. SQLite's transaction has the write lock already.</summary>
    private static async Task TakeTurnAsync(HubDbContext db, CancellationToken token)
    {
        if (db.Database.IsNpgsql())
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({AmendmentLock})", token);
        }
    }

    private async Task<List<StoredMove>> CollectAsync(HubDbContext db, WorkingCalendar after, CancellationToken token)
    {
        var moves = new List<StoredMove>();
        await foreach (var ticket in RunningTickets.ReadAsync(db, token))
        {
            if (Amendment.Recount(ticket.Running, standards, after) is MovedTicket change)
            {
                moves.Add(StoredMove.Of(ticket, change));
            }
        }

        return moves;
    }
}

/// <summary>What an act would do, for a person to approve.</summary>
/// <param name="BasedOn">The calendar version it was computed from.</param>
/// <param name="Becomes">The version after the act.</param>
/// <param name="Open">Open tickets looked at.</param>
/// <param name="Moved">Tickets with at least one date that moves.</param>
public sealed record AmendmentPreview(CalendarAct Act, string BasedOn, string Becomes, int Open, int Moved, IReadOnlyList<MovedDate> Dates);

/// <summary>One date that would move.</summary>
/// <param name="Headline">True where it is the ticket's own date afterwards.</param>
public sealed record MovedDate(string Ticket, string? Bureau, string Rule, DateOnly From, DateOnly To, bool Headline);
