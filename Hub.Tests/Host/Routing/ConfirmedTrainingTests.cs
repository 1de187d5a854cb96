using Hub.Domain.Tickets;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Host.Foundation;
using Hub.Host.Verbs;
using Hub.Host.Work.Routing;
using Hub.Host.Work.Routing.Rules;
using Hub.Host.Work.Tickets;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Routing;

public sealed class ConfirmedTrainingTests
{
    private static readonly ServiceCatalogue Catalogue = ServiceCatalogue.Embedded();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tickets_that_people_confirmed_teach_the_model_and_the_running_hub_takes_it()
    {
        await using var hub = await RuleDeskTests.StartAsync();
        await ConfirmAsync(hub, 30, "Sewa wuling wuling merah putih untuk pawai", service: 28);
        var training = new ConfirmedTraining(hub.Database, Catalogue, hub.Get<Routers>());

        var (model, report) = await training.TrainAsync(Token);
        report.Confirmed.ShouldBe(30);
        report.Shipped.ShouldBe(RoutingExample.Embedded(Catalogue).Count);
        report.After.ShouldBeGreaterThanOrEqualTo(report.Before);

        var question = new RoutingQuestion { System = "email", Body = "Kami hendak memakai wuling merah putih" };
        hub.Get<Routers>().Current.Decide(question).Service.ShouldNotBe(28);
        await using (var file = File.Create(Routers.ModelFile(hub.Get<HubOptions>())))
        {
            model.Save(file);
        }

        await hub.Get<Routers>().RefreshAsync(Token);
        hub.Get<Routers>().Current.Decide(question).Service.ShouldBe(28);
    }

    [Fact]
    public async Task Protected_reporters_and_unanswered_tickets_teach_nothing()
    {
        await using var hub = await RuleDeskTests.StartAsync();
        await ConfirmAsync(hub, 2, "Sewa wuling", service: 28);
        await using (var db = hub.Database.Open())
        {
            var first = await db.Tickets.OrderBy(t => t.Id).Select(t => t.Number).FirstAsync(Token);
            await hub.ChangeAsync(first, new TicketChange.Protect(Anonymous: true, Secret: false), "siti");
        }

        await RuleDeskTests.RouteOfAsync(hub, "terbuka", "Sewa wuling yang belum dijawab");

        (await new ConfirmedTickets(hub.Database, Catalogue).ReadAsync(new HashSet<string>(), Token)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_confirmed_ticket_the_training_says_so()
    {
        await using var hub = await RuleDeskTests.StartAsync();

        (await Should.ThrowAsync<RuleException>(() => new ConfirmedTraining(hub.Database, Catalogue, hub.Get<Routers>()).TrainAsync(Token))).Message.ShouldStartWith("Belum ada tiket terkonfirmasi");
    }

    [Fact]
    public void A_saved_model_scores_like_the_one_that_was_learnt()
    {
        var model = RoutingModel.Embedded(Catalogue);
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;

        var again = RoutingModel.Load(file, "model.bin", Catalogue);

        var question = new RoutingQuestion { System = "email", Body = "Mohon pinjam ruang rapat Tenguyun hari Senin" };
        var rules = RuleSet.Embedded(Catalogue);
        var (a, b) = (new Router(Catalogue, rules, model).Decide(question), new Router(Catalogue, rules, again).Decide(question));
        (b.Score, b.Service, b.Kind, b.Class).ShouldBe((a.Score, a.Service, a.Kind, a.Class));
    }

    [Fact]
    public async Task A_broken_model_file_stops_nothing()
    {
        await using var hub = await RuleDeskTests.StartAsync();
        await File.WriteAllTextAsync(Routers.ModelFile(hub.Get<HubOptions>()), "bukan model", Token);

        await hub.Get<Routers>().RefreshAsync(Token);

        (await RuleDeskTests.RouteOfAsync(hub, "surat-1", "Kapan pendaftaran beasiswa Kaltara dibuka")).Bureau.ShouldBe("kesra");
        Should.Throw<InvalidDataException>(() => RoutingModel.Load(new MemoryStream([1, 2, 3]), "m.bin", Catalogue)).Message.ShouldStartWith("m.bin: ");
    }

    private static async Task ConfirmAsync(HubFixture hub, int count, string text, int service)
    {
        for (var i = 0; i < count; i++)
        {
            await RuleDeskTests.RouteOfAsync(hub, $"{text[..4]}-{i}", $"{text} nomor {i}");
        }

        await using var db = hub.Database.Open();
        foreach (var number in await db.Tickets.Select(t => t.Number).ToListAsync(Token))
        {
            if (await db.Tickets.AnyAsync(t => t.Number == number && t.Bureau != "umum" || t.Number == number && t.Bureau == null, Token))
            {
                await hub.ChangeAsync(number, new TicketChange.Assign("umum", service, null));
            }

            await hub.ChangeAsync(number, new TicketChange.Reclassify(Hub.Domain.Submissions.SubmissionKind.Request, service, null));
            await hub.ChangeAsync(number, new TicketChange.Resolve("Sudah disiapkan."), "andi");
        }
    }
}
