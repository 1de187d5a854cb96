using System.Text;
using Hub.Domain;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Routing.Rules;
using Hub.Tests.Host.Routing;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>A rule that looks for a name, and whatever follows from its holding, tells an administrator who wrote: rules see a protected item as it lies open.</summary>
public sealed class OracleTests
{
    private const string Name = "Bambang Tandiolak";
    private const string Plea = "Mohon identitas saya dirahasiakan.";
    private static readonly DateTimeOffset Received = new(2026, 11, 20, 2, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The count of a rule and the hour at which it held last stand on the administrator's page; its id and note on the ticket's.</summary>
    [Theory]
    [InlineData(Plea, false)]
    [InlineData("", true)]
    public async Task A_rule_that_looks_for_a_name_does_not_tell_who_wrote_a_protected_mail(string plea, bool holds)
    {
        await using var hub = await RuleDeskTests.StartAsync();
        await RuleDeskTests.ActivateAsync(hub, Rule("nama", Name), Rule("telepon", "081355512345"), Rule("genset", "genset"));
        await ArriveAsync(hub, $"Genset kantor kami rusak. {plea}\r\n\r\nHormat saya,\r\n{Name}\r\n0813-5551-2345 / 081355512345");

        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(Token);
        var uses = (await hub.Get<RuleFigures>().OfAsync(hub.Get<Routers>().Rules, Token)).ToDictionary(u => u.Rule.Id, u => u.Matches);

        ticket.IsProtected.ShouldBe(!holds);
        (uses["nama"], uses["telepon"], uses["genset"]).ShouldBe(holds ? (1, 1, 1) : (0, 0, 1));
        ticket.Route.Matched.Contains("nama").ShouldBe(holds);
        ticket.Route.Matched.ShouldContain("genset", "what it is about decides as before");
    }

    /// <summary>With the flag of its source it goes to the bureau that the rule names, without anybody looking.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Where_a_protected_item_goes_does_not_hang_on_who_sent_it(bool anonymous, bool secret)
    {
        var submission = new Submission
        {
            Title = $"Laporan {Name}", Body = $"Genset rusak. Saya {Name}.", Category = $"Surat {Name}", Area = $"Rumah {Name}", ReceivedAt = Received,
            Reporter = new Reporter { Name = Name, Organisation = "Yayasan Brimoteru", Anonymous = anonymous, Secret = secret },
        };

        var asked = RoutingQuestion.About("sihab", submission);

        var said = string.Join('\n', asked.Subject, asked.Body, asked.Category, asked.Area, asked.Organisation);
        (said.Contains("Tandiolak", StringComparison.Ordinal), said.Contains("Brimoteru", StringComparison.Ordinal)).ShouldBe(anonymous || secret ? (false, false) : (true, true));
        asked.Body.ShouldContain("Genset rusak");
        asked.Organisation.ShouldNotBeNull("that an office wrote is no secret of its name");
        RoutingQuestion.About("sihab", submission).ShouldBe(asked, "what was decided before the transaction is taken in it");
    }

    /// <summary>The service is looked for once more when a person names the bureau, by the true words.</summary>
    [Fact]
    public async Task The_service_within_a_bureau_does_not_hang_on_who_sent_it()
    {
        await using var hub = await RuleDeskTests.StartAsync();
        var services = hub.Get<Hub.Domain.Catalogue.ServiceCatalogue>().Services.Where(static s => s.Bureau == "hukum").Select(static s => s.Number);
        await ArriveAsync(hub, $"Mohon petunjuk.\r\n\r\nHormat saya,\r\n{Name}");
        await using var db = hub.Database.Open();
        var number = await db.Tickets.AsNoTracking().Select(t => t.Number).SingleAsync(Token);
        await hub.ChangeAsync(number, new TicketChange.Protect(Anonymous: true, Secret: false));
        var placed = new List<int?>();
        foreach (var service in services.TakeLast(2))
        {
            await RuleDeskTests.ActivateAsync(hub, Rule("nama", Name) with { Id = $"nama-{service}", Then = new RuleOutcome { Bureau = "hukum", Service = service, Odds = 1_000 } });
            await hub.ChangeAsync(number, new TicketChange.Assign("hukum", null, "coba"));
            placed.Add(await db.Tickets.AsNoTracking().Select(t => t.Service).SingleAsync(Token));
            await hub.ChangeAsync(number, new TicketChange.GiveBack("coba"));
            await hub.Get<RuleDesk>().BeginAsync(0, "siti", Token);
            await hub.Get<RuleDesk>().ActivateAsync(0, "coba", "siti", Token);
            await db.Tickets.ExecuteUpdateAsync(set => set.SetProperty(t => t.Service, (int?)null), Token);
        }

        placed.Distinct().Count().ShouldBe(1, string.Join(", ", placed));
    }

    private static RoutingRule Rule(string id, string words) => new()
    {
        Id = id, Order = 50, Owner = "siti", Note = "uji", When = new RuleCondition { Words = [new WordTest { Any = [words.ToLowerInvariant()] }] }, Then = new RuleOutcome { Bureau = "hukum" },
    };

    private static Task ArriveAsync(HubFixture hub, string text) => hub.ArriveAsync("surat", "1", "message/rfc822", Encoding.UTF8.GetBytes(
        $"From: {Name} <b.tandiolak@contoh.id>\r\nTo: birosocial.kaltara@gmail.com\r\nSubject: Genset\r\nMessage-ID: <1@contoh.id>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0800\r\n\r\n{text}\r\n"), Received);
}
