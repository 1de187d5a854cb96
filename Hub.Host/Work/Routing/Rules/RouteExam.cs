using Hub.Domain.Routing.Review;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Routing.Rules;

/// <summary>The office's own exam: each confirmation and each correction of the last month says how the router did. Counts only, so tickets of protected reporters count too.</summary>
public sealed class RouteExam(Database database, TimeProvider clock)
{
    /// <summary>The newest; more say nothing more of a month.</summary>
    public const int Most = 20_000;

    public async Task<RouteExamReport> OfAsync(CancellationToken token)
    {
        var since = clock.GetUtcNow() - RuleFigures.Period;
        await using var db = database.Open();
        var tickets = await db.Tickets.AsNoTracking().Where(t => t.ReceivedAt >= since && !t.IsStub).OrderByDescending(t => t.Id).Take(Most)
            .Select(t => new { t.Route, t.Bureau, t.Status, IsAnswered = t.FirstResponseAt != null, t.Source, IsOffice = t.Organisation != null || t.LetterNumber != null }).ToListAsync(token);
        var rows = tickets.ConvertAll(t => new ExamRow(t.Route, t.Bureau, t.Status, t.IsAnswered, t.Source, t.IsOffice));
        return new RouteExamReport(
            ExamLine.Of(null, rows),
            Lines(rows, r => r.Mark == ExamMark.Wrong ? r.Route.Bureau : r.Bureau),
            Lines(rows, r => r.Source),
            Lines(rows, r => r.IsOffice ? "office" : "person"));
    }

    private static IReadOnlyList<ExamLine> Lines(List<ExamRow> rows, Func<ExamRow, string?> key) =>
        [.. rows.GroupBy(key, StringComparer.Ordinal).Select(g => ExamLine.Of(g.Key, [.. g])).OrderByDescending(l => l.Right + l.Wrong + l.Triaged + l.Open).ThenBy(l => l.Key, StringComparer.Ordinal)];
}

/// <summary>How the router did in the last month.</summary>
/// <param name="Bureaus">By the bureau that has it; what was wrong counts for the bureau that it was sent to.</param>
/// <param name="Writers"><c>office</c> and <c>person</c>.</param>
public sealed record RouteExamReport(ExamLine All, IReadOnlyList<ExamLine> Bureaus, IReadOnlyList<ExamLine> Sources, IReadOnlyList<ExamLine> Writers);
