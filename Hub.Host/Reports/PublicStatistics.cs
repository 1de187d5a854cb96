using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Deadlines;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Reports;

/// <summary>The year's figures for everybody: by bureau, nothing personal, counted at most once in ten minutes.</summary>
public sealed class PublicStatistics(Database database, BasisInForce basis, TimeProvider clock)
{
    /// <summary>Counts below this are not told.</summary>
    public const int Smallest = 5;

    private static readonly TimeSpan Keeps = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim gate = new(1, 1);
    private (DateTimeOffset At, YearFigures Figures)? kept;

    public async Task<YearFigures> ReadAsync(CancellationToken token)
    {
        await gate.WaitAsync(token);
        try
        {
            var now = clock.GetUtcNow();
            if (kept is not { } known || now - known.At > Keeps || known.Figures.Year != Wita.DateOf(now).Year)
            {
                kept = known = (now, await CountAsync(now, token));
            }

            return known.Figures;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <returns>The number, or null when it is too small to tell.</returns>
    public static int? Tell(int count) => count is > 0 and < Smallest ? null : count;

    private async Task<YearFigures> CountAsync(DateTimeOffset now, CancellationToken token)
    {
        var year = Wita.DateOf(now).Year;
        var start = Wita.StartOf(new DateOnly(year, 1, 1)).ToUniversalTime();
        var bureaus = new Dictionary<string, FigureTally>(StringComparer.Ordinal);
        await using var db = database.Open();
        var rows = db.Tickets.AsNoTracking().Where(t => t.ReceivedAt >= start && t.Bureau != null)
            .Select(t => new FigureRow(t.Bureau, t.Status, t.ReceivedAt, t.LateAt, t.FirstResponseAt, t.ResolvedAt ?? t.ClosedAt, t.Reopened));
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(token))
        {
            var tally = bureaus.TryGetValue(row.Group!, out var known) ? known : bureaus[row.Group!] = new FigureTally();
            tally.Add(row, now, basis.Calendar);
        }

        return new YearFigures(year, now, bureaus);
    }
}

/// <summary>A year's figures by bureau code.</summary>
public sealed record YearFigures(int Year, DateTimeOffset CountedAt, IReadOnlyDictionary<string, FigureTally> Bureaus);
