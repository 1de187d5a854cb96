using System.Globalization;
using Hub.Domain.Envelopes;
using Hub.Host.Foundation;
using Hub.Mocks;
using Hub.Mocks.Certify;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Certify;

/// <summary>The certificate: real processes of the hub are killed by the system at every step, and every item has exactly one effect.</summary>
public sealed class CertifyTests
{
    /// <summary>HUB_TESTS_LONG=1 kills it 10,000 times, at the second and third reach of each point too.</summary>
    private static readonly int Runs = Need.IsLong ? 10_000 : 2000;

    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_twice_however_often_the_hub_is_killed()
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);

        var code = await CertifyVerb.RunAsync(new CertifyOrder("all", Runs, Lanes: null, Book), output, Token);

        TestContext.Current.TestOutputHelper?.WriteLine(output.ToString());
        code.ShouldBe(0, output.ToString());
    }

    [Fact]
    public async Task What_vanished_or_came_twice_is_found()
    {
        await using var stand = await Stand.OpenAsync("sihab");
        stand.Lane.Begin(new Scene { Name = "uji", About = "", Items = 2, Poison = true });
        await stand.RunAsync(LaneEnd.AtRest, answers: false);
        (await Balance.DrawAsync(stand.Lane, Token)).Faults.ShouldBeEmpty();

        // A notice lies twice in its box.
        var notice = stand.Lane.Post.Boxes.SelectMany(b => b.Inbox.Snapshot()).First();
        stand.Lane.Post.Deliver(notice.Delivery with { Account = null }, notice.Read());
        (await Balance.DrawAsync(stand.Lane, Token)).NoticesDoubled.ShouldBe(1);

        await using var db = stand.Lane.Database().Open();
        var ticket = await db.Tickets.FirstAsync(t => !t.IsStub, Token);
        var number = ticket.Title;
        await db.Tickets.Where(t => t.Id == ticket.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.Title, "hilang"), Token);
        (await Balance.DrawAsync(stand.Lane, Token)).Lost.ShouldBe(1);

        await db.Tickets.Where(t => t.Id != ticket.Id && !t.IsStub).ExecuteUpdateAsync(set => set.SetProperty(t => t.Title, number), Token);
        await db.Tickets.Where(t => t.Id == ticket.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.Title, number), Token);
        (await Balance.DrawAsync(stand.Lane, Token)).Doubled.ShouldBe(1);

        await db.Envelopes.Where(e => e.Status == EnvelopeStatus.Quarantined).ExecuteUpdateAsync(set => set.SetProperty(e => e.Status, EnvelopeStatus.Superseded), Token);
        (await Balance.DrawAsync(stand.Lane, Token)).Faults.ShouldContain(f => f.Contains("tidak terlihat di karantina"));
    }

    /// <summary>The guard is broken on purpose: the hub forgets that it was handing a mail over when it was killed.</summary>
    [Fact]
    public async Task A_hub_that_forgets_what_it_handed_over_is_found_out()
    {
        await using var stand = await Stand.OpenAsync("sihab");
        stand.Lane.Begin(new Scene { Name = "uji", About = "", Items = 1 });
        (await stand.RunAsync(LaneEnd.AtPoint, KillPoint.Sent)).Point.ShouldBe(KillPoint.Sent);
        await using (var db = stand.Lane.Database().Open())
        {
            (await db.Outbox.Where(m => m.HandedOverAt != null).ExecuteUpdateAsync(set => set.SetProperty(m => m.HandedOverAt, (DateTimeOffset?)null), Token)).ShouldBeGreaterThan(0);
        }

        await stand.RunAsync(LaneEnd.AtRest, answers: false);

        (await Balance.DrawAsync(stand.Lane, Token)).NoticesDoubled.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_connector_that_does_not_exist_is_wrong_usage()
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);

        (await CertifyVerb.RunAsync(new CertifyOrder("tidak-ada", 1, 1, Book), output, Token)).ShouldBe(2);
        output.ToString().ShouldContain("sihab");
    }

    [Fact]
    public void Every_kind_of_connector_has_its_stage() =>
        Stages.Connectors.ShouldBe(Hub.Connectors.ConnectorCatalog.Shipped.Kinds.Select(k => k.Name), ignoreOrder: true);

    [Fact]
    public void The_book_names_every_fault_that_the_certificate_promises()
    {
        var scenes = FaultBook.Read(Book).Scenes;

        Fault[] promised =
        [
            Fault.Twins, Fault.Reordered, Fault.PageDrift, Fault.RepeatedCursor, Fault.TooManyRequests, Fault.Unavailable,
            Fault.HalfAnswer, Fault.WrongCharset, Fault.SkewedClock, Fault.DropAfterAcceptance, Fault.Html, Fault.MalformedItem,
        ];
        promised.ShouldBeSubsetOf(scenes.Select(s => s.Fault));
        scenes.ShouldContain(s => s.SameInstant);
        scenes.ShouldContain(s => s.LateMinutes > 0);
    }

    private static string Book => Path.Combine(AppContext.BaseDirectory, "faults.json");

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
