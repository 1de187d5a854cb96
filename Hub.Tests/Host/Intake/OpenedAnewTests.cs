using System.Text;
using Hub.Connectors;
using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host.Intake;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Intake;

/// <summary>A source opens an item again after its ticket was closed: a linked ticket follows, once for each opening, and takes all that the source says from then on (R21).</summary>
[Collection(OnPostgres.Name)]
public sealed class OpenedAnewTests(PostgresServer postgres)
{
    private const string Api = "sihab";
    private const string Item = "SIHAB/2026/000001";
    private const string Open = "Diajukan";
    private const string Over = "Disetujui";

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 12, 2, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Each_opening_after_a_closing_is_one_linked_ticket_and_none_is_late_at_once(StoreKind store)
    {
        await using var hub = await StartAsync(store);
        await SayAsync(hub, Open, Over);
        clock.Advance(TimeSpan.FromDays(60));
        await SayAsync(hub, Open, Open);

        var (first, second) = await TwoAsync(hub);
        (first.Status, second.Status, second.SourceItem, second.Reopened).ShouldBe((TicketStatus.Closed, TicketStatus.New, Item, 0));
        (second.Bureau, second.Service, second.ReceivedAt).ShouldBe((first.Bureau, first.Service, clock.GetUtcNow()));
        second.LateAt.ShouldNotBeNull().ShouldBeGreaterThan(clock.GetUtcNow());
        first.Events.ShouldContain(e => e.Kind == TicketEventKind.Linked && e.Text == second.Number);
        second.Events.ShouldContain(e => e.Kind == TicketEventKind.Linked && e.Text == first.Number);
        await using var db = hub.Database.Open();
        (await db.Outbox.CountAsync(m => m.TicketId == second.Id && m.Purpose == NoticePurpose.Assigned, Token)).ShouldBe(await db.Contacts.CountAsync(c => c.Bureau == second.Bureau, Token));
        (await db.Reporters.CountAsync(r => r.TicketId == second.Id, Token)).ShouldBe(await db.Reporters.CountAsync(r => r.TicketId == first.Id, Token));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task What_the_source_says_next_is_said_to_the_follower_and_reading_it_again_changes_nothing(StoreKind store)
    {
        await using var hub = await StartAsync(store);
        await SayAsync(hub, Open, Over, Open, "Diverifikasi", Over);
        var (first, second) = await TwoAsync(hub);
        (first.Status, second.Status, second.SourceStatus).ShouldBe((TicketStatus.Closed, TicketStatus.Closed, Over));

        await SayAsync(hub, Open);
        (await StatusesAsync(hub)).ShouldBe([TicketStatus.Closed, TicketStatus.Closed, TicketStatus.New]);

        (await hub.Get<Replay>().RunAsync(Api, null, Token)).ShouldBe((1, 0));
        await hub.ArriveAsync(Api, Item, "application/json", "{\"judul\": [}"u8.ToArray(), clock.GetUtcNow());
        (await StatusesAsync(hub)).Count.ShouldBe(3);
        await using var db = hub.Database.Open();
        var aside = await db.TicketEvents.SingleAsync(e => e.Kind == TicketEventKind.Quarantined, Token);
        (await db.Tickets.Include(t => t.Events).OrderBy(t => t.Id).LastAsync(Token)).Events.ShouldContain(e => e.Sequence == aside.Sequence && e.Kind == TicketEventKind.Quarantined);
    }

    /// <summary>All of it waits together, as after a night in which the hub stood still.</summary>
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task In_one_batch_it_is_the_same(StoreKind store)
    {
        await using var hub = await StartAsync(store);
        foreach (var status in new[] { Open, Over, Open, Over, Open, "Diverifikasi" })
        {
            await hub.Get<Ledger>().StoreAsync(Api, [Version(status)], Sighting.Shown, quiet: false, Token);
        }

        await hub.Get<ProcessWorker>().DrainAllAsync(Token);

        (await StatusesAsync(hub)).ShouldBe([TicketStatus.Closed, TicketStatus.Closed, TicketStatus.InProgress]);
    }

    private static async Task SayAsync(HubFixture hub, params string[] statuses)
    {
        foreach (var status in statuses)
        {
            await hub.Get<Ledger>().StoreAsync(Api, [Version(status)], Sighting.Shown, quiet: false, Token);
            await hub.Get<ProcessWorker>().DrainAllAsync(Token);
        }
    }

    private static Envelope Version(string status)
    {
        var raw = Encoding.UTF8.GetBytes(Scenes.Proposal(1, status));
        return new Envelope { Key = new EnvelopeKey(Api, Item, Fingerprint.Of(raw)), MediaType = "application/json", Raw = raw, ReceivedAt = new DateTimeOffset(2026, 3, 11, 2, 0, 0, TimeSpan.Zero) };
    }

    private static async Task<(Ticket First, Ticket Second)> TwoAsync(HubFixture hub)
    {
        await using var db = hub.Database.Open();
        var tickets = await db.Tickets.AsNoTracking().Include(t => t.Events).OrderBy(t => t.Id).ToListAsync(Token);
        tickets.Count.ShouldBe(2);
        return (tickets[0], tickets[1]);
    }

    private static async Task<List<TicketStatus>> StatusesAsync(HubFixture hub)
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.OrderBy(t => t.Id).Select(t => t.Status).ToListAsync(Token);
    }

    private async Task<HubFixture> StartAsync(StoreKind store)
    {
        var settings = Scenes.Sihab(Api);
        foreach (var (key, value) in await TestStore.SettingsAsync(store, postgres))
        {
            settings[key] = value;
        }

        return await HubFixture.StartAsync(settings, builder => builder.Services.AddSingleton<TimeProvider>(clock));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
