using System.Net;
using System.Text.Json;
using Hub.Host.Foundation.Loops;
using Hub.Host.Watch;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Engines;

public sealed class SupervisorTests
{
    [Fact]
    public async Task A_loop_that_breaks_off_stands_up_again_and_harms_no_other()
    {
        var clock = new FakeTimeProvider();
        var book = new LoopBook(clock, NullLogger<LoopBook>.Instance);
        var (broken, well) = (0, 0);
        using var serving = new CancellationTokenSource();
        var supervisor = new Supervisor(
        [
            new Loop("broken", Pace.Every(TimeSpan.FromSeconds(1)), _ => ++broken < 4 ? throw new InvalidOperationException("store gone") : Task.CompletedTask),
            new Loop("well", Pace.Every(TimeSpan.FromSeconds(1)), _ => Task.FromResult(++well)),
        ],
        book, clock, serving.Token);

        await supervisor.StartAsync(Token);
        clock.Advance(TimeSpan.FromSeconds(5));
        await Task.Delay(50, Token);
        (broken + well).ShouldBe(0, "pages are not served yet");
        await serving.CancelAsync();
        await UntilAsync(() => book.States.Any(s => s is { Name: "broken", IsFailing: true }), clock);
        await UntilAsync(() => broken >= 5, clock);
        await supervisor.StopAsync(Token);

        book.States.ShouldAllBe(s => !s.IsFailing);
        well.ShouldBeGreaterThanOrEqualTo(broken);
    }

    [Fact]
    public async Task A_hub_one_of_whose_loops_fails_serves_and_says_degraded_and_after_a_minute_there_is_one_alarm()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 12, 2, 0, 0, TimeSpan.Zero));
        await using var hub = await HubFixture.StartAsync(configure: builder => builder.Services.AddSingleton<TimeProvider>(clock));
        (await ReadyAsync(hub)).ShouldBe("ready");
        for (var turn = 0; turn < 3; turn++)
        {
            await hub.Get<LoopBook>().TakeAsync("listening", _ => throw new InvalidOperationException("rusak"), Token);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        (await ReadyAsync(hub)).ShouldBe("degraded");
        await hub.Get<WatchdogWorker>().LookAsync(Token);
        await hub.Get<WatchdogWorker>().LookAsync(Token);
        await using (var db = hub.Database.Open())
        {
            (await db.Alarms.SingleAsync(Token)).Key.ShouldBe("loop-failing:listening");
        }

        await hub.Get<LoopBook>().TakeAsync("listening", _ => Task.CompletedTask, Token);
        (await ReadyAsync(hub)).ShouldBe("ready");
    }

    private static async Task<string?> ReadyAsync(HubFixture hub)
    {
        using var client = new HttpClient { BaseAddress = hub.Address };
        using var answer = await client.GetAsync("/health/ready", Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
        return json.RootElement.GetProperty("status").GetString();
    }

    private static async Task UntilAsync(Func<bool> isTrue, FakeTimeProvider clock)
    {
        for (var i = 0; i < 500 && !isTrue(); i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, Token);
        }

        isTrue().ShouldBeTrue();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
