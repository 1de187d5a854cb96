using Hub.Domain;
using Hub.Host.Storage.Rows;
using Hub.Host.Watch;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

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

    [Fact]
    public async Task Two_years_of_a_moved_clock_leave_as_much_as_one()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
        await using var hub = await HubFixture.StartAsync(Scenes.Sihab(), builder => builder.Services.AddSingleton<TimeProvider>(clock));
        string user;
        await using (var db = hub.Database.Open())
        {
            var person = new User { UserName = "siti", Email = "siti@setda.contoh" };
            db.Set<User>().Add(person);
            await db.SaveChangesAsync(Token);
            user = person.Id;
        }

        var weeks = new List<int>();
        for (var week = 0; week < 110; week++)
        {
            await LiveAsync(hub, clock, user);
            await hub.Get<Pruning>().PruneAsync(Token);
            weeks.Add(await RowsAsync(hub));
        }

        weeks[^1].ShouldBe(weeks[54], "what does not grow with tickets stands still after a year");
    }

    /// <summary>A week without an item: runs, a digest, an alarm that ends, a sign-in, a link.</summary>
    private static async Task LiveAsync(HubFixture hub, FakeTimeProvider clock, string user)
    {
        await using var db = hub.Database.Open();
        for (var day = 0; day < 7; day++)
        {
            clock.Advance(TimeSpan.FromDays(1));
            var now = clock.GetUtcNow();
            db.Runs.Add(new Run { Source = "sihab", PlannedAt = now, StartedAt = now, EndedAt = now, Trigger = "schedule", Outcome = day == 3 ? RunOutcome.Failed : RunOutcome.Succeeded });
            db.Outbox.Add(new OutboxMessage
            {
                Key = $"digest/{now:O}", Channel = OutboxChannel.Mail, Recipient = "staf.kesra@setda.contoh", Purpose = NoticePurpose.Digest, Payload = "{}", MessageId = $"digest-{now:yyyyMMdd}@hub", State = OutboxState.Sent, DueAt = now, CreatedAt = now, SentAt = now,
            });
        }

        var at = clock.GetUtcNow();
        db.Alarms.Add(new Alarm { Family = "watchdog", Key = $"source-failing:{at:O}", Code = "source-failing", Subject = "sihab", Cause = Said.Quote("x"), NextStep = Said.Quote("y"), FirstSeenAt = at, LastSeenAt = at, EndedAt = at });
        db.Set<UserSession>().Add(new UserSession { Id = Guid.NewGuid(), UserId = user, StartedAt = at, SeenAt = at, Agent = "uji" });
        db.Set<SignInLink>().Add(new SignInLink { Hash = $"{at:O}", UserId = user, Purpose = LinkPurpose.SignIn, ExpiresAt = at.AddMinutes(10) });
        await db.SaveChangesAsync(Token);
    }

    private static async Task<int> RowsAsync(HubFixture hub)
    {
        await using var db = hub.Database.Open();
        return await db.Runs.CountAsync(Token) + await db.Outbox.CountAsync(Token) + await db.Alarms.CountAsync(Token) + await db.Set<UserSession>().CountAsync(Token) + await db.Set<SignInLink>().CountAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
