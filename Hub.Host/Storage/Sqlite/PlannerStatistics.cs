using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Storage.Sqlite;

/// <summary>
/// Tells SQLite how large its tables are and how their indexes divide them, after the start and every hour: without that a report of a year among a million tickets is read by the
/// wrong index and takes minutes. PostgreSQL does the same by itself.
/// </summary>
public sealed partial class PlannerStatistics(Database database, TimeProvider clock, ILogger<PlannerStatistics> logger) : BackgroundService
{
    /// <summary>In a smaller store every plan is quick.</summary>
    private const int Many = 5_000;

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Looks at tables that have grown or were never looked at; SQLite bounds the work itself (<c>PRAGMA optimize</c>, all tables, limited analysis).</summary>
    public async Task RefreshAsync(CancellationToken token)
    {
        await using var db = database.Open();
        if (database.Kind == StoreKind.Sqlite && await db.Tickets.MaxAsync(t => (long?)t.Id, token) is > Many)
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA optimize=0x10002;", token);
            // A connection reads the statistics when it opens: those that lie ready know the old ones.
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Every, clock, stoppingToken);
                await RefreshAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (StoreTrouble.Is(e))
            {
                LogNotRefreshed(StoreTrouble.Say(e));
            }
        }
    }

    [LoggerMessage(EventId = 7302, Level = LogLevel.Warning, Message = "Statistics for the query planner not refreshed: {Cause}")]
    private partial void LogNotRefreshed(string cause);
}
