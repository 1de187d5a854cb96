using Hub.Domain;
using Hub.Host.Storage;
using Hub.Host.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>Makes a large store ready to be asked: the planner learns its size, and the last two years are counted, so that whoever opens reports or overview waits for nothing.</summary>
public sealed class WarmFigures(Database database, ReceivedFigures received, MonthFigures months, TimeProvider clock)
{
    /// <summary>Fewer tickets are counted while somebody waits.</summary>
    private const int Many = 50_000;

    private const int Months = 12;

    public async Task TurnAsync(CancellationToken token)
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
}
