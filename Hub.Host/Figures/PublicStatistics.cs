using Hub.Domain;
using Hub.Domain.Catalogue;

namespace Hub.Host.Figures;

/// <summary>The year's figures for everybody: by bureau, nothing personal, counted at most once in ten minutes.</summary>
public sealed class PublicStatistics(ReceivedFigures received, ServiceCatalogue catalogue, TimeProvider clock)
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
        var figures = await received.ReadAsync([new Period(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31))], bureau => catalogue.FindBureau(bureau) is not null, [Dimension.Bureau], now, token);
        return new YearFigures(year, now, figures[0].Groups[Dimension.Bureau]);
    }
}

/// <summary>A year's figures by bureau code.</summary>
public sealed record YearFigures(int Year, DateTimeOffset CountedAt, IReadOnlyDictionary<string, FigureTally> Bureaus);
