using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Pages;

/// <summary>What a person typed survives: sessions that end, hubs that stop, colleagues who are faster, a second click, a wrong key.</summary>
public sealed partial class NothingLostTests : IAsyncLifetime
{
    private const string Words = "Berkas Bapak sudah lengkap, kami teruskan ke tim teknis.";

    private readonly FakeTimeProvider clock = new(RoomsFixture.Now);
    private readonly RoomsFixture rooms;

    public NothingLostTests() => rooms = new RoomsFixture { Clock = clock };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => rooms.InitializeAsync();

    public ValueTask DisposeAsync() => rooms.DisposeAsync();

    [Fact]
    public async Task What_is_typed_is_kept_sealed_for_its_writer_until_it_is_sent()
    {
        var ticket = await rooms.AddTicketAsync("Mohon data hibah");
        var path = $"/tickets/{ticket.Number}";

        (await SendAsync("/typed", path, "answer", ("text", Words))).Status.ShouldBe(HttpStatusCode.NoContent);

        (await rooms.GetAsync(path)).ShouldContain($">{Words}</textarea>");
        await rooms.ActAsAsync(RoomsFixture.StaffOf("kesra"), async () =>
        {
            var page = await rooms.GetAsync(path);
            page.ShouldNotContain(Words);
            page.ShouldContain("siti sedang menulis di tiket ini");
        });
        await using (var db = rooms.Database.Open())
        {
            Encoding.UTF8.GetString((await db.KeptForms.SingleAsync(Token)).Sealed).ShouldNotContain("lengkap");
        }

        (await SendAsync(path, path, "answer", ("text", Words), ("last", "false"))).Page.ShouldContain("Tersimpan, tetapi belum sampai: alamat surel pelapor tidak diketahui.");

        await using var after = rooms.Database.Open();
        (await after.KeptForms.AnyAsync(Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_purpose_typed_before_a_proof_stands_in_its_form_again_and_the_page_says_that_nothing_was_opened()
    {
        const string path = "/tickets/KU-2026-000001";
        await using var hub = await HubFixture.StartAsync();
        await AddTicketAsync(hub);
        using var siti = await Visitor.SignedInAsync(hub, "siti", null, Roles.Verifier);
        await using var db = hub.Database.Open();
        await db.Set<UserSession>().ExecuteUpdateAsync(set => set.SetProperty(s => s.ProvenAt, DateTimeOffset.UnixEpoch), Token);
        var page = await siti.ReadAsync(path);
        (string, string)[] form = [("_handler", "identity"), ("__RequestVerificationToken", Visitor.TokenOf(page)!), ("writer", WriterOf(page)), ("purpose", "Menghubungi untuk klarifikasi")];

        (await siti.PostAsync(path, form)).Headers.Location!.ToString().ShouldStartWith("/account/proof");

        var again = WebUtility.HtmlDecode(await siti.ReadAsync(path));
        again.ShouldContain("value=\"Menghubungi untuk klarifikasi\"");
        again.ShouldContain("Identitas belum dibuka.");
        (await siti.SubmitAsync("/account/proof?back=/", "proof", ("proof", Visitor.Password))).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await siti.PostAsync(path, form)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await siti.ReadAsync(path)).ShouldNotContain("Menghubungi untuk klarifikasi");
    }

    /// <summary>The session is over, the hub was started anew, and the first who signs in there is not the writer.</summary>
    [Fact]
    public async Task A_form_sent_after_the_session_ended_is_filled_in_again_after_sign_in_and_for_nobody_else()
    {
        using var folder = new TemporaryFolder();
        string page;
        (string, string)[] form;
        await using (var hub = await HubFixture.StartAsync(folder: folder))
        {
            await AddTicketAsync(hub);
            using var andi = await Visitor.SignedInAsync(hub, "andi", "kesra", Roles.Staff);
            page = await andi.ReadAsync("/tickets/KU-2026-000001");
            form = [("_handler", "answer"), ("__RequestVerificationToken", Visitor.TokenOf(page)!), ("writer", WriterOf(page)), ("seen", "2"), ("text", Words), ("last", "false")];
            await using (var db = hub.Database.Open())
            {
                await db.Set<UserSession>().ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, TimeProvider.System.GetUtcNow()), Token);
            }

            // What is typed while nobody notices that the session is over is kept too, and the page is told.
            (await andi.PostAsync("/typed", [.. form.Where(f => f.Item1 != "text"), ("text", "Kalimat sebelumnya")])).StatusCode.ShouldBe(HttpStatusCode.Found);
            await using (var db = hub.Database.Open())
            {
                (await db.KeptForms.CountAsync(Token)).ShouldBe(1);
            }

            var answer = await andi.PostAsync("/tickets/KU-2026-000001", form);

            answer.StatusCode.ShouldBe(HttpStatusCode.Found);
            answer.Headers.Location!.ToString().ShouldBe("/masuk?kembali=%2Ftickets%2FKU-2026-000001");
            (await andi.ReadAsync("/masuk")).ShouldNotContain(Words);
        }

        await using (var hub = await HubFixture.StartAsync(folder: folder))
        {
            using var other = await Visitor.SignedInAsync(hub, "rina", "kesra", Roles.Staff);
            (await other.ReadAsync("/tickets/KU-2026-000001")).ShouldNotContain(Words);
            using var again = new Visitor(hub);
            await again.SignInAsync("andi", Visitor.Password);
            (await again.ReadAsync("/tickets/KU-2026-000001")).ShouldContain($">{Words}</textarea>");

            // The token of the old page is good for nothing now; its words are.
            var stale = await again.PostAsync("/tickets/KU-2026-000001", [.. form.Where(f => f.Item1 != "text"), ("text", "Kalimat kedua")]);
            stale.StatusCode.ShouldBe(HttpStatusCode.Found);
            (await again.ReadAsync("/tickets/KU-2026-000001")).ShouldContain(">Kalimat kedua</textarea>");
            await using var db = hub.Database.Open();
            (await db.TicketEvents.AnyAsync(e => e.Kind == TicketEventKind.Answered, Token)).ShouldBeFalse();
        }
    }

