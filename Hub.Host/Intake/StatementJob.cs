using Hub.Connectors;
using Hub.Host.Foundation;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Hub.Host.Intake;

/// <summary>Makes every source's statement at night; a source that cannot be read gets none, and its alarm says why.</summary>
[DisallowConcurrentExecution]
internal sealed partial class StatementJob(Reconciler reconciler, Database database, ILogger<StatementJob> log) : IJob
{
    /// <summary>23:30 WITA: the day is over for the offices.</summary>
    public const string Cron = "0 30 23 * * ?";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await using var db = database.Open();
        foreach (var source in await db.Sources.AsNoTracking().Select(s => s.Name).ToListAsync(cancellationToken))
        {
            try
            {
                await reconciler.StateAsync(source, cancellationToken);
            }
            catch (Exception e) when (e is ConnectorFailure or SourceUnusable or TicketRefusal)
            {
                LogNone(source, e.Message);
            }
        }
    }

    [LoggerMessage(160, LogLevel.Warning, "No statement of {Source}: {Cause}")]
    private partial void LogNone(string source, string cause);
}
