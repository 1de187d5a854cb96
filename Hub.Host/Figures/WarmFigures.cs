using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Storage;
using Hub.Host.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>After the start and every hour makes a large store ready to be asked: the planner learns its size, and the last two years are counted, so that whoever opens reports or overview waits for nothing.</summary>
public sealed partial class WarmFigures(Database database, ReceivedFigures received, MonthFigures months, TimeProvider clock, ILogger<WarmFigures> log) : BackgroundService
{
    /// <summary>Fewer tickets are counted while somebody waits.</summary>
    private const int Many = 50_000;

    private const int Months = 12;

    private static readonly TimeSpan Pace = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start must not wait for the first read.
        await Task.Yield();
        await Turns.TakeAsync(Pace, clock, TurnAsync, LogBroken, stoppingToken);
    }

    private async Task TurnAsync(CancellationToken token)
    {
        await PlannerStatistics.RefreshAsync(database, token);
        await using var db = database.Open();
        if (await db.Tickets.MaxAsync(t => (long?)t.Id, token) is null or < Many)
        {
            return;
        }

        var today = Wita.DateOf(clock.GetUtcNow());
        await months.LastAsync(Months, today, token);
        await received.WarmAsync(new Period(new DateOnly(today.Year - 1, 1, 1), Period.MonthOf(today).To), token);
    }

    [LoggerMessage(7301, LogLevel.Error, "Counting figures ahead broke off and goes on in an hour")]
    private partial void LogBroken(Exception exception);
}
