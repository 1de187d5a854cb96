using System.Net;
using System.Text;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Routing;
using Hub.Host.Work.Routing.Rules;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Tests.Host.Routing;

/// <summary>The hub learns where it runs: proposed with figures, taken by one click, taken back by one.</summary>
public sealed class LessonDeskTests
{
    private const string Page = "/settings/rules/exam";
    private const int Decided = 26;
    private static readonly DateTimeOffset Received = new(2026, 11, 20, 2, 0, 0, TimeSpan.Zero);
    private static readonly RoutingQuestion Question = new() { System = "email", Body = "Kami hendak memakai wuling merah putih untuk sunatan massal" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_better_lesson_is_proposed_taken_by_one_click_and_taken_back_by_one()
    {
        using var folder = new TemporaryFolder();
        await using (var hub = await StartAsync(folder))
        {
            await DecideAsync(hub);
            (await hub.Get<LessonDesk>().TryAsync(Token)).ShouldBeTrue();
            hub.Get<Routers>().Current.Decide(Question).Service.ShouldNotBe(28);
            using var administrator = await Visitor.SignedInAsync(hub, "siti", null, Roles.Administrator);
            var page = WebUtility.HtmlDecode(await administrator.ReadAsync(Page));
            page.ShouldContain("Pelajaran 1 diusulkan");
            page.ShouldContain("Ujian disposisi (1)");

            (await administrator.SubmitAsync(Page, "lesson", ("act", "take:1"))).StatusCode.ShouldBe(HttpStatusCode.Found);

            (await administrator.ReadAsync(Page)).ShouldContain("Pelajaran 1 berlaku");
            administrator.Cookies.Add(hub.Address, new Cookie("hub.bahasa", "en"));
            (await administrator.ReadAsync(Page)).ShouldContain("Lesson 1 is in force");
            hub.Get<Routers>().Current.Decide(Question).Service.ShouldBe(28);
            var ground = hub.Get<Routers>().Current.Decide(Question).Why.Single(w => w.Code == "lesson");
            hub.Get<RouteSentences>().Say(ground).ShouldContain("pelajaran 1");
            var second = new Routers(hub.Database, hub.Get<ServiceCatalogue>(), NullLogger<Routers>.Instance);
            await second.RefreshAsync(Token);
            second.Current.Decide(Question).Service.ShouldBe(28);
            (await hub.Get<LessonDesk>().TryAsync(Token)).ShouldBeFalse();
        }

        await using var again = await StartAsync(folder);
        again.Get<Routers>().Current.Decide(Question).Service.ShouldBe(28);
        using var other = await Visitor.SignedInAsync(again, "rudi", null, Roles.Administrator);

        await other.SubmitAsync(Page, "lesson", ("act", "undo:1"));

        again.Get<Routers>().Current.Decide(Question).Service.ShouldNotBe(28);
        (await (await other.SubmitAsync(Page, "lesson", ("act", "take:1"))).Content.ReadAsStringAsync(Token)).ShouldContain("sudah diputuskan");
        await using var db = again.Database.Open();
        var lesson = await db.Lessons.SingleAsync(Token);
        (lesson.State, lesson.Weights, lesson.DecidedBy).ShouldBe((LessonState.Undone, null, "rudi"));
        (await db.Audit.Where(a => a.Action.StartsWith("lesson.")).OrderBy(a => a.Id).Select(a => a.Actor + " " + a.Action).ToListAsync(Token)).ShouldBe(["siti lesson.taken", "rudi lesson.undone"]);
    }

    [Fact]
    public async Task Of_protected_reporters_and_undecided_tickets_nothing_is_read()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await StartAsync(folder);
        await ArriveAsync(hub, 1);
        await ArriveAsync(hub, 2);
        await ArriveAsync(hub, 3);
        await hub.ChangeAsync("KU-2026-000001", new TicketChange.Assign("umum", 28, "sewa kendaraan"), "andi");
        await hub.ChangeAsync("KU-2026-000002", new TicketChange.Assign("umum", 28, "sewa kendaraan"), "andi");
        await hub.ChangeAsync("KU-2026-000002", new TicketChange.Protect(Anonymous: true, Secret: false), "andi");

        var item = (await hub.Get<DecidedTickets>().ReadAsync(Received.AddDays(-1), Token)).ShouldHaveSingleItem();

        (item.Bureau, item.Service, item.IsCorrection).ShouldBe(("umum", 28, true));
        item.Question.Body.ShouldContain("pawai 1");
        item.Writer.ShouldNotContain("@");
    }

    [Fact]
    public async Task A_lesson_of_another_model_rules_nothing_and_a_broken_one_stops_nothing()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await StartAsync(folder);
        await using var db = hub.Database.Open();
        db.Lessons.Add(new StoredLesson { Model = RoutingModel.Embedded(hub.Get<ServiceCatalogue>()).Fingerprint, Report = "{}", Weights = [1, 2, 3], ProposedAt = Received, State = LessonState.Taken });
        db.Lessons.Add(new StoredLesson { Model = "lain", Report = "{}", Weights = [1, 2, 3], ProposedAt = Received });
        await db.SaveChangesAsync(Token);

        await hub.Get<Routers>().RefreshAsync(Token);

        hub.Get<Routers>().Model.Lesson.ShouldBe(0);
        hub.Get<Routers>().Current.Decide(Question).Why.ShouldNotContain(w => w.Code == "lesson");
        await Should.ThrowAsync<RuleException>(() => hub.Get<LessonDesk>().TakeAsync(2, "siti", Token));
    }

    private static Task<HubFixture> StartAsync(TemporaryFolder folder) => HubFixture.StartAsync(
        HubFixture.Mailbox("surat", "birosocial.kaltara@gmail.com"), builder => builder.Services.AddSingleton<TimeProvider>(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Received.AddDays(1))), folder);

    /// <summary>What people of many addresses ask for and the office always gives to Biro Umum.</summary>
    private static async Task DecideAsync(HubFixture hub)
    {
        for (var i = 1; i <= Decided; i++)
        {
            await ArriveAsync(hub, i);
            await hub.ChangeAsync($"KU-2026-{i:000000}", new TicketChange.Assign("umum", 28, "sewa kendaraan"), "andi");
        }

        await hub.Get<InboxLearning>().RunAsync(Token);
    }

    private static Task ArriveAsync(HubFixture hub, int number)
    {
        var from = $"orang{number}@contoh.id";
        var mail = $"{HubFixture.Vouched(from)}From: {from}\r\nTo: birosocial.kaltara@gmail.com\r\nSubject: wuling merah putih\r\nMessage-ID: <{number}@contoh.id>\r\n\r\nKami hendak memakai wuling merah putih untuk pawai {number} di kampung kami.\r\n";
        return hub.ArriveAsync("surat", $"<{number}@contoh.id>", "message/rfc822", Encoding.UTF8.GetBytes(mail), Received);
    }
}
