using Hub.Domain.Deadlines;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;

namespace Hub.Tests.Host.Pages;

/// <summary>Lists and pages say whose turn it is: the reporter's, ours, or that of whoever has the ticket now.</summary>
public sealed class WhoseTurnTests : IAsyncLifetime
{
    private const string Answered = "Pelapor sudah menjawab";

    private readonly RoomsFixture rooms = new();

    public ValueTask InitializeAsync() => rooms.InitializeAsync();

    public ValueTask DisposeAsync() => rooms.DisposeAsync();

    /// <summary>The day on which the pause itself would end was shown as time left.</summary>
    [Fact]
    public async Task What_waits_for_the_reporter_has_no_days_left_and_says_since_when_it_waits()
    {
        var ticket = await rooms.AddTicketAsync("Menunggu akta", then: Asked);

        foreach (var path in new[] { "/tickets", $"/tickets/{ticket.Number}" })
        {
            var page = await rooms.GetAsync(path);
            page.ShouldContain("Jeda sejak");
            page.ShouldNotMatch("Sisa [0-9]");
            page.ShouldNotContain(Mark);
        }
    }

    /// <summary>A pause holds a clock for thirty days at most (R19): a forgotten question hides no deadline.</summary>
    [Fact]
    public async Task A_pause_that_has_run_out_shows_the_days_again()
    {
        await rooms.AddTicketAsync("Lama menunggu", then: t => Pause(t, RoomsFixture.Now.AddDays(-Pauses.LongestOpen - 1)));

        (await rooms.GetAsync("/tickets")).ShouldMatch("Sisa [0-9]");
    }

    [Fact]
    public async Task Who_answered_is_marked_in_the_list_and_the_head_until_somebody_takes_it_up()
    {
        var ticket = await rooms.AddTicketAsync("Akta menyusul", then: t =>
        {
            Asked(t);
            t.HearReporter("Ini aktanya.", RoomsFixture.Now.AddHours(-1));
        });
        await rooms.AddTicketAsync("Belum dijawab", then: Asked);
        await rooms.AddTicketAsync("Menulis tanpa ditanya", then: t => t.HearReporter("Tambahan.", RoomsFixture.Now));
        await rooms.AddTicketAsync("Sudah diambil lagi", then: t =>
        {
            Asked(t);
            t.HearReporter("Ini aktanya.", RoomsFixture.Now.AddHours(-1));
            t.Complete("andi", RoomsFixture.Now);
        });

        var found = await rooms.GetAsync("/tickets?status=AnsweredByReporter");
        found.ShouldContain("1 tiket");
        found.ShouldContain("Akta menyusul");
        (await rooms.GetAsync("/tickets")).Split(Mark).Length.ShouldBe(2);
        (await rooms.GetAsync($"/tickets/{ticket.Number}")).ShouldContain(Mark);
        (await rooms.GetAsync("/")).ShouldMatch("<a class=\"num[^>]*status=AnsweredByReporter[^>]*>1</a>");
    }

    /// <summary>Only administrators had heard of it.</summary>
    [Fact]
    public async Task An_answer_that_did_not_arrive_is_on_the_first_screen_of_whoever_holds_the_ticket_until_it_is_set_aside()
    {
        var ticket = await rooms.AddTicketAsync("Jawaban ditolak");
        await rooms.AddTicketAsync("Jawaban sampai");
        await using var db = rooms.Database.Open();
        var notice = new OutboxMessage
        {
            Key = $"jawaban/{ticket.Id}", TicketId = ticket.Id, Channel = OutboxChannel.Mail, Recipient = "reporter/x", Purpose = NoticePurpose.Answer, Payload = "{}", MessageId = $"{ticket.Id}@hub.contoh",
            State = OutboxState.Failed, DueAt = RoomsFixture.Now, CreatedAt = RoomsFixture.Now,
        };
        db.Outbox.Add(notice);
        await db.SaveChangesAsync();
        rooms.As = RoomsFixture.StaffOf("kesra");
        try
        {
            (await rooms.GetAsync("/")).ShouldMatch("<a class=\"num[^>]*status=Undelivered[^>]*>1</a>");
            var found = await rooms.GetAsync("/tickets?status=Undelivered");
            (found.Contains("Jawaban ditolak", StringComparison.Ordinal), found.Contains("Jawaban sampai", StringComparison.Ordinal)).ShouldBe((true, false));

            notice.State = OutboxState.SetAside;
            await db.SaveChangesAsync();
            (await rooms.GetAsync("/tickets?status=Undelivered")).ShouldNotContain("Jawaban ditolak");
        }
        finally
        {
            rooms.As = RoomsFixture.Verifier;
        }
    }

