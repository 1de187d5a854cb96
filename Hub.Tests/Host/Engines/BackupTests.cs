using Hub.Host.Foundation;
using Hub.Host.Intake;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Watch;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Engines;

public sealed class BackupTests
{
    [Fact]
    public async Task A_copy_made_while_the_hub_writes_is_whole_and_a_hub_starts_on_it()
    {
        using var copies = new TemporaryFolder();
        using var restored = new TemporaryFolder();
        await using (var hub = await HubFixture.StartAsync(Scenes.Sihab()))
        {
            await hub.Get<Ledger>().StoreAsync("sihab", [Item(0)], quiet: false, Token);
            using var enough = new CancellationTokenSource();
            var writing = Task.Run(() => WriteAsync(hub, enough.Token), Token);
            for (var i = 0; i < 4; i++)
            {
                await hub.Get<Backup>().MakeAsync(Path.Combine(copies.Path, $"{i}"), keep: 1, Token);
            }

            await enough.CancelAsync();
            await writing;
        }

        Copy(Directory.GetDirectories(Path.Combine(copies.Path, "3")).ShouldHaveSingleItem(), restored.Path);
        await using var again = await HubFixture.StartAsync(Scenes.Sihab(), folder: restored);
        await using var db = again.Database.Open();
        (await db.Envelopes.CountAsync(Token)).ShouldBeGreaterThan(0);
    }

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

    private static async Task WriteAsync(HubFixture hub, CancellationToken enough)
    {
        for (var i = 1; !enough.IsCancellationRequested; i++)
        {
            await hub.Get<Ledger>().StoreAsync("sihab", [Item(i)], quiet: false, Token);
        }
    }

    private static Hub.Domain.Envelopes.Envelope Item(int i)
    {
        var raw = System.Text.Encoding.UTF8.GetBytes(Scenes.Proposal(i));
        return new() { Key = new($"sihab", $"{i}", Hub.Domain.Envelopes.Fingerprint.Of(raw)), MediaType = "application/json", Raw = raw, ReceivedAt = TimeProvider.System.GetUtcNow() };
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
