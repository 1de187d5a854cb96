using System.Text;
using Hub.Domain.Routing;
using Hub.Host.Foundation;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Routing.Rules;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Routing;

public sealed class RuleDeskTests
{
    private static readonly DateTimeOffset Received = new(2026, 11, 20, 2, 0, 0, TimeSpan.Zero);
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_rules_nothing_until_it_is_activated()
    {
        await using var hub = await StartAsync();
        var (desk, routers) = (hub.Get<RuleDesk>(), hub.Get<Routers>());
        await desk.BeginAsync(null, "siti", Token);
        await desk.SaveAsync(Genset("hukum"), null, "siti", Token);

        routers.Rules.Version.ShouldBe(0);
        (await RouteOfAsync(hub, "surat-1", "Genset kantor kami rusak")).Bureau.ShouldNotBe("hukum");

        var draft = await desk.DraftAsync(Token);
        (await desk.ActivateAsync(draft!.Stored.Revision, "genset ditangani Biro Hukum", "siti", Token)).ShouldBe(1);

        var route = await RouteOfAsync(hub, "surat-2", "Genset kantor kami rusak");
        (route.Bureau, route.Rule, route.RuleVersion, route.Triage).ShouldBe(("hukum", "genset", 1, false));
        (await desk.DraftAsync(Token)).ShouldBeNull();
        var version = (await desk.VersionsAsync(Token)).ShouldHaveSingleItem();
        (version.ActivatedBy, version.Note, version.Basis).ShouldBe(("siti", "genset ditangani Biro Hukum", 0));
    }

    [Fact]
    public async Task Another_copy_of_the_hub_follows_the_version_that_was_activated()
    {
        await using var hub = await StartAsync();
        var other = new Routers(hub.Database, hub.Get<Hub.Domain.Catalogue.ServiceCatalogue>(), Microsoft.Extensions.Logging.Abstractions.NullLogger<Routers>.Instance);
        await ActivateAsync(hub, Genset("hukum"));

        other.Rules.Version.ShouldBe(0);
        await other.RefreshAsync(Token);
        other.Rules.Version.ShouldBe(1);
    }

    [Fact]
    public async Task An_older_version_comes_back_as_a_new_one()
    {
        await using var hub = await StartAsync();
        var desk = hub.Get<RuleDesk>();
        await ActivateAsync(hub, Genset("hukum"));
        await desk.BeginAsync(0, "siti", Token);

        await desk.ActivateAsync(0, "kembali ke bawaan", "siti", Token);

        hub.Get<Routers>().Rules.Version.ShouldBe(2);
        hub.Get<Routers>().Rules.Rules.ShouldNotContain(r => r.Id == "genset");
        (await desk.VersionAsync(1, Token)).Rules.ShouldContain(r => r.Id == "genset");
    }

    [Fact]
    public async Task A_wrong_rule_is_refused_with_its_name_and_field_and_the_draft_stays()
    {
        await using var hub = await StartAsync();
        var desk = hub.Get<RuleDesk>();
        await desk.BeginAsync(null, "siti", Token);

        var refusal = await Should.ThrowAsync<RuleException>(() => desk.SaveAsync(Genset("tidak-ada"), null, "siti", Token));

        refusal.Message.ShouldContain("\"genset\"");
        refusal.Message.ShouldContain("then.bureau");
        var draft = await desk.DraftAsync(Token);
        (draft!.Stored.Revision, draft.Rules.Rules.Any(r => r.Id == "genset")).ShouldBe((0, false));
    }

