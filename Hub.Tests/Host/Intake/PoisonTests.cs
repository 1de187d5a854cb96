using System.Net;
using Hub.Connectors;
using Hub.Domain.Envelopes;
using Hub.Host.Intake;
using Hub.Host.People.Access;
using Hub.Mocks.Certify;
using Hub.Tests.Certify;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Intake;

/// <summary>One item that cannot be processed: all others arrive by the very next poll, and it stands in quarantine with cause, owner and stub ticket, on the page.</summary>
public sealed class PoisonTests
{
    public static TheoryData<string> Kinds => new(ConnectorCatalog.Shipped.Kinds.Select(k => k.Name));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_poison_item_stops_no_other_and_is_on_the_page_with_its_cause(string connector)
    {
        await using var stand = await Stand.OpenAsync(connector);
        var lane = stand.Lane;
        lane.Begin(new Scene { Name = "rusak", About = "", Items = 1, Poison = true });
        lane.Begin(new Scene { Name = "sesudahnya", About = "", Items = 2 });
        await using var hub = await HubFixture.StartAsync(lane.Settings, b => b.Services.AddSingleton<TimeProvider>(lane.Clock));

        await PollOnceAsync(hub, connector);

        await using var db = hub.Database.Open();
        var aside = await db.Envelopes.AsNoTracking().SingleAsync(e => e.Status == EnvelopeStatus.Quarantined, Token);
        aside.Cause.ShouldNotBeNullOrWhiteSpace();
        aside.Owner.ShouldNotBeNullOrWhiteSpace();
        (await db.Tickets.SingleAsync(t => t.Id == aside.TicketId, Token)).IsStub.ShouldBeTrue();
        (await db.Envelopes.CountAsync(e => e.Status == EnvelopeStatus.Received, Token)).ShouldBe(0);
        var titles = await db.Tickets.Where(t => !t.IsStub).Select(t => t.Title).ToListAsync(Token);
        titles.Count.ShouldBe(3);
        lane.Items.ShouldAllBe(item => titles.Any(t => t.Contains(Stage.Mark(item))));

        using var administrator = await Visitor.SignedInAsync(hub, "admin", null, Roles.Administrator);
        (await administrator.ReadAsync("/sources")).ShouldContain($"/sources/{connector}/quarantine");
        WebUtility.HtmlDecode(await administrator.ReadAsync("/sources/quarantine")).ShouldContain(aside.Cause);
    }

    /// <summary>One interval: a single poll, or a single look into the folder (a file is taken when it no longer grows).</summary>
    private static async Task PollOnceAsync(HubFixture hub, string connector)
    {
        await hub.Get<DropFolder>().LookAsync(Token);
        await hub.Get<DropFolder>().LookAsync(Token);
        await hub.Get<PollRun>().RunAsync(connector, hub.Get<TimeProvider>().GetUtcNow(), "schedule", Token);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token).WaitAsync(TimeSpan.FromSeconds(60), Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
