using Hub.Domain.Tickets;
using Hub.Host.Work.Routing.Rules;
using Hub.Host.Work.Tickets;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Routing;

public sealed class CorrectionsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_re_disposition_proposes_a_rule_with_figures_and_changes_none()
    {
        await using var hub = await CorrectedAsync();

        (await hub.Get<Corrections>().RunAsync(Token)).ShouldBeGreaterThan(0);

        var proposal = (await hub.Get<ProposalDesk>().OpenAsync(Token))[0];
        proposal.Rule.Then.Bureau.ShouldBe("umum");
        proposal.Rule.When.Words[0].Any.Concat(proposal.Rule.When.Words[0].All).ShouldContain("genset");
        (proposal.Stored.Precision, proposal.Stored.Matches, proposal.Stored.Corrections).ShouldBe((1, 2, 2));
        proposal.Stored.Measured.ShouldBe(3);
        (hub.Get<Routers>().Rules.Version, await hub.Get<RuleDesk>().DraftAsync(Token)).ShouldBe((0, null));
        (await hub.Get<Corrections>().RunAsync(Token)).ShouldBe(0);
    }

    [Fact]
    public async Task An_accepted_proposal_is_in_the_draft_and_a_dismissed_one_is_gone()
    {
        await using var hub = await CorrectedAsync();
        await hub.Get<Corrections>().RunAsync(Token);
        var desk = hub.Get<ProposalDesk>();
        var open = await desk.OpenAsync(Token);

        await desk.AcceptAsync(open[0].Stored.Id, "siti", Token);
        foreach (var other in open.Skip(1))
        {
            await desk.DismissAsync(other.Stored.Id, "siti", Token);
        }

        var draft = (await hub.Get<RuleDesk>().DraftAsync(Token))!;
        draft.Rules.Rules.Single(r => r.Id == open[0].Rule.Id).Enabled.ShouldBeTrue();
        hub.Get<Routers>().Rules.Version.ShouldBe(0);
        (await desk.CountAsync(Token)).ShouldBe(0);
        await using var db = hub.Database.Open();
        (await db.Audit.AnyAsync(a => a.Action == "proposal.accepted" && a.Actor == "siti", Token)).ShouldBeTrue();
        await Should.ThrowAsync<Hub.Domain.Routing.RuleException>(() => desk.DismissAsync(open[0].Stored.Id, "siti", Token));
    }

    [Fact]
    public async Task A_confirmation_is_no_correction()
    {
        await using var hub = await RuleDeskTests.StartAsync();
        await RuleDeskTests.RouteOfAsync(hub, "surat-1", "Kapan pendaftaran beasiswa Kaltara dibuka");
        await using (var db = hub.Database.Open())
        {
            var ticket = await db.Tickets.Include(t => t.Events).SingleAsync(Token);
            ticket.GiveBack("andi", "coba", ticket.OpenedAt.AddHours(1));
            ticket.Assign(new Placement("kesra", ticket.Service, ticket.Class), "siti", "memang di sini", ticket.OpenedAt.AddHours(2));
            await db.SaveChangesAsync(Token);
        }

        (await hub.Get<Corrections>().RunAsync(Token)).ShouldBe(0);
    }

    private static async Task<HubFixture> CorrectedAsync()
    {
        var hub = await RuleDeskTests.StartAsync();
        foreach (var (id, text) in new[] { ("surat-1", "Genset lapangan untuk malam puncak"), ("surat-2", "Genset cadangan apakah tersedia"), ("surat-3", "Kapan pendaftaran beasiswa Kaltara dibuka") })
        {
            await RuleDeskTests.RouteOfAsync(hub, id, text);
        }

        await using var db = hub.Database.Open();
        foreach (var number in await db.Tickets.Where(t => t.ExternalId != "surat-3").Select(t => t.Number).ToListAsync(Token))
        {
            await hub.ChangeAsync(number, new TicketChange.Assign("umum", null, "genset milik Biro Umum"), "siti");
        }

        foreach (var ticket in await db.Tickets.Where(t => t.ExternalId == "surat-3" && t.Status == TicketStatus.Triage).ToListAsync(Token))
        {
            await hub.ChangeAsync(ticket.Number, new TicketChange.Assign("kesra", null, null), "siti");
        }

        return hub;
    }
}
