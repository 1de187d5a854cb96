using Hub.Host.Storage;
using Hub.Host.Storage.Sqlite;
using Hub.Host.Work;
using Hub.Tests.Host.Deadlines;
using Hub.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Storage;

public sealed class PlannerStatisticsTests
{
    [Fact]
    public async Task A_store_that_has_grown_is_looked_at_and_a_small_one_is_left_alone()
    {
        Need.SqliteFile();
        await using var hub = await HubFixture.StartAsync();
        await AmendedTickets.OpenAsync(hub.Database, hub.Get<LawInForce>(), 1);
        await PlannerStatistics.RefreshAsync(hub.Database, CancellationToken.None);
        (await LinesAsync(hub)).ShouldBe(0);

        await AmendedTickets.MultiplyAsync(hub.Database, 6_000);
        await using (var db = hub.Database.Open())
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM sqlite_stat1;");
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        }

        await PlannerStatistics.RefreshAsync(hub.Database, CancellationToken.None);
        (await LinesAsync(hub)).ShouldBePositive();
    }

    private static async Task<int> LinesAsync(HubFixture hub)
    {
        await using var db = hub.Database.Open();
        var known = await db.Database.SqlQuery<int>($"SELECT count(*) AS Value FROM sqlite_master WHERE name = 'sqlite_stat1'").SingleAsync();
        return known == 0 ? 0 : await db.Database.SqlQuery<int>($"SELECT count(*) AS Value FROM sqlite_stat1 WHERE tbl = 'tickets'").SingleAsync();
    }
}
