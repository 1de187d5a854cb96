using Hub.Domain.Envelopes;
using Hub.Host.Intake;
using Hub.Mocks;
using Hub.Mocks.Certify;
using Hub.Tests.Certify;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Connectors;

/// <summary>An item that came without its number cannot be known again; when the number is back, the item comes by itself, also from behind the overlap.</summary>
public sealed class LostNumberTests
{
    [Theory]
    [InlineData("lapor")]
    [InlineData("sihab")]
    [InlineData("si-evgan")]
    [InlineData("e-bang")]
    [InlineData("spse")]
    [InlineData("spse-isb")]
    [InlineData("spse-grid")]
    public async Task An_item_that_gets_its_number_back_comes_by_itself(string connector)
    {
        await using var stand = await Stand.OpenAsync(connector);
        var lane = stand.Lane;
        lane.Begin(new Scene { Name = "lama", About = "", Items = 1, LateMinutes = 600 });
        lane.Begin(new Scene { Name = "baru", About = "", Items = 1 });
        await using var hub = await HubFixture.StartAsync(lane.Settings, b => b.Services.AddSingleton<TimeProvider>(lane.Clock));
        lane.Stage.Play(new Scene { Name = "tanpa nomor", About = "", Fault = Fault.MalformedItem });

        await PollAsync(hub, lane);
        await using var db = hub.Database.Open();
        (await db.Envelopes.AnyAsync(e => e.Status == EnvelopeStatus.Quarantined, Token)).ShouldBeTrue("the item came without its number");
        lane.Calm();
        await PollAsync(hub, lane);

        var titles = await db.Tickets.Where(t => !t.IsStub).Select(t => t.Title).ToListAsync(Token);
        lane.Items.ShouldAllBe(item => titles.Any(t => t.Contains(Stage.Mark(item))));
    }

    private static async Task PollAsync(HubFixture hub, Lane lane)
    {
        lane.Clock.Move(TimeSpan.FromHours(3));
        await hub.Get<PollRun>().RunAsync(lane.Stage.Connector, lane.Clock.GetUtcNow(), "schedule", Token);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