    /// <summary>Deciding led back to the card that was skipped first.</summary>
    [Fact]
    public async Task After_a_decision_comes_the_card_behind_it_not_one_that_was_skipped()
    {
        var skipped = await rooms.AddTicketAsync("Dilewati", bureau: null, due: new DateOnly(2026, 3, 20));
        var decided = await rooms.AddTicketAsync("Diputuskan", bureau: null, due: new DateOnly(2026, 3, 23));
        await rooms.AddTicketAsync("Berikutnya", bureau: null, due: new DateOnly(2026, 3, 24));

        var page = await rooms.PostAsync($"/triage?after={skipped.Id}", "choose", ("number", decided.Number), ("place", "kesra/3"));

        page.ShouldContain($"{decided.Number} diteruskan");
        page.ShouldContain("<h2>Berikutnya</h2>");
    }

    /// <summary>It was not found, a minute after its own clerk had passed it on.</summary>
    [Fact]
    public async Task What_the_bureau_passed_on_is_listed_and_its_page_says_to_whom_it_went()
    {
        var handed = await rooms.AddTicketAsync("Draf keputusan gubernur", then: t => HandOn(t, "budi"));
        var other = await rooms.AddTicketAsync("Milik biro lain", "hukum");

        await rooms.ActAsAsync(RoomsFixture.StaffOf("kesra"), async () =>
        {
            (await rooms.GetAsync("/tickets")).ShouldContain("href=\"/tickets/passed-on\"");
            var list = await rooms.GetAsync("/tickets/passed-on");
            list.ShouldContain(handed.Number);
            list.ShouldContain("Hukum");
            list.ShouldContain("Baru");
            list.ShouldNotContain("Draf keputusan gubernur");
            list.ShouldNotContain(other.Number);
            var page = await rooms.GetAsync($"/tickets/{handed.Number}");
            page.ShouldContain("Tiket ini diteruskan ke Biro Hukum pada");
            page.ShouldNotContain("Draf keputusan gubernur");
        });
    }

    [Fact]
    public async Task A_protected_one_says_only_to_whoever_gave_it_what_they_knew_then()
    {
        var reporter = new Reporter { Anonymous = true, Secret = true };
        var ticket = await rooms.AddTicketAsync("Laporan rahasia", reporter: reporter, then: t =>
        {
            HandOn(t, "andi");
            t.Assign(new Placement("umum", null, null), "siti", null, RoomsFixture.Now);
        });

        await rooms.ActAsAsync(RoomsFixture.StaffOf("kesra"), async () =>
        {
            var page = await rooms.GetAsync("/tickets/passed-on");
            page.ShouldContain(ticket.Number);
            page.ShouldContain("Hukum");
            page.ShouldNotContain("Umum");
            page.ShouldNotContain("class=\"tag");
        });
        await rooms.ActAsAsync(new CurrentUser("rekan", new HashSet<string> { Roles.Staff }, "kesra"), async () => (await rooms.GetAsync("/tickets/passed-on")).ShouldNotContain(ticket.Number));
    }

    [Fact]
    public async Task The_head_of_every_page_names_who_is_signed_in_and_lets_them_out()
    {
        var head = (await rooms.GetAsync("/")).Split("</header>")[0];

        head.ShouldContain(">siti</a>");
        head.ShouldContain("action=\"/keluar\"");
    }

    /// <summary>As a mark; the same words are a choice of the list.</summary>
    private const string Mark = Answered + "</span>";

    private static void Asked(Ticket ticket) => Pause(ticket, RoomsFixture.Now.AddDays(-2));

    private static void Pause(Ticket ticket, DateTimeOffset since)
    {
        ticket.AskReporter("andi", "Mohon akta yayasan.", since);
        ticket.SetClocks(
        [
            new Clock
            {
                Kind = ClockKind.Promise, Rule = "service-3", StartedAt = RoomsFixture.Now.AddDays(-40), Binding = true, PausedSince = Hub.Domain.Wita.DateOf(since),
                Deadline = new Deadline { DueOn = new DateOnly(2026, 4, 30), LateAt = Hub.Domain.Wita.StartOf(new DateOnly(2026, 5, 1)).ToUniversalTime() },
            },
        ]);
    }

    private static void HandOn(Ticket ticket, string actor) => ticket.Assign(new Placement("hukum", null, null), actor, "Produk hukum", RoomsFixture.Now.AddHours(-3));
}
