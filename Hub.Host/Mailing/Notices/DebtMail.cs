using System.Globalization;
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

/// <summary>The mail to whoever owes a periodic report. It concerns no ticket.</summary>
internal static class DebtMail
{
    /// <param name="payload"><see cref="NoticePayload.Target"/> is the debt.</param>
    /// <returns>Held where the report came meanwhile.</returns>
    public static async Task<ComposedNotice> ComposeAsync(
        HubDbContext db, OutboxMessage row, NoticePayload payload, HubOptions options, OfficeRegister offices, IStringLocalizer<NoticeTexts> texts, CancellationToken token)
    {
        var id = long.Parse(payload.Target!, CultureInfo.InvariantCulture);
        if (await db.Debts.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id && d.EndedAt == null, token) is not { } debt)
        {
            return new ComposedNotice(null, Said.Of<HeldTexts>("DebtEnded"));
        }

        var duty = await db.Duties.AsNoTracking().SingleAsync(d => d.Code == debt.Duty, token);
        var (period, due) = (PeriodOf(duty.Cycle, debt.Period, texts), OfficeDates.Day(debt.DueOn));
        var notice = new Notice
        {
            Subject = texts["DebtSubject", duty.Name, period, due],
            Lead = texts[Wita.DateOf(row.CreatedAt) > debt.DueOn ? "DebtLeadLate" : "DebtLead", duty.Name, period, due],
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
        return new ComposedNotice(
            new OutgoingMail
            {
                MessageId = row.MessageId,
                From = new MailAddress(options.Mail!.FromName, options.Mail.From),
                To = [new MailAddress(null, row.Recipient)],
                Subject = notice.Subject,
                Text = notice.ToText(),
                Html = notice.ToHtml(),
                Headers = [new("X-Hub-Notice", row.Purpose.ToString())],
            },
            null);
    }

    private static string PeriodOf(DutyCycle cycle, DateOnly period, IStringLocalizer<NoticeTexts> texts) =>
        texts[$"Period{cycle}", cycle.NumberOf(period), period.Year, OfficeDates.Month(period)];
}
