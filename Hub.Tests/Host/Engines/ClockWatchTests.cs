using Hub.Host.Storage.Rows;
using Hub.Host.Watch;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Engines;

public sealed class ClockWatchTests
{
    [Fact]
    public async Task A_clock_three_days_ahead_and_back_is_told_once_each_way_and_nothing_waits_for_the_wrong_time()
    {
        var clock = new WrongClock();
        await using var hub = await HubFixture.StartAsync(configure: builder => builder.Services.AddSingleton<TimeProvider>(clock));
        await hub.Get<WatchdogWorker>().LookAsync(Token);
        clock.Wrong = TimeSpan.FromDays(3);
        clock.Advance(TimeSpan.FromMinutes(1));
        await hub.Get<WatchdogWorker>().LookAsync(Token);
        await using (var db = hub.Database.Open())
        {
            db.Outbox.Add(new OutboxMessage { Key = "uji", Channel = OutboxChannel.Mail, Recipient = "staf.kesra@setda.contoh", Purpose = NoticePurpose.Assigned, Payload = "{}", MessageId = "uji@hub", DueAt = clock.GetUtcNow(), CreatedAt = clock.GetUtcNow() });
            await db.SaveChangesAsync(Token);
        }

        clock.Wrong = TimeSpan.Zero;
        clock.Advance(TimeSpan.FromMinutes(1));
        await hub.Get<WatchdogWorker>().LookAsync(Token);

        await using var after = hub.Database.Open();
        (await after.Outbox.SingleAsync(m => m.Key == "uji", Token)).DueAt.ShouldBeLessThanOrEqualTo(clock.GetUtcNow());
        (await after.Alarms.Select(a => a.Code).Distinct().ToListAsync(Token)).ShouldBe(["clock-set"]);
    }

    [Fact]
    public async Task A_clock_that_time_synchronisation_moves_a_little_is_no_news()
    {
        var clock = new WrongClock();
        await using var hub = await HubFixture.StartAsync(configure: builder => builder.Services.AddSingleton<TimeProvider>(clock));
        await hub.Get<WatchdogWorker>().LookAsync(Token);

        clock.Wrong = TimeSpan.FromSeconds(-50);
        await hub.Get<WatchdogWorker>().LookAsync(Token);

        await using var db = hub.Database.Open();
        (await db.Alarms.CountAsync(Token)).ShouldBe(0);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
