using Hub.Domain;
using Hub.Host.Foundation.Leases;
using Hub.Host.Intake;
using Hub.Mocks;
using Hub.Mocks.Sihab;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Intake;

/// <summary>Every source gets its statement each night, whatever happens at half past eleven.</summary>
public sealed class NightlyStatementsTests
{
    private static readonly DateTimeOffset Evening = new(2026, 3, 12, 23, 29, 0, Wita.Offset);

    [Fact]
    public async Task A_run_at_that_hour_a_dead_source_and_a_hub_that_stood_still_only_put_it_off()
    {
        var clock = new FakeTimeProvider(Evening.AddDays(-1));
        using var fake = SihabFake.Start(new FakeOptions { Now = Evening, Clock = clock }, "kunci-uji");
        await using var hub = await HubFixture.StartAsync(Scenes.Sihab(address: fake.Address.ToString()), builder => builder.Services.AddSingleton<TimeProvider>(clock));
        var nightly = hub.Get<NightlyStatements>();
        clock.SetUtcNow(Evening);
        await nightly.RunAsync(Token);
        var before = await DaysAsync(hub);
        clock.Advance(TimeSpan.FromMinutes(2));
        await using (await hub.Get<LeaseBook>().TakeAsync("run:sihab", Token))
        {
            await nightly.RunAsync(Token);
        }

        fake.Faults.Play(Fault.Unavailable);
        await nightly.RunAsync(Token);
        (await DaysAsync(hub)).ShouldBe(before, "neither the run nor the dead source let it be made");
        fake.Faults.Clear();
        clock.Advance(TimeSpan.FromHours(3));
        await nightly.RunAsync(Token);
        var made = fake.Server.Journal.Visits.Count;
        await nightly.RunAsync(Token);

        (await DaysAsync(hub)).ShouldBe([.. before, new DateOnly(2026, 3, 12)]);
        fake.Server.Journal.Visits.Count.ShouldBe(made, "it is made once");
        before.ShouldBe([new DateOnly(2026, 3, 11)], "what was owed since last night is made up for");
    }

    private static async Task<List<DateOnly>> DaysAsync(HubFixture hub)
    {
        await using var db = hub.Database.Open();
        return await db.Statements.OrderBy(s => s.Day).Select(s => s.Day).ToListAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
