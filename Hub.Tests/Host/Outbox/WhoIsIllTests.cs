using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage.Rows;
using Hub.Host.Watch;
using Hub.Host.Work;
using Hub.Host.Work.Tickets;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Outbox;

/// <summary>A refusal is not always the recipient's: what is ours stops everything for a while, what is theirs goes to somebody else, what is the mail's goes to a person.</summary>
public sealed class WhoIsIllTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 12, 10, 0, 0, Wita.Offset));
    private string? answer;
    private string refusedAddress = "";
    private ScriptedSmtp smtp = null!;
    private HubFixture hub = null!;
    private int number;

    public async ValueTask InitializeAsync()
    {
        smtp = new ScriptedSmtp(line => line.StartsWith("RCPT", StringComparison.Ordinal) && line.Contains(refusedAddress, StringComparison.Ordinal) ? answer : null);
        hub = await StartAsync(new());
    }

    private Task<HubFixture> StartAsync(Dictionary<string, string?> more) => HubFixture.StartAsync(
        new Dictionary<string, string?>(more.Concat(Account("Mail", smtp, "hub@setda.contoh"))) { ["Hub:Administrators:0"] = "admin@setda.contoh", ["Hub:Contacts:kesra:Head:0"] = "kepala.kesra@setda.contoh" },
        builder => builder.Services.AddSingleton<TimeProvider>(clock));

    private static Dictionary<string, string?> Account(string setting, ScriptedSmtp server, string from) => new()
    {
        [$"Hub:{setting}:Host"] = "127.0.0.1", [$"Hub:{setting}:Port"] = $"{server.Port}", [$"Hub:{setting}:Security"] = "None", [$"Hub:{setting}:Auth"] = "Anonymous", [$"Hub:{setting}:From"] = from,
    };

    [Fact]
    public async Task A_quota_of_ours_stops_everything_once_marks_nobody_and_the_urgent_leaves_first_afterwards()
    {
        answer = "550 5.4.5 Daily user sending limit exceeded";
        for (var i = 0; i < 8; i++)
        {
            await TellAsync(NoticePurpose.Assigned);
        }

        await TellAsync(NoticePurpose.Escalation);
        await SendAsync();
        await SendAsync();
        clock.Advance(TimeSpan.FromMinutes(3));
        await hub.Get<WatchdogWorker>().LookAsync(Token);

        (await StatesAsync()).ShouldAllBe(s => s == OutboxState.Pending);
        await using (var db = hub.Database.Open())
        {
            (await db.Contacts.CountAsync(c => c.BouncingSince != null, Token)).ShouldBe(0);
            (await db.Alarms.Select(a => a.Code).ToListAsync(Token)).ShouldBe(["sending-stopped"]);
        }

        smtp.Connections.ShouldBe(1, "nothing more is tried before its time");
        answer = null;
        clock.Advance(TimeSpan.FromMinutes(1));
        await SendAsync();

        (await StatesAsync()).ShouldAllBe(s => s == OutboxState.Sent);
        smtp.Taken[0].ShouldContain("Escalation");
    }

    [Fact]
    public async Task While_our_account_is_refused_mail_leaves_by_the_second_and_afterwards_by_the_first_again()
    {
        await using var second = new ScriptedSmtp(_ => null);
        await hub.DisposeAsync();
        hub = await StartAsync(Account("SecondMail", second, "cadangan@setda.contoh"));
        answer = "550 5.4.5 Daily user sending limit exceeded";
        await TellAsync(NoticePurpose.Assigned);
        await TellAsync(NoticePurpose.Escalation);
        await SendAsync();
        await SendAsync();

        (await StatesAsync()).ShouldAllBe(s => s == OutboxState.Sent);
        second.Taken.Count.ShouldBe(2);
        second.Taken[0].ShouldContain("<cadangan@setda.contoh>");
        second.Taken[0].ShouldContain("hub+", Case.Sensitive, "answers go to the account that is read");
        clock.Advance(TimeSpan.FromMinutes(3));
        await hub.Get<WatchdogWorker>().LookAsync(Token);
        await using (var db = hub.Database.Open())
        {
            (await db.Alarms.Select(a => a.Code).ToListAsync(Token)).ShouldBe(["sending-aside"]);
        }

        answer = null;
        clock.Advance(TimeSpan.FromMinutes(1));
        await TellAsync(NoticePurpose.Assigned);
        await SendAsync();

        (smtp.Taken.Count, second.Taken.Count).ShouldBe((2, 2), "the alarm and what is new");
        hub.Get<SendingGate>().StoppedSince.ShouldBeNull();
    }

    [Fact]
    public async Task A_mailbox_that_takes_nothing_is_marked_and_the_next_contact_is_told_the_same_at_once()
    {
        (answer, refusedAddress) = ("550 5.1.1 user unknown", "staf.kesra@setda.contoh");
        await TellAsync(NoticePurpose.Assigned);

        await SendAsync();
        await SendAsync();

        await using var db = hub.Database.Open();
        (await db.Outbox.OrderBy(m => m.Id).Select(m => new { m.Recipient, m.State }).ToListAsync(Token)).Select(m => (m.Recipient, m.State))
            .ShouldBe([("staf.kesra@setda.contoh", OutboxState.Failed), ("kepala.kesra@setda.contoh", OutboxState.Sent)]);
        (await db.Contacts.SingleAsync(c => c.BouncingSince != null, Token)).Address.ShouldBe("staf.kesra@setda.contoh");
    }

    [Fact]
    public async Task A_mail_that_is_refused_for_what_it_is_goes_to_the_administrator_with_the_servers_sentence()
    {
        answer = "554 5.7.1 Message rejected as spam by Content Filtering";
        await TellAsync(NoticePurpose.Assigned);

        await SendAsync();
        await hub.Get<WatchdogWorker>().LookAsync(Token);

        await using var db = hub.Database.Open();
        (await db.Alarms.SingleAsync(Token)).Cause.ToString().ShouldContain("rejected as spam");
        (await db.Outbox.CountAsync(m => m.Purpose == NoticePurpose.Alarm, Token)).ShouldBe(1);
        (await db.Contacts.CountAsync(c => c.BouncingSince != null, Token)).ShouldBe(0);
    }

    [Fact]
    public async Task A_server_that_was_away_is_found_back_within_a_minute_and_all_leave()
    {
        answer = null;
        var port = smtp.Port;
        await smtp.DisposeAsync();
        await TellAsync(NoticePurpose.Assigned);
        for (var minutes = 0; minutes < 16; minutes++)
        {
            await SendAsync();
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        smtp = new ScriptedSmtp(_ => null, port);
        clock.Advance(TimeSpan.FromMinutes(1));
        await SendAsync();

        (await StatesAsync()).ShouldBe([OutboxState.Sent]);
    }

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        await smtp.DisposeAsync();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task SendAsync() => hub.Get<DispatchWorker>().SendAllAsync(Token);

    private async Task<List<OutboxState>> StatesAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Outbox.Where(m => m.Purpose != NoticePurpose.Alarm).Select(m => m.State).ToListAsync(Token);
    }

    private async Task TellAsync(NoticePurpose purpose)
    {
        await using var db = hub.Database.Open();
        var now = clock.GetUtcNow();
        var route = new RoutingDecision { Bureau = "kesra", Kind = SubmissionKind.Complaint, Class = "tidak-berkadar-pengawasan", Score = 1, Triage = false, Why = [new("inbox", [])] };
        var ticket = Ticket.Open(
            new TicketOrigin($"KU-2026-{++number:D6}", "email", "kesra", "kesra", $"{number}"), new Submission { Title = "Pungutan liar", Body = "…", ReceivedAt = now, Reporter = Reporter.Unknown }, route, now);
        hub.Get<LawInForce>().SetClocks(ticket);
        db.Tickets.Add(ticket);
        await db.SaveChangesAsync(Token);
        await hub.Get<OutboxWriter>().AddAsync(db, ticket, purpose, "staf.kesra@setda.contoh", "kesra", new NoticePayload(), now, Token);
        await db.SaveChangesAsync(Token);
    }
}
