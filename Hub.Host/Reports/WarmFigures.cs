using Hub.Domain;
using Hub.Host.Storage;
using Hub.Host.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Reports;

/// <summary>In a large store, counts the last two years once after the start, so that the first person to open the reports or the overview waits for nothing.</summary>
public sealed partial class WarmFigures(Database database, PlannerStatistics statistics, ReceivedFigures received, MonthFigures months, TimeProvider clock, ILogger<WarmFigures> logger) : BackgroundService
{
    /// <summary>Fewer tickets are counted while somebody waits.</summary>
    private const int Many = 50_000;

    private const int Months = 12;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start must not wait for the first read.
        await Task.Yield();
        try
        {
            await statistics.RefreshAsync(stoppingToken);
            await using var db = database.Open();
            if (await db.Tickets.MaxAsync(t => (long?)t.Id, stoppingToken) is null or < Many)
            {
                return;
            }

            var today = Wita.DateOf(clock.GetUtcNow());
            await months.LastAsync(Months, today, stoppingToken);
            await received.WarmAsync(new Period(new DateOnly(today.Year - 1, 1, 1), Period.MonthOf(today).To), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops; whoever looks later counts.
        }
        catch (Exception e) when (StoreTrouble.Is(e))
        {
            Log.NotWarmed(logger, StoreTrouble.Say(e));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 7301, Level = LogLevel.Warning, Message = "Figures not counted ahead: {Cause}")]
        public static partial void NotWarmed(ILogger logger, string cause);
    }
}
