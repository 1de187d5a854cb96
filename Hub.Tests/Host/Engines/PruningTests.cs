using Hub.Host.Storage.Rows;
using Hub.Host.Watch;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Engines;

public sealed class PruningTests
{
    [Fact]
    public async Task Runs_that_brought_nothing_go_after_a_week_but_the_last_one_stays()
    {
        await using var hub = await HubFixture.StartAsync(Scenes.Sihab());
        var now = TimeProvider.System.GetUtcNow();
        await using (var db = hub.Database.Open())
        {
            foreach (var (days, taken) in new[] { (30, 0), (20, 3), (9, 0), (8, 0) })
            {
                db.Runs.Add(new Run { Source = "sihab", PlannedAt = now.AddDays(-days), StartedAt = now.AddDays(-days), EndedAt = now.AddDays(-days), Trigger = "schedule", Outcome = RunOutcome.Succeeded, Taken = taken });
            }

            await db.SaveChangesAsync(Token);
        }

        (await hub.Get<Pruning>().PruneAsync(Token)).ShouldBe(2);

        await using var after = hub.Database.Open();
        (await after.Runs.OrderBy(r => r.Id).Select(r => r.Taken).ToListAsync(Token)).ShouldBe([3, 0]);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
