using System.Net;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Pages;

public sealed class ActionsTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    [Fact]
    public async Task Staff_answer_and_resolve_without_javascript()
    {
        var ticket = await rooms.AddTicketAsync("Mohon data hibah");

        await As(RoomsFixture.StaffOf("kesra"), async () =>
        {
            (await PostAsync($"/tickets/{ticket.Number}", "answer", ("text", "Sedang kami periksa."), ("last", "false"))).ShouldContain("Sedang kami periksa.");
            await PostAsync($"/tickets/{ticket.Number}", "answer", ("text", "Data terlampir."), ("last", "true"));
        });

        var stored = await LoadAsync(ticket.Number);
        stored.Status.ShouldBe(TicketStatus.Resolved);
        stored.Events.Select(e => e.Kind).ShouldBe([TicketEventKind.Opened, TicketEventKind.Routed, TicketEventKind.Answered, TicketEventKind.Resolved]);
        stored.Events[^1].Actor.ShouldBe("andi");
    }

    [Fact]
    public async Task Whoever_hands_a_ticket_on_reads_that_it_is_elsewhere_and_not_that_it_is_lost()
    {
        var ticket = await rooms.AddTicketAsync("Draf keputusan gubernur");

        var page = "";
        await As(RoomsFixture.StaffOf("kesra"), async () => page = await PostAsync($"/tickets/{ticket.Number}", "assign", ("bureau", "hukum"), ("reason", "Produk hukum")));

        page.ShouldContain($"Tiket {ticket.Number} tidak pada Anda lagi");
        page.ShouldNotContain("tidak ditemukan");
        (await LoadAsync(ticket.Number)).Bureau.ShouldBe("hukum");
    }

    [Fact]
    public async Task What_was_done_is_said_by_its_name_and_an_answer_that_reaches_nobody_says_so()
    {
        var reached = await rooms.AddTicketAsync("Punya surel");
        await using (var db = rooms.Database.Open())
        {
            await Services<ReporterVault>().KeepAsync(db, reached, new Reporter { Email = "warga@contoh.id" }, CancellationToken.None);
            await db.SaveChangesAsync();
        }

        var path = $"/tickets/{reached.Number}";
        (await PostAsync(path, "accept")).ShouldContain("Diterima: tiket ini sedang dikerjakan.");
        (await PostAsync(path, "answer", ("text", "Sedang kami periksa."), ("last", "false"))).ShouldContain("Jawaban Anda dikirim kepada pelapor.");
        (await PostAsync(path, "answer", ("text", "Sedang kami periksa."), ("last", "false"))).ShouldContain("Jawaban yang sama baru saja dikirim.");
        (await PostAsync(path, "note", ("text", "Sudah ditelepon."))).ShouldContain("Catatan tersimpan; pelapor tidak diberi tahu.");
        (await PostAsync(path, "assign", ("bureau", "hukum"), ("reason", "Produk hukum"))).ShouldContain("Sekarang di Biro Hukum, dan stafnya diberi tahu.");

        var unreached = await rooms.AddTicketAsync("Tanpa surel");
        (await PostAsync($"/tickets/{unreached.Number}", "answer", ("text", "Selesai."), ("last", "true"))).ShouldContain("Tersimpan, tetapi belum sampai");
    }

    [Fact]
    public async Task Reminders_in_a_row_are_one_step_that_unfolds()
    {
        var ticket = await rooms.AddTicketAsync("Sering diingatkan", then: t =>
        {
            foreach (var day in Enumerable.Range(0, 27))
            {
                t.Remark(new Happening.Reminded($"clock-1/v1/late-{day}/Staff", "late", "Staff", 2, new DateOnly(2026, 2, 1)), "hub", null, RoomsFixture.Now.AddDays(day - 40));
            }
        });

        var page = await rooms.GetAsync($"/tickets/{ticket.Number}");

        page.ShouldContain("27 pengingat dikirim");
        page.ShouldNotContain("langkah sebelumnya");
    }

    [Fact]
    public async Task A_refused_answer_keeps_what_was_typed_and_says_why()
    {
        var ticket = await rooms.AddTicketAsync("Sudah selesai", then: t => t.Accept("andi", RoomsFixture.Now));
        var (form, client) = await FormAsync($"/tickets/{ticket.Number}", "merge");
        using (client)
        {
            var answer = await client.PostAsync($"/tickets/{ticket.Number}", new FormUrlEncodedContent([.. form, new("into", "KU-2026-999999"), new("reason", "sama dengan yang lain")]));

            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            page.ShouldContain("Tiket KU-2026-999999 tidak ada.");
            page.ShouldContain("value=\"sama dengan yang lain\"");
        }
    }

    [Fact]
    public async Task A_form_made_before_somebody_elses_change_is_refused_with_his_name_and_keeps_what_was_typed()
    {
        var ticket = await rooms.AddTicketAsync("Dua orang sekaligus");
        var before = (await rooms.GetAsync($"/tickets/{ticket.Number}")).Contains("name=\"seen\" value=\"2\"", StringComparison.Ordinal);
        await As(RoomsFixture.StaffOf("kesra"), () => PostAsync($"/tickets/{ticket.Number}", "answer", ("text", "Kami periksa."), ("last", "false"), ("seen", "2")));

        var (form, client) = await FormAsync($"/tickets/{ticket.Number}", "ask");
        using var stale = client;
        var answer = await stale.PostAsync($"/tickets/{ticket.Number}", new FormUrlEncodedContent([.. form, new("text", "Nomor rekening?"), new("seen", "2")]));
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);

        before.ShouldBeTrue();
        page.ShouldContain("andi menjawab pelapor");
        page.ShouldContain(">Nomor rekening?</textarea>");
        (await LoadAsync(ticket.Number)).Status.ShouldBe(TicketStatus.InProgress);
    }

    [Theory]
    [InlineData("2026-03-21", true)]
    [InlineData("2026-04-30", false)]
    public async Task The_day_of_the_event_is_entered_and_a_request_too_close_to_it_is_marked(string day, bool marked)
    {
        var ticket = await rooms.AddTicketAsync("Peminjaman ruang rapat", bureau: "umum");
        await PostAsync($"/tickets/{ticket.Number}", "service", ("service", "27"));

        var page = await PostAsync($"/tickets/{ticket.Number}", "event", ("on", day));

        (await LoadAsync(ticket.Number)).EventOn.ShouldBe(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));
        page.Contains("Permohonan mepet acara", StringComparison.Ordinal).ShouldBe(marked);
    }

    [Fact]
    public async Task Leadership_reads_and_changes_nothing()
    {
        var ticket = await rooms.AddTicketAsync("Untuk pimpinan");
        var (form, client) = await FormAsync($"/tickets/{ticket.Number}", "answer");
        using (client)
        {
            await As(new CurrentUser("lina", new HashSet<string> { Roles.Leadership }, null), async () =>
            {
                (await rooms.GetAsync($"/tickets/{ticket.Number}")).ShouldNotContain("id=\"answer-text\"");
                await client.PostAsync($"/tickets/{ticket.Number}", new FormUrlEncodedContent([.. form, new("text", "Bukan saya"), new("last", "true")]));
            });
        }

        (await LoadAsync(ticket.Number)).Status.ShouldBe(TicketStatus.New);
    }

    [Fact]
    public async Task A_post_without_its_token_changes_nothing()
    {
        var ticket = await rooms.AddTicketAsync("Tanpa tanda");
        using var client = rooms.Client();

        var answer = await client.PostAsync($"/tickets/{ticket.Number}", new FormUrlEncodedContent([new("_handler", "accept")]));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await LoadAsync(ticket.Number)).Status.ShouldBe(TicketStatus.New);
    }

    [Fact]
    public async Task Triage_gives_the_ticket_to_the_chosen_bureau_and_shows_the_next()
    {
        var first = await rooms.AddTicketAsync("Parkir liar di pasar", bureau: null);
        await rooms.AddTicketAsync("Usul jam layanan", bureau: null);

        var page = await PostAsync("/triage", "other", ("number", first.Number), ("bureau", "hukum"));

        page.ShouldContain($"{first.Number} diteruskan ke Biro Hukum.");
        page.ShouldContain("Usul jam layanan");
        (await LoadAsync(first.Number)).Bureau.ShouldBe("hukum");
    }

    [Fact]
    public async Task An_identity_opens_only_with_a_purpose_and_never_below_the_verifier_when_anonymous()
    {
        var ticket = await rooms.AddTicketAsync("Laporan warga", reporter: new Reporter { Name = "Budi Contoh", Anonymous = true });
        await using (var db = rooms.Database.Open())
        {
            await Services<ReporterVault>().KeepAsync(db, ticket, new Reporter { Name = "Budi Contoh" }, CancellationToken.None);
            await db.SaveChangesAsync();
        }

        (await rooms.GetAsync($"/tickets/{ticket.Number}")).ShouldNotContain("Budi Contoh");
        await As(RoomsFixture.StaffOf("kesra"), async () => (await rooms.GetAsync($"/tickets/{ticket.Number}")).ShouldNotContain("Buka identitas"));
        (await PostAsync($"/tickets/{ticket.Number}", "identity", ("purpose", "abc"))).ShouldNotContain("Budi Contoh");
        (await PostAsync($"/tickets/{ticket.Number}", "identity", ("purpose", "Menghubungi untuk klarifikasi"))).ShouldContain("Budi Contoh");
        await using var trail = rooms.Database.Open();
        (await trail.Audit.AnyAsync(a => a.Action == "reporter.opened" && a.Subject == ticket.Number)).ShouldBeTrue();
    }

    [Fact]
    public async Task An_opened_identity_tells_every_name_under_which_somebody_sent()
    {
        var ticket = await rooms.AddTicketAsync("Laporan dua nama", reporter: new Reporter { Name = "Budi Contoh", Anonymous = true });
        await using (var db = rooms.Database.Open())
        {
            await Services<ReporterVault>().KeepAsync(db, ticket, new Reporter { Name = "Budi Contoh" }, CancellationToken.None);
            await db.SaveChangesAsync();
            await Services<ReporterVault>().KeepAsync(db, ticket, new Reporter { Name = "Wulansari Teladan", Email = "wulan@contoh.id" }, CancellationToken.None);
            await db.SaveChangesAsync();
        }

        var page = await PostAsync($"/tickets/{ticket.Number}", "identity", ("purpose", "Menghubungi untuk klarifikasi"));

        page.ShouldContain("Budi Contoh");
        page.ShouldContain("Wulansari Teladan");
        (await rooms.GetAsync($"/tickets/{ticket.Number}")).ShouldNotContain("Wulansari");
    }

    private T Services<T>() where T : notnull => (T)rooms.Services.GetService(typeof(T))!;

    private async Task<Ticket> LoadAsync(string number)
    {
        await using var db = rooms.Database.Open();
        return await db.Tickets.Include(t => t.Events.OrderBy(e => e.Sequence)).SingleAsync(t => t.Number == number);
    }

    private Task As(CurrentUser user, Func<Task> act) => rooms.ActAsAsync(user, act);

    private Task<string> PostAsync(string path, string handler, params (string Name, string Value)[] fields) => rooms.PostAsync(path, handler, fields);

    private Task<(List<KeyValuePair<string, string>> Form, HttpClient Client)> FormAsync(string path, string handler) => rooms.FormAsync(path, handler);
}
