using Hub.Connectors;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>
/// Makes every source's statement of the night. Each is owed from its hour on until it is made: a run that strikes at the same time, a source that does not answer, a hub that stood still
/// only put it off.
/// </summary>
internal sealed partial class NightlyStatements(Reconciler reconciler, Database database, TimeProvider clock, ILogger<NightlyStatements> log)
{
    /// <summary>In office time.</summary>
    private static readonly TimeSpan Hour = new(23, 30, 0);

    public async Task RunAsync(CancellationToken token)
    {
        var (night, due) = LastNight(clock.GetUtcNow());
        await using var db = database.Open();
        var owed = await db.Sources.AsNoTracking()
            .Where(s => s.CreatedAt < due && !db.Statements.Any(made => made.Source == s.Name && made.Day >= night && made.MadeAt >= due))
            .OrderBy(s => s.Name).Select(s => s.Name).ToListAsync(token);
        foreach (var source in owed)
        {
            await TryAsync(source, night, token);
        }
    }

    /// <summary>The date whose statements are owed now, and since when.</summary>
    internal static (DateOnly Night, DateTimeOffset Due) LastNight(DateTimeOffset now)
    {
        var today = Wita.DateOf(now);
        var night = now >= Wita.StartOf(today) + Hour ? today : today.AddDays(-1);
        return (night, Wita.StartOf(night) + Hour);
    }

    private async Task TryAsync(string source, DateOnly night, CancellationToken token)
    {
        try
        {
            await reconciler.StateAsync(source, token, night);
        }
        catch (Exception e) when (e is ConnectorFailure or SourceUnusable or TicketRefusal)
        {
            // Its alarm says why; the statement stays owed.
            LogPutOff(source, e.Message);
        }
    }

    [LoggerMessage(160, LogLevel.Information, "The statement of {Source} is put off: {Cause}")]
    private partial void LogPutOff(string source, string cause);
}
