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
public sealed class DebtRun(Database database, DebtBook book, LawInForce law, OutboxWriter outbox, TimeProvider clock)
{
    /// <summary>Three working days are never more calendar days, whatever holidays lie between.</summary>
    private const int LongestNotice = 21;

    /// <returns>How many addresses were reminded.</returns>
    public async Task<int> RunAsync(CancellationToken token)
    {
        await book.UpdateAsync(token);
        return ReminderLadder.IsOfficeHour(law.Calendar, clock.GetUtcNow()) ? await RemindAsync(token) : 0;
    }

    private async Task<int> RemindAsync(CancellationToken token)
    {
        var now = clock.GetUtcNow();
        var today = Wita.DateOf(now);
        var horizon = today.AddDays(LongestNotice);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var due = (await db.Debts.Where(d => d.EndedAt == null && d.DueOn <= horizon).ToListAsync(token))
            .Select(d => (Debt: d, Rung: DebtReminder.Rung(d.DueOn, today, law.Calendar))).Where(d => d.Rung is not null && d.Rung != d.Debt.Reminded).ToList();
        var told = 0;
        foreach (var address in await AddressesAsync(db, [.. due.Select(d => d.Debt.Debtor).Distinct(StringComparer.Ordinal)], token))
        {
            var owed = due.Where(d => address.Contains(d.Debt.Debtor)).ToList();
            if (await outbox.DebtsAsync(db, [.. owed.Select(d => d.Debt)], address.Key, now, token))
            {
                told++;
                owed.ForEach(d => (d.Debt.Reminded, d.Debt.RemindedAt) = (d.Rung, now));
            }
        }

        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        outbox.Wake();
        return told;
    }

    /// <summary>For whom each address stands. A debtor without one is reminded as soon as there is one; the room shows it.</summary>
    private static async Task<ILookup<string, string>> AddressesAsync(HubDbContext db, List<string> debtors, CancellationToken token) =>
        (await db.Contacts.AsNoTracking().Where(c => debtors.Contains(c.Bureau!) && c.Role == ContactRole.Staff && c.BouncingSince == null).ToListAsync(token)).ToLookup(c => c.Address, c => c.Bureau!, StringComparer.Ordinal);
}
