using System.Net;
using Hub.Domain;
using Hub.Domain.Privacy;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Mailing.Notices;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Tickets;
using Hub.Tests.Host.Pages;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Attacks;

/// <summary>A blot in words of the hub's own tells the name that is one of them; a word that came from outside and passes no gate tells it outright.</summary>
public sealed class OwnWordsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 11, 3, 9, 0, 0, Wita.Offset));
    private RoomsFixture rooms = null!;
    private int opened;

    public async ValueTask InitializeAsync()
    {
        rooms = new RoomsFixture { Clock = clock, Settings = MailOffice.Settings() };
        await rooms.InitializeAsync();
    }

    public async ValueTask DisposeAsync() => await rooms.DisposeAsync();

    /// <summary>The same words stood in clear on the page beside the notice.</summary>
    [Theory]
    [InlineData("Hibah Utami")]
    [InlineData("Sen")]
    [InlineData("Nov")]
    [InlineData("Permohonan Baru")]
    [InlineData("Gubernur")]
    public async Task What_the_hub_itself_says_in_a_notice_is_the_same_whoever_sent_the_item(string name)
    {
        var (_, others) = await NoticeAsync("Zulvanka", "Laporan warga", "Mohon ditindaklanjuti.");
        var (ticket, notice) = await NoticeAsync(name, "Laporan warga", $"Mohon ditindaklanjuti. Saya, {name}, menunggu.");

        notice.ShouldNotContain("Saya, " + name);
        notice.ShouldContain("Saya, ▇▇▇▇, menunggu.");
        notice.Replace("Saya, ▇▇▇▇, menunggu.", "").Split("▇▇▇▇").Length.ShouldBe(1, notice);
        Skeleton(notice, ticket).ShouldBe(Skeleton(others, null));
    }

    [Fact]
    public void The_grounds_that_name_a_service_or_a_bureau_stay_and_those_that_quote_the_item_do_not()
    {
        var why = new TicketTexts
        {
            Route = new RoutingDecision
            {
                Kind = SubmissionKind.Request, Score = 1, Triage = false,
                Why = [new("source-says", ["3", "Permohonan dan Pencairan Bantuan Hibah"]), new("rule-asks", ["hibah-1", "Hibah selalu dilihat orang"]), new("against", ["Hibah", "hibah"]), new("words", ["hibah", "masjid"])],
            },
        }.Each(word => word.Replace("hibah", "▇", StringComparison.OrdinalIgnoreCase)).Route.Why;

        why.SelectMany(r => r.Values).ShouldBe(["3", "Permohonan dan Pencairan Bantuan Hibah", "hibah-1", "Hibah selalu dilihat orang", "Hibah", "▇", "▇", "masjid"]);
    }

    [Fact]
    public async Task Whom_somebody_asked_and_where_it_was_sent_lie_open_without_the_name()
    {
        var (ticket, _) = await NoticeAsync("Brimoteru Zulvanka", "Laporan", "Mohon ditindaklanjuti.");
        await rooms.Running.ChangeAsync(ticket.Number, new TicketChange.WaitFor(rooms.Running.Get<LawInForce>().Standards.AuthorityOf("Kantor Brimoteru").Key, "Kantor Brimoteru", "12/Zulvanka/2027", new DateOnly(2027, 11, 3)));
        await rooms.Running.ChangeAsync(ticket.Number, new TicketChange.StopWaiting(null));
        await rooms.Running.ChangeAsync(ticket.Number, new TicketChange.NotOurs("Kantor Brimoteru", "Bukan urusan kami.") { Wording = Wording.AsTheyAre });

        await using var db = rooms.Database.Open();
        var events = await db.TicketEvents.AsNoTracking().Where(e => e.TicketId == ticket.Id).ToListAsync(Token);
        events.ShouldAllBe(e => e.Data == null || (!e.Data.Contains("Brimoteru") && !e.Data.Contains("Zulvanka")));
        events.Single(e => e.Kind == TicketEventKind.NotOurs).Of<Happening.NotOurs>()!.Target.ShouldBe("Kantor ▇▇▇▇");
        (await db.Outbox.AsNoTracking().Where(m => m.TicketId == ticket.Id).Select(m => m.Payload).ToListAsync(Token)).ShouldAllBe(p => !p.Contains("Brimoteru"));
        var told = await db.Outbox.AsNoTracking().SingleAsync(m => m.TicketId == ticket.Id && m.Purpose == NoticePurpose.Answer, Token);
        (await rooms.Running.Get<NoticeComposer>().ComposeAsync(db, told, Token)).Mail!.Text.ShouldContain("Kantor Brimoteru", customMessage: "whoever wrote hears where it went");
    }

    [Fact]
    public async Task Of_a_secret_ticket_whoever_works_on_it_still_reads_whom_somebody_asked()
    {
        var ticket = await PutAsync(new Submission { Title = "Laporan", Body = "Isi.", ReceivedAt = clock.GetUtcNow(), Reporter = new Reporter { Name = "Brimoteru Zulvanka", Secret = true } }, "SIHAB-2");
        await rooms.Running.ChangeAsync(ticket.Number, new TicketChange.WaitFor(rooms.Running.Get<LawInForce>().Standards.AuthorityOf("Dinas Perhubungan").Key, "Dinas Perhubungan", "12/DP/2027", new DateOnly(2027, 11, 3)));

        var page = WebUtility.HtmlDecode(await rooms.GetAsync($"/tickets/{ticket.Number}"));
        await using var db = rooms.Database.Open();

        page.Split("Dinas Perhubungan, 12/DP/2027").Length.ShouldBe(2, "the history");
        page.Split("Dinas Perhubungan").Length.ShouldBeGreaterThan(2, "the deadline");
        (await db.TicketEvents.AsNoTracking().SingleAsync(e => e.TicketId == ticket.Id && e.Kind == TicketEventKind.WaitingBegan, Token)).Data!.ShouldNotContain("Perhubungan");
    }

    [Fact]
    public async Task How_it_stood_at_its_source_lies_open_without_the_name()
    {
        await using var db = rooms.Database.Open();
        var ticket = await PutAsync(new Submission { Title = "Laporan", Body = "Isi.", SourceStatus = "Diajukan oleh Brimoteru", ReceivedAt = clock.GetUtcNow(), Reporter = new Reporter { Name = "Brimoteru Zulvanka", Anonymous = true } }, "SIHAB-1");

        var begun = await db.TicketEvents.AsNoTracking().SingleAsync(e => e.TicketId == ticket.Id && e.Kind == TicketEventKind.Opened, Token);
        begun.Of<Happening.Opened>()!.SourceStatus.ShouldBe("Diajukan oleh ▇▇▇▇");
        rooms.Running.Get<TicketSeal>().Open<Layers<EventTexts>>((await db.Tickets.AsNoTracking().SingleAsync(t => t.Id == ticket.Id, Token)), begun.Sealed)!.Whole.Data.ShouldNotBeNull().ShouldContain("Brimoteru");
    }

    [Fact]
    public async Task The_number_of_an_item_at_its_source_is_shown_without_who_sent_it()
    {
        const string number = "SIHAB-Brimoteru-6503014507850007";
        var ticket = await PutAsync(new Submission { Title = "Laporan", Body = "Isi.", ReceivedAt = clock.GetUtcNow(), Reporter = new Reporter { Name = "Brimoteru Zulvanka", Anonymous = true } }, number);
        await rooms.AddSourceAsync("sihab", "SIHAB");
        await using (var db = rooms.Database.Open())
        {
            db.Envelopes.Add(new StoredEnvelope { Source = "sihab", ExternalId = number, ItemVersion = "1", MediaType = "application/json", Raw = "{}"u8.ToArray(), RawLength = 2, ReceivedAt = clock.GetUtcNow(), SeenAt = clock.GetUtcNow(), Status = Hub.Domain.Envelopes.EnvelopeStatus.Done, NextAttemptAt = clock.GetUtcNow(), TicketId = ticket.Id });
            await db.SaveChangesAsync(Token);
        }

        var pages = new[] { $"/tickets/{ticket.Number}", "/sources/sihab/messages" }.Select(rooms.GetAsync);
        foreach (var page in await Task.WhenAll(pages))
        {
            page.ShouldNotContain("Brimoteru");
            page.ShouldNotContain("6503014507850007");
            WebUtility.HtmlDecode(page).ShouldContain("SIHAB-▇▇▇▇");
        }

        await using var store = rooms.Database.Open();
        (await store.Tickets.AsNoTracking().SingleAsync(t => t.Id == ticket.Id, Token)).ExternalId.ShouldBe(number, "by it a repeat is known");
    }

    [Theory]
    [InlineData("/tickets/export.csv")]
    [InlineData("/letters/export.csv")]
    public async Task The_trail_of_what_was_taken_away_holds_no_word_that_a_list_does_not_offer(string path)
    {
        await rooms.GetAsync($"{path}?bureau=Zulvanka%20Brimoteru45&source=Zulvanka&system=Zulvanka&class=Zulvanka&by=Zulvanka&from=Zulvanka&to=2027-11-30&status=Zulvanka&Zulvanka=1&q=Zulvanka&separator=Zulvanka");
        await rooms.GetAsync("/tickets/export.csv?bureau=kesra&service=3&status=All&from=2027-11-01");

        await using var db = rooms.Database.Open();
        var trail = await db.Audit.AsNoTracking().Where(a => a.Action == "list.exported" || a.Action == "letters.exported").OrderBy(a => a.Id).Select(a => a.Detail).ToListAsync(Token);
        trail[0]!.ShouldNotContain("Zulvanka");
        trail[0]!.ShouldContain("to=2027-11-30");
        trail[^1].ShouldBe("?bureau=kesra&status=All&service=3&from=2027-11-01");
    }

    [Fact]
    public async Task A_number_that_was_never_anybodys_is_not_found_whatever_the_address_claims_to_have_done()
    {
        var (ticket, _) = await NoticeAsync("Zulvanka", "Laporan", "Mohon ditindaklanjuti.");
        rooms.As = RoomsFixture.StaffOf("hukum");
        foreach (var number in (string[])["KU-2027-999999", ticket.Number])
        {
            using var client = new HttpClient();
            using var answer = await client.GetAsync(new Uri(rooms.Address, $"/tickets/{number}?done=true"), Token);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, number);
            (await answer.Content.ReadAsStringAsync(Token)).ShouldNotContain("tidak pada Anda lagi");
        }
    }

    private async Task<(Ticket Ticket, string Notice)> NoticeAsync(string name, string title, string body)
    {
        var ticket = await PutAsync(new Submission { Title = title, Body = body, ReceivedAt = clock.GetUtcNow(), Reporter = new Reporter { Name = name, Email = "warga@contoh.id", Anonymous = true } }, Guid.NewGuid().ToString("N"));
        await using var db = rooms.Database.Open();
        var row = new OutboxMessage { Key = ticket.Number, Channel = OutboxChannel.Mail, MessageId = $"{ticket.Number}@setda.contoh", TicketId = ticket.Id, Purpose = NoticePurpose.Assigned, Recipient = "staf@setda.contoh", Bureau = "kesra", Payload = "{}", CreatedAt = clock.GetUtcNow(), DueAt = clock.GetUtcNow() };
        var mail = (await rooms.Running.Get<NoticeComposer>().ComposeAsync(db, row, Token)).Mail!;
        return (ticket, $"{mail.Subject}\n{mail.Text}");
    }

    private async Task<Ticket> PutAsync(Submission submission, string id)
    {
        var route = new RoutingDecision { Bureau = "kesra", Service = 3, Kind = SubmissionKind.Request, Score = 1, Triage = false, Why = [new("source-says", ["3", "Permohonan dan Pencairan Bantuan Hibah"])] };
        var ticket = rooms.Running.Get<LawInForce>().Imagine(new TicketOrigin($"KU-2027-{++opened:000000}", "email", "sihab", "sihab", id), submission, route, clock.GetUtcNow());
        await using var db = rooms.Database.Open();
        db.Tickets.Add(ticket);
        await db.SaveChangesAsync(Token);
        await rooms.Running.Get<ReporterVault>().KeepAsync(db, ticket, submission.Reporter, Token);
        await db.SaveChangesAsync(Token);
        return ticket;
    }

    /// <summary>Without what differs from ticket to ticket.</summary>
    private static string Skeleton(string notice, Ticket? ticket) => System.Text.RegularExpressions.Regex.Replace(notice.Replace(" Saya, ▇▇▇▇, menunggu.", ""), @"KU-\d{4}-\d{6}|https?://\S+|<[^>]+>", "#");

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
