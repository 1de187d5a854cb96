using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Hub.Domain.Deadlines;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.Storage.Rows;
using Hub.Host.Verbs;
using Hub.Host.Work;
using Hub.Host.Work.Deadlines;
using Hub.Tests.Host.Pages;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Deadlines;

/// <summary>The rooms of calendar and standards as a browser without JavaScript uses them. Today is Wed 25 Mar 2026; each test has a hub of its own, because what it approves stays.</summary>
public sealed partial class DeadlineRoomsTests : IAsyncLifetime
{
    private const string Act = """
        { "id": "skb-uji-2026", "number": "SKB uji No. 7", "signedOn": "2026-03-24", "about": "30 Maret menjadi cuti bersama",
          "adds": [ { "date": "2026-03-30", "name": "Cuti Bersama uji", "kind": "joint-leave" } ] }
        """;

    private readonly RoomsFixture rooms = new();

    public async ValueTask InitializeAsync() => await rooms.InitializeAsync();

    [Fact]
    public async Task The_calendar_shows_days_acts_and_the_provisional_year()
    {
        var page = WebUtility.HtmlDecode(await rooms.GetAsync("/settings/calendars?year=2026"));

        page.ShouldContain("240 hari kerja");
        page.ShouldContain("2028 · sementara");
        (await rooms.GetAsync("/settings/calendars?year=2028")).ShouldContain("Tahun 2028 belum ditetapkan");
    }

