using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Intake;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Deadlines;
using Hub.Host.Work.Offices;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.FollowUp;

/// <summary>
/// What waits for a setting moves when the setting is there, by whichever way it came: an accusation of the bureau that verifies, for the inspectorate's address; tickets of whom nobody was
/// reached, for an address; items from before the first calendar, for its year. Debts and mails wait in runs of their own (<see cref="DebtRun"/>, the outbox), provisional dates in the recounts.
/// </summary>
public sealed partial class WaitingRun(
    Database database, BasisInForce basis, LawInForce law, TicketRoad road, OutboxWriter outbox, QuarantineDesk quarantine, TimeProvider clock, ILogger<WaitingRun> log)
{
    private const string ReachedMark = "waiting-reached";
    private const string CalendarMark = "waiting-calendar";
    private const int Portion = 200;

    private static readonly TicketStatus[] Open = [.. Enum.GetValues<TicketStatus>().Where(s => s.IsOpen())];

    /// <returns>How many tickets and items were moved or told of.</returns>
    public async Task<int> RunAsync(CancellationToken token)
    {
        // Another hub may have approved the calendar.
        await basis.LoadAsync(token);
        return await HandOverAsync(token) + await TellAsync(token) + await ReadAgainAsync(token);
    }

    private async Task<int> HandOverAsync(CancellationToken token)
    {
        await using var db = database.Open();
        if (await OfficeRegister.FindAsync(db, Office.Inspectorate, token) is not { IsReached: true })
        {
            return 0;
        }

        var handed = 0;
        foreach (var number in await Accusing(db).Select(t => t.Number).ToListAsync(token))
        {
            try
            {
                await road.ChangeAsync(number, new TicketChange.Assign(Office.Inspectorate, null, null), new Actor.Hub(), null, token);
                handed++;
            }
            catch (TicketRefusal e)
            {
                // Somebody changed it a moment ago; the next run looks again.
                LogLeft(number, e.Message);
            }
        }

        return handed;
    }

    private static IQueryable<Ticket> Accusing(HubDbContext db) => db.Tickets.Where(t => t.AccusesVerifier && t.Bureau == null && t.MergedInto == null && Open.Contains(t.Status));

    /// <summary>Whoever comes where nobody was reached hears of all that is held there.</summary>
    private async Task<int> TellAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var reached = await db.Contacts.Where(c => c.BouncingSince == null && (c.Role == ContactRole.Leadership || (c.Role == ContactRole.Staff && c.Bureau != null)))
            .Select(c => c.Role == ContactRole.Leadership ? "" : c.Bureau!).Distinct().OrderBy(b => b).ToListAsync(token);
        var told = 0;
        if (await ReadAsync(db, ReachedMark, token) is { } before)
        {
            foreach (var holder in reached.Except(before.Split(',')))
            {
                told += await TellAsync(holder, token);
            }
        }

        // Written last: a run that is cut off tells the rest the next time, and nobody twice.
        await KeepAsync(db, ReachedMark, string.Join(',', reached.Prepend("-")), token);
        return told;
    }

    /// <param name="holder">A bureau or an office; empty for the leadership, which hears of what accuses the verifier.</param>
    private async Task<int> TellAsync(string holder, CancellationToken token)
    {
        var isTriager = holder == Owners.Triagers(law.Catalogue);
        var (last, told) = (0L, 0);
        while (true)
        {
            await using var db = database.Open();
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            var held = holder.Length == 0 ? Accusing(db) : db.Tickets.Where(t => t.MergedInto == null && Open.Contains(t.Status) && (t.Bureau == holder || (isTriager && t.Bureau == null)));
            var tickets = await held.Where(t => t.Id > last).OrderBy(t => t.Id).Take(Portion).ToListAsync(token);
            if (tickets.Count == 0)
            {
                return told;
            }

            foreach (var ticket in tickets)
            {
                await (holder.Length == 0 ? outbox.LeadershipAsync(db, ticket, clock.GetUtcNow(), token) : outbox.TicketAssignedAsync(db, ticket, clock.GetUtcNow(), token));
            }

            await db.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
            outbox.Wake();
            (last, told) = (tickets[^1].Id, told + tickets.Count);
        }
    }

    /// <summary>Another calendar reaches to other years: what lay outside the last one is read again.</summary>
    private async Task<int> ReadAgainAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var span = $"{law.Calendar.FirstDay:yyyy-MM-dd}/{law.Calendar.LastDay:yyyy-MM-dd}";
        var released = 0;
        if (await ReadAsync(db, CalendarMark, token) is { } before && before != span)
        {
            foreach (var source in await db.Envelopes.Where(e => e.CauseCode == Trouble.NoCalendar && e.Status == Hub.Domain.Envelopes.EnvelopeStatus.Quarantined).Select(e => e.Source).Distinct().ToListAsync(token))
            {
                released += await quarantine.RetryAllAsync(source, Trouble.NoCalendar, new Actor.Hub().Name, token);
            }
        }

        await KeepAsync(db, CalendarMark, span, token);
        return released;
    }

    private static Task<string?> ReadAsync(HubDbContext db, string mark, CancellationToken token) =>
        db.Marks.AsNoTracking().Where(m => m.Name == mark).Select(m => m.Value).FirstOrDefaultAsync(token);

    private static async Task KeepAsync(HubDbContext db, string mark, string value, CancellationToken token)
    {
        if (await ReadAsync(db, mark, token) != value)
        {
            await db.KeepAsync(mark, value, token);
        }
    }

    [LoggerMessage(190, LogLevel.Information, "Ticket {Number} is not handed over: {Cause}")]
    private partial void LogLeft(string number, string cause);
}
