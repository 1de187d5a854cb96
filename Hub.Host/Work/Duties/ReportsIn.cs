using Hub.Domain.Duties;
using Hub.Domain.Submissions;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Duties;

/// <summary>Which reports of a duty have come in, by debtor and period, from the tickets that they became.</summary>
public sealed class ReportsIn(DebtorNames names, ReporterMarks marks)
{
    /// <summary>Duty and period stand at the beginning of a letter.</summary>
    private const int Beginning = 1000;

    /// <param name="since">No report for a period before it is looked for.</param>
    /// <returns>The report that completed it; none where a part of it is still missing at its source.</returns>
    internal async Task<IReadOnlyDictionary<(string Debtor, DateOnly Period), ReportIn>> ForAsync(HubDbContext db, PeriodicDuty duty, DateOnly since, CancellationToken token)
    {
        var from = Hub.Domain.Wita.StartOf(since);
        var rows = await db.Tickets.AsNoTracking()
            .Where(t => t.ReceivedAt >= from && (duty.System == null ? t.Kind == SubmissionKind.Report : t.System == duty.System))
            .Select(t => new
            {
                t.Number, t.Title, Body = t.Body.Substring(0, Beginning), t.Organisation, t.SourceState, t.ReceivedAt,
                Sender = db.Reporters.Where(r => r.TicketId == t.Id).Select(r => r.Lookup).FirstOrDefault(),
            })
            .ToListAsync(token);
        var answers = await DebtorNames.AnswersAsync(db, duty.Code, token);
        var senders = duty.System is null ? await SendersAsync(db, token) : [];
        var read =
            from row in rows
            let text = $"{row.Title}\n{row.Body}"
            where duty.Words.All(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))
            let period = PeriodWords.Read(row.Title, duty.Cycle) ?? PeriodWords.Read(text, duty.Cycle)
            let debtor = names.Find(row.Organisation, answers) ?? (row.Sender is null ? null : senders.GetValueOrDefault(row.Sender))
            where period is not null && debtor is not null
            group new ReportIn(row.Number, row.ReceivedAt, IsIn: duty.System is null || row.SourceState != SourceState.Open) by (debtor, period.Value);
        return read.Where(parts => parts.All(p => p.IsIn)).ToDictionary(parts => parts.Key, parts => parts.MaxBy(p => p.At)!);
    }

    /// <summary>Whose contact an address is, by its mark.</summary>
    private async Task<Dictionary<string, string>> SendersAsync(HubDbContext db, CancellationToken token) =>
        (await db.Contacts.AsNoTracking().Where(c => c.Bureau != null).Select(c => new { c.Address, c.Bureau }).ToListAsync(token))
            .GroupBy(c => marks.OfAddress(c.Address)!, StringComparer.Ordinal).Where(g => g.Select(c => c.Bureau).Distinct().Count() == 1).ToDictionary(g => g.Key, g => g.First().Bureau!, StringComparer.Ordinal);
}

/// <summary>A report that became a ticket.</summary>
/// <param name="IsIn">It is handed in; at its source an empty place stands as an open item.</param>
internal sealed record ReportIn(string Number, DateTimeOffset At, bool IsIn);
