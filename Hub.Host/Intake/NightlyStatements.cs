using Hub.Connectors;
using Hub.Host.Foundation;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>Makes every source's statement at night; a source that cannot be read gets none, and its alarm says why.</summary>
internal sealed partial class NightlyStatements(Reconciler reconciler, Database database, TimeProvider clock, ILogger<NightlyStatements> log)
{
    /// <summary>A run that strikes at the same time ends within this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const int MostTries = 15;

    public async Task RunAsync(CancellationToken token)
    {
        await using var db = database.Open();
        foreach (var source in await db.Sources.AsNoTracking().Select(s => s.Name).ToListAsync(token))
        {
            for (var tries = 1; !await StateAsync(source, tries, token); tries++)
            {
                await Task.Delay(Patience, clock, token);
            }
        }
    }

    /// <returns>False while a run of the source is going on.</returns>
    private async Task<bool> StateAsync(string source, int tries, CancellationToken token)
    {
        try
        {
            await reconciler.StateAsync(source, token);
            return true;
        }
        catch (TicketRefusal) when (tries < MostTries)
        {
            return false;
        }
        catch (Exception e) when (e is ConnectorFailure or SourceUnusable or TicketRefusal)
        {
            LogNone(source, e.Message);
            return true;
        }
    }

    [LoggerMessage(160, LogLevel.Warning, "No statement of {Source}: {Cause}")]
    private partial void LogNone(string source, string cause);
}