    [Fact]
    public async Task An_uploaded_act_shows_what_would_move_and_moves_it_on_approval()
    {
        var ticket = await OpenAsync(service: 26, kind: SubmissionKind.Request, received: "2026-03-27 10:00");

        var preview = await UploadAsync(Act);

        preview.ShouldContain("1 dari 1 tiket terbuka akan bergeser");
        preview.ShouldContain($"/tickets/{ticket}");
        preview.ShouldContain("service-26");
        (await DueAsync(ticket)).ShouldBe(new DateOnly(2026, 3, 30));
        rooms.Services.GetRequiredService<BasisInForce>().Calendar.IsWorking(new(2026, 3, 30)).ShouldBeTrue("a preview changes nothing");

        var basedOn = BasedOn().Match(preview).Groups["version"].Value;
        (await PostAsync("/settings/amendments/skb-uji-2026", "approve", ("based-on", basedOn))).ShouldContain("skb-uji-2026 diterapkan: 1 tiket bergeser");

        (await DueAsync(ticket)).ShouldBe(new DateOnly(2026, 3, 31));
        (await rooms.GetAsync("/settings/calendars?year=2026")).ShouldContain("Cuti Bersama uji");
        (await rooms.GetAsync($"/tickets/{ticket}")).ShouldContain("Cuti Bersama uji");
        await using var db = rooms.Database.Open();
        var audit = await db.Audit.OrderBy(a => a.Id).Where(a => a.Subject == "skb-uji-2026").ToListAsync();
        audit.Select(a => (a.Action, a.Actor)).ShouldBe([("amendment.proposed", "siti"), ("calendar.amended", "siti")]);
        (await db.AmendmentDrafts.AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task The_small_form_makes_the_same_act_and_a_dropped_one_leaves_only_its_audit_lines()
    {
        var preview = await PostAsync("/settings/calendars", "write",
            ("number", "SKB 3 Menteri No. 12/2026"), ("signed", "2026-03-24"), ("adds", "2026-03-30; cuti bersama; Cuti Bersama uji\n"), ("removes", ""));

        preview.ShouldContain("SKB 3 Menteri No. 12/2026");
        (await rooms.GetAsync("/settings/calendars")).ShouldContain("/settings/amendments/skb-3-menteri-no-12-2026");
        (await PostAsync("/settings/amendments/skb-3-menteri-no-12-2026", "drop")).ShouldNotContain("skb-3-menteri-no-12-2026");
        using var client = rooms.Client();
        (await (await client.GetAsync(new Uri("/settings/amendments/skb-3-menteri-no-12-2026", UriKind.Relative))).Content.ReadAsStringAsync()).ShouldContain("sudah diterapkan atau dibatalkan");
        rooms.Services.GetRequiredService<BasisInForce>().Calendar.IsWorking(new(2026, 3, 30)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("", "2026-03-24", "2026-03-30; cuti bersama; X", "Nomor ketetapan wajib diisi")]
    [InlineData("SKB 1", "24 Maret", "2026-03-30; cuti bersama; X", "Tanggal tanda tangan")]
    [InlineData("SKB 1", "2026-03-24", "2026-03-30; cuti bersama; X\n30-3-2026; cuti bersama; Y", "Hari libur, baris 2")]
    [InlineData("SKB 1", "2026-03-24", "2026-03-30; cuti; X", "jenis \"cuti\" tidak dikenal")]
    [InlineData("SKB 1", "2026-03-24", "2026-03-19; cuti bersama; Nyepi lagi", "sudah hari libur")]
    [InlineData("SKB 1", "2026-03-24", "2031-03-19; cuti bersama; Jauh", "2031")]
    [InlineData("SKB 1", "2026-03-24", "", "daftar hari kosong")]
    public async Task What_does_not_fit_is_refused_with_one_sentence_and_what_was_typed_stays(string number, string signedOn, string adds, string sentence)
    {
        var page = await PostAsync("/settings/calendars", "write", ("number", number), ("signed", signedOn), ("adds", adds), ("about", "tetap di sini"));

        page.ShouldContain(sentence);
        page.ShouldContain("value=\"tetap di sini\"");
        await using var db = rooms.Database.Open();
        (await db.AmendmentDrafts.AnyAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_that_is_no_act_is_refused()
    {
        (await UploadAsync("[1,")).ShouldContain("bukan JSON yang benar");
        (await UploadAsync(Act.Replace("skb-uji-2026", "../x", StringComparison.Ordinal))).ShouldContain("id hanya huruf kecil");
    }

    [Fact]
    public async Task An_approval_of_a_preview_that_has_grown_old_is_refused()
    {
        var preview = await UploadAsync(Act);
        var basedOn = BasedOn().Match(preview).Groups["version"].Value;
        await rooms.Services.GetRequiredService<Amendments>().ApplyAsync(Reading(8, DayReading.Calendar), basedOn, "lain", null, CancellationToken.None);

        (await PostAsync("/settings/amendments/skb-uji-2026", "approve", ("based-on", basedOn))).ShouldContain("sudah berubah sejak pratinjau");

        rooms.Services.GetRequiredService<BasisInForce>().Calendar.IsWorking(new(2026, 3, 30)).ShouldBeTrue();
    }

    [Fact]
    public async Task Every_service_shows_its_standard_with_clause_and_decision()
    {
        var list = WebUtility.HtmlDecode(await rooms.GetAsync("/settings/standards"));
        for (var service = 1; service <= 34; service++)
        {
            list.ShouldContain($"/settings/standards/{service}\"");
            var page = WebUtility.HtmlDecode(await rooms.GetAsync($"/settings/standards/{service}"));
            page.ShouldContain("188/216/K.sekda/2023");
            page.ShouldContain("Persyaratan");
        }

        var bare = WebUtility.HtmlDecode(await rooms.GetAsync("/settings/standards/8"));
        bare.ShouldContain("15 hari kerja");
        bare.ShouldContain("bacaan lain: 15 hari kalender");
        bare.ShouldContain("Bacaan bawaan hub, sampai Biro Organisasi memutuskan");
        (await rooms.GetAsync("/settings/standards/25")).ShouldNotContain("Keputusan tentang");
    }

    [Fact]
    public async Task One_switch_changes_how_a_service_is_read_everywhere()
    {
        Need.SqliteFile();
        var ticket = await OpenAsync(service: 8, kind: SubmissionKind.Request, received: "2026-03-02 10:00");
        var before = await DueAsync(ticket);

        var preview = await PostAsync("/settings/standards/8", "switch", ("reading", "Calendar"), ("reason", "Surat Biro Hukum No. 5"));

        preview.ShouldContain("1 dari 1 tiket terbuka akan bergeser");
        (await DueAsync(ticket)).ShouldBe(before);
        await PostAsync("/settings/amendments/service-8", "approve", ("based-on", BasedOn().Match(preview).Groups["version"].Value));

        (await DueAsync(ticket)).ShouldBe(new DateOnly(2026, 3, 17));
        var page = WebUtility.HtmlDecode(await rooms.GetAsync("/settings/standards/8"));
        page.ShouldContain("Surat Biro Hukum No. 5");
        page.ShouldContain("15 hari kalender");
        WebUtility.HtmlDecode(await rooms.GetAsync($"/tickets/{ticket}")).ShouldContain("15 hari");
        await using var db = rooms.Database.Open();
        (await db.Audit.SingleAsync(a => a.Action == "standard.reading-changed")).Subject.ShouldBe("service-8");
        var stored = await db.Tickets.Include(t => t.Events).Include(t => t.Clocks).SingleAsync();
        stored.Events.Single(e => e.Kind == TicketEventKind.DeadlineChanged).Text!.ShouldContain("Layanan 8");
        var dates = stored.Clocks.Select(c => (c.Rule, c.DueOn, c.AlternativeOn)).ToList();
        rooms.Services.GetRequiredService<LawInForce>().SetClocks(stored);
        stored.Clocks.Select(c => (c.Rule, c.DueOn, c.AlternativeOn)).ShouldBe(dates);

        // The verb answers as this hub does, and the walk ends on the same day.
        var told = await AskAsync("""{"service":8,"received":"2026-03-02T10:00:00+08:00"}""");
        told.ShouldStartWith("""{"due":"2026-03-17","target":null,"provisional":false,"alternative":"2026-03-30","rule":"service-8",""");
        told.ShouldContain("""{"on":"2026-03-17","counted":true,"n":15,"due":true}]""");

        // A restart knows the decision, with who took it; and back again is one more amendment.
        var restarted = new BasisInForce(rooms.Database);
        await restarted.LoadAsync(CancellationToken.None);
        restarted.Standards.BareDays.Decision(8).DecidedBy.ShouldBe("siti");
        var amendments = rooms.Services.GetRequiredService<Amendments>();
        await amendments.ApplyAsync(Reading(8, DayReading.Working), restarted.Current.Version, "siti", null, CancellationToken.None);
        (await DueAsync(ticket)).ShouldBe(before);
    }

    [Fact]
    public async Task A_service_without_a_bare_hari_has_nothing_to_switch()
    {
        var drafts = rooms.Services.GetRequiredService<AmendmentDrafts>();

        (await Should.ThrowAsync<CalendarException>(() => drafts.AddAsync(Reading(25, DayReading.Calendar), "siti", CancellationToken.None))).Message.ShouldContain("Layanan 25");
        (await Should.ThrowAsync<CalendarException>(() => drafts.AddAsync(Reading(8, DayReading.Working), "siti", CancellationToken.None))).Message.ShouldContain("sudah dibaca");
    }

    [Fact]
    public async Task Staff_have_no_key_to_these_rooms()
    {
        rooms.As = RoomsFixture.StaffOf("kesra");
        using var client = rooms.Client();

        foreach (var path in (string[])["/settings/calendars", "/settings/standards", "/settings/standards/8", "/settings/amendments/x"])
        {
            (await client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task What_another_copy_of_the_hub_counted_on_the_old_calendar_is_counted_again()
    {
        var recounts = rooms.Services.GetRequiredService<Recounts>();
        (await recounts.RunAsync(CancellationToken.None)).ShouldBe(0);
        await UploadAsync(Act);
        var amendments = rooms.Services.GetRequiredService<Amendments>();
        var old = rooms.Services.GetRequiredService<BasisInForce>().Current;
        await amendments.ApplyAsync(new CalendarAmendment(CalendarAct.Read(new MemoryStream(Encoding.UTF8.GetBytes(Act)), "uji")), old.Version, "lain", null, CancellationToken.None);
        var ticket = await OpenAsync(service: 26, kind: SubmissionKind.Request, received: "2026-03-27 10:00", basis: old);

        (await recounts.RunAsync(CancellationToken.None)).ShouldBe(1);

        (await DueAsync(ticket)).ShouldBe(new DateOnly(2026, 3, 31));
        (await recounts.RunAsync(CancellationToken.None)).ShouldBe(0);
    }

    public ValueTask DisposeAsync() => rooms.DisposeAsync();

    private static ReadingAmendment Reading(int service, DayReading reading) =>
        new(new ReadingDecision { Service = service, Reading = reading, DecidedBy = "siti", DecidedOn = new(2026, 3, 25) });

    private async Task<string> OpenAsync(int service, SubmissionKind kind, string received, Basis? basis = null)
    {
        var at = AmendedTickets.Wita(received);
        var route = new RoutingDecision { Bureau = "hukum", Kind = kind, Service = service, Score = 1, Triage = false, Why = [new Reason("words", ["uji"])] };
        var number = $"KU-2026-{service:000000}";
        var ticket = Ticket.Open(new TicketOrigin(number, "email", "email-hukum", "email-hukum", number), new Submission { Title = "Uji", Body = "Isi", ReceivedAt = at }, route, at);
        var (standards, calendar) = basis ?? rooms.Services.GetRequiredService<BasisInForce>().Current;
        ticket.SetClocks(Clocks.For(TicketHistory.FactsOf(ticket), standards, calendar));
        await using var db = rooms.Database.Open();
        db.Tickets.Add(ticket);
        await db.SaveChangesAsync();
        return number;
    }

    /// <summary>The <c>deadline</c> verb on the store of this hub.</summary>
    private async Task<string> AskAsync(string question)
    {
        await using var db = rooms.Database.Open();
        var folder = Path.GetDirectoryName(new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource)!;
        using var output = new MemoryStream();
        using var people = new StringWriter();
        DeadlineVerb.Run(DeadlineVerb.Create().Parse(["--data", folder, "--explain"]), new MemoryStream(Encoding.UTF8.GetBytes(question)), output, people).ShouldBe(0, people.ToString());
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private async Task<DateOnly> DueAsync(string ticket)
    {
        await using var db = rooms.Database.Open();
        return (await db.Tickets.SingleAsync(t => t.Number == ticket)).DueOn;
    }

    private async Task<string> UploadAsync(string act)
    {
        using var client = rooms.Client();
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(act));
        using var form = new MultipartFormDataContent { { new StringContent("upload"), "_handler" }, { new StringContent(await TokenAsync(client, "/settings/calendars")), "__RequestVerificationToken" }, { file, "file", "uji.json" } };
        return WebUtility.HtmlDecode(await (await client.PostAsync("/settings/calendars", form)).Content.ReadAsStringAsync());
    }

    private async Task<string> PostAsync(string path, string handler, params (string Name, string Value)[] fields)
    {
        using var client = rooms.Client();
        var token = await TokenAsync(client, path);
        using var form = new FormUrlEncodedContent([new("_handler", handler), new("__RequestVerificationToken", token), .. fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value))]);
        return WebUtility.HtmlDecode(await (await client.PostAsync(path, form)).Content.ReadAsStringAsync());
    }

    private static async Task<string> TokenAsync(HttpClient client, string path) => Token().Match(await client.GetStringAsync(path)).Groups["token"].Value;

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Token();

    [GeneratedRegex("name=\"based-on\" value=\"(?<version>[^\"]+)\"", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex BasedOn();
}
