using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Mailing.Notices;
using Hub.Host.People.Privacy;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Pages;

/// <summary>What a page says of an act is what became of it.</summary>
public sealed class WhatBecameTests : IAsyncLifetime
{
    private readonly RoomsFixture rooms = new() { Settings = Scenes.Sihab().Concat(MailOffice.Settings()).ToDictionary(StringComparer.Ordinal) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => rooms.InitializeAsync();

    public ValueTask DisposeAsync() => rooms.DisposeAsync();

    /// <summary>It was said to be on its way, and failed half a minute later where only an administrator looks.</summary>
    [Fact]
    public async Task A_word_that_its_source_does_not_take_is_a_persons_to_bring_and_what_it_takes_goes()
    {
        var ticket = await OfSihabAsync();
        var path = $"/tickets/{ticket.Number}";

        (await rooms.GetAsync(path)).ShouldContain("Sumber ini tidak menerima pertanyaan dari hub");
        (await rooms.PostAsync(path, "ask", ("text", "Mohon RAB."))).ShouldContain("Tersimpan, tetapi belum sampai: sumbernya tidak menerima jawaban dari hub.");
        (await WriteBacksAsync()).ShouldBe(0);
        // What came by a file the source may not know at all: whether it takes the words is not said before it did.
        (await rooms.PostAsync(path, "answer", ("text", "Sudah lengkap."), ("last", "true"))).ShouldContain("Jawaban akhir Anda sedang diserahkan kepada ");
        (await WriteBacksAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task What_leads_to_another_ticket_names_it()
    {
        var (leader, follower) = (await rooms.AddTicketAsync("Jalan rusak"), await rooms.AddTicketAsync("Jalan rusak juga"));

        (await rooms.PostAsync($"/tickets/{follower.Number}", "merge", ("into", leader.Number), ("reason", "sama")))
            .ShouldContain($"Digabung. Tiket ini diikuti di bawah <a href=\"/tickets/{leader.Number}\">");
    }

    [Fact]
    public async Task Whoever_gives_a_ticket_away_reads_to_whom()
    {
        var handed = await rooms.AddTicketAsync("Draf keputusan gubernur");
        var returned = await rooms.AddTicketAsync("Bukan untuk kami");

        await rooms.ActAsAsync(RoomsFixture.StaffOf("kesra"), async () =>
        {
            (await rooms.PostAsync($"/tickets/{handed.Number}", "assign", ("bureau", "hukum"), ("reason", "Produk hukum"))).ShouldContain("Sekarang di Biro Hukum, dan stafnya diberi tahu.");
            (await rooms.PostAsync($"/tickets/{returned.Number}", "give-back", ("reason", "Bukan tugas kami"))).ShouldContain("Tiket ini kembali ke triase.");
        });
    }

    /// <summary>Left empty, the day that the old service promised was lost without a word.</summary>
    [Fact]
    public async Task Whoever_passes_on_a_promise_says_which_service_it_is_and_others_need_not()
    {
        var promised = await rooms.AddTicketAsync("Proposal hibah");
        var channel = await rooms.AddTicketAsync("Laporan", then: t => t.SetClocks([Triage(RoomsFixture.Now.AddDays(2)) with { Kind = ClockKind.Channel, Binding = true }]));

        (await rooms.GetAsync($"/tickets/{promised.Number}")).ShouldContain("<option value=\"text\">");
        (await rooms.GetAsync($"/tickets/{channel.Number}")).ShouldContain("<option value=\"text\" selected>");
    }

    /// <summary>Their order was that of another clock, and what had none was never shown.</summary>
    [Fact]
    public async Task Triage_shows_first_what_waits_longest_shows_all_and_says_when_that_was_all()
    {
        var undated = await rooms.AddTicketAsync("Tanpa tenggat triase", bureau: null, due: new DateOnly(2030, 1, 1));
        var calm = await rooms.AddTicketAsync("Masih lama", bureau: null, then: t => t.SetClocks([Triage(RoomsFixture.Now.AddDays(2))]));
        var late = await rooms.AddTicketAsync("Sudah lewat", bureau: null, then: t => t.SetClocks([Triage(RoomsFixture.Now.AddDays(-3))]));

        var first = await rooms.GetAsync("/triage");
        var second = await rooms.GetAsync($"/triage?after={late.Id}");
        var third = await rooms.GetAsync($"/triage?after={calm.Id}");
        var round = await rooms.GetAsync($"/triage?after={undated.Id}");

        (first.Contains("Sudah lewat", StringComparison.Ordinal), second.Contains("Masih lama", StringComparison.Ordinal), third.Contains("Tanpa tenggat triase", StringComparison.Ordinal)).ShouldBe((true, true, true));
        round.ShouldContain("Semua yang menunggu sudah Anda lihat");
        round.ShouldContain("Sudah lewat");
    }

    /// <summary>A reporter called "Panitia Hari Jadi" stopped every reminder of theirs: "hari" stands in each.</summary>
    [Fact]
    public async Task A_name_made_of_the_hubs_own_words_stops_no_notice_and_stands_in_none()
    {
        var reporter = new Reporter { Name = "Panitia Hari Jadi", Email = "panitia.harijadi@contoh.id", Anonymous = true, Secret = true };
        var ticket = await rooms.AddTicketAsync("Tetangga saya bercerita", reporter: reporter, body: "Mohon rahasiakan nama kami, Panitia Hari Jadi.");
        await using var db = rooms.Database.Open();
        await rooms.Running.Get<ReporterVault>().KeepAsync(db, ticket, reporter, Token);
        await db.SaveChangesAsync(Token);
        var row = new OutboxMessage
        {
            Key = "uji", Channel = OutboxChannel.Mail, Recipient = "staf@setda.contoh", Purpose = NoticePurpose.Reminder, TicketId = ticket.Id, Bureau = "organisasi",
            Payload = "{}", MessageId = "uji@hub", DueAt = RoomsFixture.Now, CreatedAt = RoomsFixture.Now,
        };

        var composed = await rooms.Running.Get<NoticeComposer>().ComposeAsync(db, row, Token);

        composed.Held.ShouldBeNull();
        composed.Mail!.Text.ShouldContain(ticket.Number);
        (composed.Mail.Text + composed.Mail.Html + composed.Mail.Subject).ShouldNotContain("Panitia", Case.Insensitive);
    }

    [Fact]
    public async Task What_staff_was_not_told_of_a_ticket_that_is_over_calls_nobody()
    {
        var over = await rooms.AddTicketAsync("Sudah ditutup", then: t => t.Resolve("andi", "Selesai.", RoomsFixture.Now));
        var open = await rooms.AddTicketAsync("Masih terbuka");
        await using (var db = rooms.Database.Open())
        {
            db.Outbox.AddRange(Held(over, NoticePurpose.Reminder, "a"), Held(over, NoticePurpose.Answer, "b"), Held(open, NoticePurpose.Reminder, "c"));
            await db.SaveChangesAsync(Token);
        }

        (await rooms.GetAsync("/")).ShouldContain("2 pemberitahuan tidak terkirim");
        var page = await rooms.GetAsync("/settings/outbox");
        (page.Split($"/tickets/{over.Number}").Length, page.Split($"/tickets/{open.Number}").Length).ShouldBe((2, 2));
    }

    [Fact]
    public async Task A_source_that_is_well_again_is_no_alarm_before_the_next_watch()
    {
        await rooms.AddSourceAsync("sembuh", "Sudah sembuh");
        await rooms.AddSourceAsync("sakit", "Masih sakit", h => (h.FailingSince, h.LastSuccessAt) = (RoomsFixture.Now.AddHours(-1), RoomsFixture.Now.AddHours(-2)));
        await using (var db = rooms.Database.Open())
        {
            db.Alarms.AddRange(Failing("sembuh"), Failing("sakit"));
            await db.SaveChangesAsync(Token);
        }

        var page = await rooms.GetAsync("/");

        page.ShouldContain("sakit: gagal");
        page.ShouldNotContain("sembuh: gagal");
    }

    private static Alarm Failing(string source) => new()
    {
        Family = "watchdog", Key = $"source-failing:{source}", Code = "source-failing", Subject = source, Cause = Said.Quote("gagal"), NextStep = Said.Quote("lihat"),
        FirstSeenAt = RoomsFixture.Now.AddMinutes(-30), LastSeenAt = RoomsFixture.Now.AddMinutes(-5),
    };

    private static OutboxMessage Held(Ticket ticket, NoticePurpose purpose, string key) => new()
    {
        Key = key, Channel = OutboxChannel.Mail, Recipient = "staf@setda.contoh", Purpose = purpose, TicketId = ticket.Id, Bureau = "kesra", Payload = "{}", MessageId = $"{key}@hub", DueAt = RoomsFixture.Now.AddYears(1),
        State = OutboxState.Held, Answer = Said.Quote("tertahan"), CreatedAt = RoomsFixture.Now,
    };

    private static Clock Triage(DateTimeOffset lateAt) => new()
    {
        Kind = ClockKind.Triage, Rule = "triage", StartedAt = RoomsFixture.Now.AddDays(-5), Deadline = new Deadline { DueOn = Hub.Domain.Wita.DateOf(lateAt), LateAt = lateAt }, Binding = true,
    };

    private async Task<Ticket> OfSihabAsync()
    {
        var ticket = await rooms.AddTicketAsync("Bantuan renovasi balai", then: t => t.Accept("andi", RoomsFixture.Now));
        await using var db = rooms.Database.Open();
        await db.Tickets.Where(t => t.Id == ticket.Id).ExecuteUpdateAsync(set => set.SetProperty(t => t.Source, "sihab").SetProperty(t => t.System, "sihab"), Token);
        return ticket;
    }

    private async Task<int> WriteBacksAsync()
    {
        await using var db = rooms.Database.Open();
        return await db.Outbox.CountAsync(m => m.Purpose == NoticePurpose.WriteBack, Token);
    }
}
