using System.Text;
using System.Text.Json;
using Hub.Domain.Privacy;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Routing;
using Hub.Host.Work.Routing.Rules;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>Why somebody places a ticket is typed by a person and names people: it is covered and erased like any other word, and no rule keeps it.</summary>
public sealed class TypedReasonTests : IAsyncLifetime
{
    private const string Name = "Wahyuni Tandiolak";
    private const string Email = "wahyuni@contoh.id";
    private static readonly CurrentUser Verifier = new("siti", new HashSet<string> { Roles.Verifier }, null);

    private readonly TemporaryFolder folder = new();
    private HubFixture hub = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh"), folder: folder);

    [Theory]
    [InlineData(TicketEventKind.Routed)]
    [InlineData(TicketEventKind.DeliveryFailed)]
    [InlineData(TicketEventKind.Reassigned)]
    public void What_is_typed_or_quoted_with_an_event_is_looked_through(TicketEventKind kind)
    {
        var texts = new TicketTexts { Title = "Laporan", Body = "Loket meminta uang.", Route = new RoutingDecision { Kind = SubmissionKind.Complaint, Score = 1, Triage = false, Why = [] } };
        var blotting = new Blotting([new() { Name = Name, Anonymous = true }], isProtected: true, isSecret: false, texts);

        blotting.Of(kind, new EventTexts($"karena {Name} warga sana", null)).Blotted.Text.ShouldBe("karena ▇▇▇▇ warga sana");
    }

    [Fact]
    public async Task Why_a_ticket_was_placed_goes_with_who_sent_it()
    {
        var number = await PlacedAsync();
        await using var db = hub.Database.Open();
        db.RuleProposals.AddRange(Proposal($"Usul: karena {Name} warga Kesra"), Proposal("Usul"));
        await db.SaveChangesAsync(Token);
        await hub.ChangeAsync(number, new TicketChange.Withdraw(null));

        (await hub.Get<SubjectRequests>().EraseAsync(Email, "permintaan pelapor", Verifier, Token)).Erased.ShouldBe([number]);

        (await db.TicketEvents.AsNoTracking().Where(e => e.Kind == TicketEventKind.Routed).Select(e => e.Text).ToListAsync(Token)).ShouldContain("karena ▇▇▇▇ warga Kesra");
        (await db.TicketEvents.AsNoTracking().Select(e => e.Text + e.Data).ToListAsync(Token)).ShouldAllBe(text => !text.Contains("Tandiolak"));
        (await db.RuleProposals.AsNoTracking().Select(p => p.Rule).ToListAsync(Token)).ShouldHaveSingleItem().ShouldContain("\"Usul\"");
    }

    /// <summary>A proposal of an older version repeats the reason that somebody typed; accepted, its words stood in the rules, which no erasing reached.</summary>
    [Fact]
    public async Task A_rule_taken_from_an_older_proposal_repeats_no_typed_reason_and_what_rules_say_goes_with_who_is_named()
    {
        var number = await PlacedAsync();
        await using (var db = hub.Database.Open())
        {
            var rule = JsonSerializer.Serialize(new RoutingRule { Id = "usul-kesra-1-1", Order = 900, Owner = "siti", Note = $"karena {Name} warga Kesra", Enabled = false, When = new RuleCondition { Words = [new WordTest { Any = ["beasiswa"] }] }, Then = new RuleOutcome { Bureau = "kesra", Odds = 10 } }, RouteJson.Options);
            db.RuleProposals.Add(new StoredProposal { TicketId = 1, Bureau = "kesra", Condition = "x", Rule = rule, Precision = 1, Recall = 1, Matches = 1, Corrections = 1, Measured = 1, ProposedAt = TimeProvider.System.GetUtcNow() });
            await db.SaveChangesAsync(Token);
            var desk = hub.Get<ProposalDesk>();
            var proposed = (await desk.OpenAsync(Token)).ShouldHaveSingleItem();
            proposed.Rule.Note.ShouldNotContain("Tandiolak");
            await desk.AcceptAsync(proposed.Stored.Id, "siti", Token);
        }

        await using (var db = hub.Database.Open())
        {
            var draft = await db.RuleSets.SingleAsync(Token);
            draft.Rules.ShouldNotContain("Tandiolak");

            // As an older version left it.
            draft.Rules = RuleSet.WithNotes(draft.Rules, note => note.Length == 0 ? note : $"karena {Name} warga Kesra");
            await db.SaveChangesAsync(Token);
            draft.Rules.ShouldContain("Tandiolak");
        }

        await hub.ChangeAsync(number, new TicketChange.Withdraw(null));
        (await hub.Get<SubjectRequests>().EraseAsync(Email, "permintaan pelapor", Verifier, Token)).Erased.ShouldBe([number]);

        await using var after = hub.Database.Open();
        var left = (await after.RuleSets.AsNoTracking().SingleAsync(Token)).Rules;
        left.ShouldNotContain("Tandiolak");
        left.ShouldContain("warga Kesra");
        (await hub.Get<RuleDesk>().DraftAsync(Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Why_a_protected_ticket_was_placed_does_not_lie_open()
    {
        await hub.ChangeAsync(await PlacedAsync(), new TicketChange.Protect(Anonymous: true, Secret: false));

        await using var db = hub.Database.Open();
        (await db.Tickets.SingleAsync(Token)).IsProtected.ShouldBeTrue();
        (await db.TicketEvents.AsNoTracking().Select(e => e.Text + e.Data).ToListAsync(Token)).ShouldAllBe(text => !text.Contains("Tandiolak"));
    }

    private async Task<string> PlacedAsync()
    {
        await hub.ArriveAsync(
            "email-organisasi", "surat", "message/rfc822",
            Encoding.UTF8.GetBytes($"From: {Name} <{Email}>\r\nTo: organisasi@setda.contoh\r\nSubject: Permohonan\r\nMessage-ID: <surat@contoh.id>\r\n\r\nMohon beasiswa.\r\n"), TimeProvider.System.GetUtcNow());
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(Token);
        await db.Tickets.Where(t => t.Bureau != null).ExecuteUpdateAsync(set => set.SetProperty(t => t.Bureau, (string?)null).SetProperty(t => t.Status, TicketStatus.Triage), Token);
        await hub.ChangeAsync(ticket.Number, new TicketChange.Assign("kesra", 5, $"karena {Name} warga Kesra"));
        return ticket.Number;
    }

    private static StoredProposal Proposal(string note) => new()
    {
        TicketId = 1, Bureau = "kesra", Condition = note, Rule = $$"""{"id":"usul","note":"{{note}}"}""", Precision = 1, Recall = 1, Matches = 1, Corrections = 1, Measured = 1, ProposedAt = TimeProvider.System.GetUtcNow(),
    };

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        folder.Dispose();
    }
}
