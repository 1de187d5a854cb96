using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Duties;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Duties;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.FollowUp;

/// <summary>Keeps the book of owed reports and reminds whoever owes one.</summary>
public sealed partial class DebtRun(Database database, DebtBook book, LawInForce law, OutboxWriter outbox, TimeProvider clock, ILogger<DebtRun> log)
{
    /// <summary>Three working days are never more calendar days, whatever holidays lie between.</summary>
    private const int LongestNotice = 21;

    /// <returns>How many debtors were reminded.</returns>
    public async Task<int> RunAsync(CancellationToken token)
    {
        try
        {
            await book.UpdateAsync(token);
            return ReminderLadder.IsOfficeHour(law.Calendar, clock.GetUtcNow()) ? await RemindAsync(token) : 0;
        }
        catch (DbUpdateException e)
        {
            // Another copy of the hub wrote the same debts; the next run goes on from there.
            LogPostponed(e.GetType().Name);
            return 0;
        }
    }

    private async Task<int> RemindAsync(CancellationToken token)
    {
        var now = clock.GetUtcNow();
        var today = Wita.DateOf(now);
        var horizon = today.AddDays(LongestNotice);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var told = 0;
        foreach (var debt in await db.Debts.Where(d => d.EndedAt == null && d.DueOn <= horizon).ToListAsync(token))
        {
            if (DebtReminder.Rung(debt.DueOn, today, law.Calendar) is { } rung && rung != debt.Reminded && await TellAsync(db, debt, rung, now, token))
            {
                told++;
            }
        }

        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        outbox.Wake();
        return told;
    }

    /// <returns>False where the debtor has no address: the room shows it, and the rung is sent as soon as there is one.</returns>
    private async Task<bool> TellAsync(HubDbContext db, StoredDebt debt, string rung, DateTimeOffset now, CancellationToken token)
    {
        var addresses = await db.Contacts.AsNoTracking().Where(c => c.Bureau == debt.Debtor && c.Role == ContactRole.Staff && c.BouncingSince == null).Select(c => c.Address).ToListAsync(token);
        foreach (var address in addresses)
        {
            await outbox.DebtAsync(db, debt, rung, address, now, token);
        }

        if (addresses.Count > 0)
        {
            (debt.Reminded, debt.RemindedAt) = (rung, now);
        }

        return addresses.Count > 0;
    }

    [LoggerMessage(188, LogLevel.Information, "The book of owed reports is postponed to the next run: {Cause}")]
    private partial void LogPostponed(string cause);
}