    /// <summary>Settings like tickets; a password is typed anew.</summary>
    [Fact]
    public async Task A_settings_form_sent_after_the_session_ended_is_filled_in_again_but_for_its_secrets_and_gone_once_sent()
    {
        const string Path = "/settings/mail";
        const string Secret = "kuda-laut-berenang-jauh-7";
        using var folder = new TemporaryFolder();
        await using (var hub = await HubFixture.StartAsync(folder: folder))
        {
            using var andi = await Visitor.SignedInAsync(hub, "andi", null, Roles.Administrator);
            var form = FormOf(await andi.ReadAsync(Path), ("Host", "surel.contoh.id"), ("From", "hub@contoh.id"), ("Password", Secret));
            await using (var db = hub.Database.Open())
            {
                await db.Set<UserSession>().ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, TimeProvider.System.GetUtcNow()), Token);
            }

            (await andi.PostAsync(Path, form)).Headers.Location!.ToString().ShouldBe("/masuk?kembali=%2Fsettings%2Fmail");
        }

        await using (var hub = await HubFixture.StartAsync(folder: folder))
        {
            using var other = await Visitor.SignedInAsync(hub, "rina", null, Roles.Administrator);
            (await other.ReadAsync(Path)).ShouldNotContain("surel.contoh.id");
            using var again = new Visitor(hub);
            await again.SignInAsync("andi", Visitor.Password);
            var page = await again.ReadAsync(Path);
            page.ShouldContain("value=\"surel.contoh.id\"");
            page.ShouldContain("belum dikirim");
            page.ShouldNotContain(Secret);

            (await again.PostAsync("/sources/new", FormOf(await again.ReadAsync("/sources/new"), ("kind", "tidak-ada"), ("name", "lapor-uji")))).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await again.ReadAsync("/sources/new")).ShouldContain("value=\"lapor-uji\"", customMessage: "refused is not sent");
            (await again.PostAsync("/sources/new", FormOf(await again.ReadAsync("/sources/new"), ("kind", "lapor"), ("name", "lapor-uji")))).StatusCode.ShouldBe(HttpStatusCode.Found);
            (await again.ReadAsync("/sources/new")).ShouldNotContain("lapor-uji");
        }

        static (string, string)[] FormOf(string page, params (string Name, string Value)[] typed)
        {
            var form = Form().Matches(page).Select(m => m.Value).Single(f => f.Contains("name=\"writer\"", StringComparison.Ordinal));
            return [("_handler", Handler().Match(form).Groups["name"].Value), ("__RequestVerificationToken", Visitor.TokenOf(form)!), ("writer", WriterOf(form)), .. typed];
        }
    }

    [Fact]
    public async Task The_second_of_two_reads_both_texts_side_by_side_and_sends_his_own_with_one_click()
    {
        var ticket = await rooms.AddTicketAsync("Dua orang sekaligus");
        var path = $"/tickets/{ticket.Number}";
        await rooms.ActAsAsync(RoomsFixture.StaffOf("kesra"), () => SendAsync(path, path, "answer", ("text", "Kami periksa dahulu."), ("last", "false")));

        var (status, page) = await SendAsync(path, path, "answer", ("seen", "2"), ("text", Words), ("last", "false"));

        status.ShouldBe(HttpStatusCode.Conflict);
        var both = page[page.IndexOf("class=\"both\"", StringComparison.Ordinal)..page.IndexOf("Kirim juga punya saya", StringComparison.Ordinal)];
        both.ShouldContain("<blockquote>Kami periksa dahulu.</blockquote>");
        both.ShouldContain($"<p class=\"text\">{Words}</p>");
        var click = FormFields.Of(both[both.IndexOf("<form", StringComparison.Ordinal)..]).Select(f => (f.Name, f.Value)).ToArray();
        (await SendAsync(path, path, "answer", click)).Status.ShouldBe(HttpStatusCode.OK);
        (await LoadAsync(ticket.Number)).Events.Where(e => e.Kind == TicketEventKind.Answered).Select(e => e.Text).ShouldBe(["Kami periksa dahulu.", Words]);
    }

    [Fact]
    public async Task Words_for_a_ticket_that_was_ended_or_moved_away_meanwhile_are_shown_once_more()
    {
        var ended = await rooms.AddTicketAsync("Sudah ditutup", then: t => t.Resolve("rina", "Selesai.", RoomsFixture.Now));
        var (status, page) = await SendAsync($"/tickets/{ended.Number}", $"/tickets/{ended.Number}", "answer", ("seen", "2"), ("text", Words), ("last", "false"));
        status.ShouldBe(HttpStatusCode.Conflict);
        page.ShouldContain(Words);
        page.ShouldNotContain("Kirim juga punya saya");

        var moved = await rooms.AddTicketAsync("Pindah biro", bureau: "hukum");
        await rooms.ActAsAsync(RoomsFixture.StaffOf("kesra"), async () =>
            (await SendAsync($"/tickets/{moved.Number}", "/tickets", "answer", ("text", Words))).Page.ShouldContain($"<p class=\"text\">{Words}</p>"));
    }

    [Fact]
    public async Task A_double_click_answers_once()
    {
        var ticket = await rooms.AddTicketAsync("Klik dua kali");
        var path = $"/tickets/{ticket.Number}";
        var (form, client) = await rooms.FormAsync(path, "note");
        using (client)
        {
            KeyValuePair<string, string>[] note = [.. form, new("text", "Sudah ditelepon.")];
            var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => client.PostAsync(path, new FormUrlEncodedContent(note), Token)));
            answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK && a.RequestMessage!.RequestUri!.Query == "?done=true");
            await client.PostAsync(path, new FormUrlEncodedContent([.. form, new("text", "Sudah ditelepon lagi.")]), Token);
        }

        (await LoadAsync(ticket.Number)).Events.Where(e => e.Kind == TicketEventKind.Note).Select(e => e.Text).ShouldBe(["Sudah ditelepon.", "Sudah ditelepon lagi."]);
    }

    [Fact]
    public async Task One_key_in_triage_is_undone_for_twenty_seconds_and_nobody_was_told()
    {
        var ticket = await rooms.AddTicketAsync("Parkir liar di pasar", bureau: null);
        var page = await rooms.PostAsync("/triage", "choose", ("number", ticket.Number), ("place", "kesra/"));
        page.ShouldContain($"Urungkan {ticket.Number}");
        await using (var db = rooms.Database.Open())
        {
            (await db.Outbox.SingleAsync(m => m.TicketId == ticket.Id, Token)).DueAt.ShouldBeGreaterThanOrEqualTo(RoomsFixture.Now.AddSeconds(20));
        }

        clock.Advance(TimeSpan.FromSeconds(19));
        (await rooms.PostAsync("/triage", "undo", ("number", ticket.Number))).ShouldContain("kembali ke triase");

        var back = await LoadAsync(ticket.Number);
        (back.Status, back.Bureau, back.Events[^1].Kind).ShouldBe((TicketStatus.Triage, null, TicketEventKind.Returned));
        await using (var db = rooms.Database.Open())
        {
            (await db.Outbox.AnyAsync(m => m.TicketId == ticket.Id, Token)).ShouldBeFalse();
            (await db.Audit.AnyAsync(a => a.Action == "ticket.Undo" && a.Subject == ticket.Number && a.Actor == "siti", Token)).ShouldBeTrue();
        }

        await rooms.PostAsync("/triage", "choose", ("number", ticket.Number), ("place", "kesra/"));
        clock.Advance(TimeSpan.FromSeconds(21));
        (await rooms.PostAsync($"/triage?done={ticket.Number}", "undo", ("number", ticket.Number))).ShouldContain("Tidak dapat diurungkan lagi");
        (await LoadAsync(ticket.Number)).Bureau.ShouldBe("kesra");
        (await rooms.GetAsync($"/triage?done={ticket.Number}")).ShouldNotContain("Urungkan");
    }

    private async Task<(HttpStatusCode Status, string Page)> SendAsync(string to, string from, string handler, params (string Name, string Value)[] fields)
    {
        using var client = rooms.Client();
        var page = await client.GetStringAsync(from, Token);
        (string Name, string Value)[] all = [("_handler", handler), ("__RequestVerificationToken", Visitor.TokenOf(page)!), ("writer", WriterOf(page)), .. fields];
        var answer = await client.PostAsync(to, new FormUrlEncodedContent(all.DistinctBy(f => f.Name).Select(f => KeyValuePair.Create(f.Name, f.Value))), Token);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token)));
    }

    private static async Task AddTicketAsync(HubFixture hub)
    {
        await using var db = hub.Database.Open();
        var submission = new Hub.Domain.Submissions.Submission { Title = "Mohon data hibah", Body = "Isi.", ReceivedAt = TimeProvider.System.GetUtcNow(), Reporter = Hub.Domain.Submissions.Reporter.Unknown };
        var route = new Hub.Domain.Routing.RoutingDecision { Bureau = "kesra", Kind = Hub.Domain.Submissions.SubmissionKind.Request, Score = 0.9, Triage = false, Why = [] };
        db.Tickets.Add(Ticket.Open(new TicketOrigin("KU-2026-000001", "email", "email-kesra", "email-kesra", "1"), submission, route, TimeProvider.System.GetUtcNow()));
        await db.SaveChangesAsync(Token);
    }

    private async Task<Ticket> LoadAsync(string number)
    {
        await using var db = rooms.Database.Open();
        return await db.Tickets.AsNoTracking().Include(t => t.Events.OrderBy(e => e.Sequence)).SingleAsync(t => t.Number == number, Token);
    }

    private static string WriterOf(string page) => Writer().Match(page).Groups["sealed"].Value;

    [GeneratedRegex("<form\\b.*?</form>", RegexOptions.Singleline, 2000)]
    private static partial Regex Form();

    [GeneratedRegex("name=\"_handler\" value=\"(?<name>[^\"]*)\"", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Handler();

    [GeneratedRegex("name=\"writer\" value=\"(?<sealed>[^\"]+)\"", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Writer();
}