    [Fact]
    public async Task What_was_changed_after_the_simulation_is_not_activated_unseen()
    {
        await using var hub = await StartAsync();
        var desk = hub.Get<RuleDesk>();
        await desk.BeginAsync(null, "siti", Token);
        await desk.SaveAsync(Genset("hukum"), null, "andi", Token);

        (await Should.ThrowAsync<RuleException>(() => desk.ActivateAsync(0, "saya lihat yang lama", "siti", Token))).Message.ShouldContain("baru saja diubah");
        (await Should.ThrowAsync<RuleException>(() => desk.ActivateAsync(1, " ", "siti", Token))).Message.ShouldContain("catatan");
        (await Should.ThrowAsync<RuleException>(() => desk.BeginAsync(null, "siti", Token))).Message.ShouldContain("Sudah ada draf");
        hub.Get<Routers>().Rules.Version.ShouldBe(0);
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_trail()
    {
        await using var hub = await StartAsync();
        var desk = hub.Get<RuleDesk>();
        await ActivateAsync(hub, Genset("hukum"));
        await desk.BeginAsync(null, "siti", Token);
        await desk.SwitchAsync("genset", enabled: false, "siti", Token);
        await desk.MoveAsync("genset", up: true, "siti", Token);
        await desk.RemoveAsync("genset", "siti", Token);
        await desk.DropAsync("siti", Token);

        await using var db = hub.Database.Open();
        var actions = await db.Audit.Where(a => a.Actor == "siti").OrderBy(a => a.Id).Select(a => a.Action).ToListAsync(Token);
        actions.ShouldBe(["rules.drafted", "rule.added", "rules.activated", "rules.drafted", "rule.disabled", "rule.moved", "rule.removed", "rules.dropped"]);
        (await db.Audit.Where(a => a.Action == "rules.activated").Select(a => a.Detail).SingleAsync(Token)).ShouldBe("uji");
    }

    [Fact]
    public async Task Matches_are_counted_from_stored_tickets_and_idle_rules_are_flagged()
    {
        await using var hub = await StartAsync();
        await ActivateAsync(hub, Genset("hukum"));
        await RouteOfAsync(hub, "surat-1", "Genset kantor kami rusak");
        await RouteOfAsync(hub, "surat-2", "Mohon pinjam genset");
        await using (var db = hub.Database.Open())
        {
            var old = (await db.RuleMatches.Where(m => m.Rule == "inbox-birosocial-kaltara" || m.Rule == "genset").OrderBy(m => m.TicketId).FirstAsync(m => m.Rule == "genset", Token)).TicketId;
            await db.RuleMatches.Where(m => m.TicketId == old).ExecuteUpdateAsync(set => set.SetProperty(m => m.At, TimeProvider.System.GetUtcNow().AddDays(-40)), Token);
        }

        var uses = (await hub.Get<RuleFigures>().OfAsync(hub.Get<Routers>().Rules, Token)).ToDictionary(u => u.Rule.Id);

        (uses["genset"].Matches, uses["genset"].Decided, uses["genset"].IsIdle).ShouldBe((1, 1, false));
        (uses["system-sihab"].IsIdle, uses["system-sihab"].LastMatchAt).ShouldBe((true, null));
        uses.Count.ShouldBe(hub.Get<Routers>().Rules.Rules.Count);
    }

    [Fact]
    public async Task A_stored_version_that_does_not_fit_is_told_in_one_sentence_and_the_rules_in_force_stay()
    {
        await using var hub = await StartAsync();
        await using (var db = hub.Database.Open())
        {
            var now = TimeProvider.System.GetUtcNow();
            db.RuleSets.Add(new StoredRuleSet { Version = 7, Basis = 0, Rules = """{"version":7,"rules":[{"id":"x"}]}""", CreatedBy = "x", CreatedAt = now, ChangedAt = now });
            await db.SaveChangesAsync(Token);
        }

        (await Should.ThrowAsync<StartupRefusal>(() => hub.Get<Routers>().RefreshAsync(Token))).Message.ShouldContain("versi 7");
        hub.Get<Routers>().Rules.Version.ShouldBe(0);
    }

    internal static RoutingRule Genset(string bureau) => new()
    {
        Id = "genset", Order = 50, Owner = "Biro Organisasi", Note = "uji",
        When = new RuleCondition { Words = [new WordTest { Any = ["genset"] }] }, Then = new RuleOutcome { Bureau = bureau },
    };

    internal static async Task ActivateAsync(HubFixture hub, params RoutingRule[] rules)
    {
        var desk = hub.Get<RuleDesk>();
        await desk.BeginAsync(null, "siti", Token);
        foreach (var rule in rules)
        {
            await desk.SaveAsync(rule, null, "siti", Token);
        }

        await desk.ActivateAsync(rules.Length, "uji", "siti", Token);
    }

    internal static Task<HubFixture> StartAsync() => HubFixture.StartAsync(HubFixture.Mailbox("surat", "birosocial.kaltara@gmail.com"));

    /// <summary>A mail through the real pipeline.</summary>
    internal static async Task<RoutingDecision> RouteOfAsync(HubFixture hub, string id, string text)
    {
        var mail = $"From: warga@contoh.id\r\nTo: birosocial.kaltara@gmail.com\r\nSubject: {text}\r\nMessage-ID: <{id}@contoh.id>\r\nDate: Fri, 20 Nov 2026 10:00:00 +0800\r\n\r\n{text}. Terima kasih.\r\n";
        await hub.ArriveAsync("surat", id, "message/rfc822", Encoding.UTF8.GetBytes(mail), Received);
        await using var db = hub.Database.Open();
        return await db.Tickets.Where(t => t.ExternalId == id).Select(t => t.Route).SingleAsync(Token);
    }
}
