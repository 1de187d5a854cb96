using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Domain.Duties;
using Hub.Host.Foundation;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Offices;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Mailing.Notices;

/// <summary>The mail to whoever owes periodic reports: all of them in one, the oldest first. It concerns no ticket.</summary>
internal static class DebtMail
{
    /// <param name="payload"><see cref="NoticePayload.Lines"/> are the debts.</param>
    /// <returns>Held where every report came meanwhile.</returns>
    public static async Task<ComposedNotice> ComposeAsync(
        HubDbContext db, OutboxMessage row, NoticePayload payload, HubOptions options, OfficeRegister offices, IStringLocalizer<NoticeTexts> texts, CancellationToken token)
    {
        var ids = payload.Lines!;
        var debts = await db.Debts.AsNoTracking().Where(d => ids.Contains(d.Id) && d.EndedAt == null).OrderBy(d => d.DueOn).ThenBy(d => d.Id).ToListAsync(token);
        if (debts.Count == 0)
        {
            return new ComposedNotice(null, Said.Of<HeldTexts>("DebtEnded"));
        }

        var duties = await db.Duties.AsNoTracking().ToDictionaryAsync(d => d.Code, StringComparer.Ordinal, token);
        var notice = debts is [var only] ? One(only, duties[only.Duty], row, offices, texts) : Many(debts, duties, row, offices, texts);
        return new ComposedNotice(notice.ToMail(row, options), null);
    }

    private static Notice One(StoredDebt debt, StoredDuty duty, OutboxMessage row, OfficeRegister offices, IStringLocalizer<NoticeTexts> texts)
    {
        var (period, due) = (PeriodOf(duty.Cycle, debt.Period, texts), OfficeDates.Day(debt.DueOn));
        return new Notice
        {
            Subject = texts["DebtSubject", duty.Name, period, due],
            Lead = texts[IsLate(debt, row) ? "DebtLeadLate" : "DebtLead", duty.Name, period, due],
            Facts =
            [
                new(texts["DebtOf"], offices.NameOf(debt.Debtor)!),
                new(texts["DebtPeriod"], period),
                new(texts["Due"], due),
                new(texts["DebtKeeper"], offices.NameOf(duty.Keeper)!),
                .. duty.Basis is { } basis ? [new KeyValuePair<string, string>(texts["DebtBasis"], basis)] : Array.Empty<KeyValuePair<string, string>>(),
            ],
            Links = [],
            Footer = texts["DebtFooter"],
        };
    }

    private static Notice Many(IReadOnlyList<StoredDebt> debts, Dictionary<string, StoredDuty> duties, OutboxMessage row, OfficeRegister offices, IStringLocalizer<NoticeTexts> texts)
    {
        var late = debts.Count(d => IsLate(d, row));
        return new Notice
        {
            Subject = texts["DebtsSubject", debts.Count, late],
            Lead = texts["DebtsLead", debts.Count, late],
            Facts = [new(texts["DebtOf"], string.Join(", ", debts.Select(d => offices.NameOf(d.Debtor)).Distinct()))],
            Body = string.Join("\n", debts.Select(d => (string)texts["DebtsLine", duties[d.Duty].Name, PeriodOf(duties[d.Duty].Cycle, d.Period, texts), OfficeDates.Day(d.DueOn), offices.ShortNameOf(d.Debtor)!])),
            Links = [],
            Footer = texts["DebtFooter"],
        };
    }

    private static bool IsLate(StoredDebt debt, OutboxMessage row) => Wita.DateOf(row.CreatedAt) > debt.DueOn;

    private static string PeriodOf(DutyCycle cycle, DateOnly period, IStringLocalizer<NoticeTexts> texts) =>
        texts[$"Period{cycle}", cycle.NumberOf(period), period.Year, OfficeDates.Month(period)];
}
