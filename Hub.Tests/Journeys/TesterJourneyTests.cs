using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Domain.Tickets;
using Hub.Host.Intake;
using Hub.Host.Storage.Rows;
using Hub.Mocks;
using Hub.Mocks.Bench;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Journeys;

/// <summary>Journey h: a tester who has read only the bench's page makes a fake ill, sees the hub take it, adds and changes an item, writes a mail, reads the journal, and puts everything back.</summary>
public sealed class TesterJourneyTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly JourneyStore store = new();
    private Process program = null!;
    private HttpClient http = null!;
    private BenchClient bench = null!;
    private HubFixture hub = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        program = Start();
        var said = await UntilAsync("bangku uji. Ctrl-C");
        http = new HttpClient { BaseAddress = new Uri(said.Split('\n').Single(l => l.StartsWith("Bangku uji:", StringComparison.Ordinal))["Bangku uji:".Length..].Trim()) };
        bench = new BenchClient(http);
        using var printed = JsonDocument.Parse(said[said.IndexOf("\n{", StringComparison.Ordinal)..(said.LastIndexOf("\n}", StringComparison.Ordinal) + 2)]);
        var rows = await store.SettingsAsync();
        hub = await HubFixture.StartAsync(Flat(printed.RootElement, "").Where(s => !s.Key.StartsWith("Hub:Sources:", StringComparison.Ordinal)
            || s.Key.Split(':')[2] is "sihab" or "lapor" or "spse" || s.Key.StartsWith("Hub:Sources:email-", StringComparison.Ordinal)).Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)).Concat(rows).ToDictionary());
    }

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        await store.DisposeAsync();
        http.Dispose();
        program.Kill(entireProcessTree: true);
        program.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_tester_plays_a_fault_adds_and_changes_an_item_reads_the_journal_and_resets()
    {
        await bench.PlayAsync("sihab", Fault.Html, null, Token);
        (await RunAsync("sihab")).ShouldBe(RunOutcome.Failed);
        (await bench.JournalAsync("sihab", Token))[0].Fault.ShouldBe(Fault.Html);
        await bench.ClearAsync("sihab", Token);

        var id = await bench.AddAsync("sihab", new JsonObject { ["judul"] = "Perahu untuk nelayan Sesayap" }, Token);
        (await RunAsync("sihab")).ShouldBe(RunOutcome.Succeeded);
        (await TicketAsync("Perahu untuk nelayan Sesayap")).SourceStatus.ShouldBe("Diajukan");

        await bench.ChangeAsync("sihab", id, new JsonObject { ["status"] = "Verifikasi Lapangan" }, Token);
        (await RunAsync("sihab")).ShouldBe(RunOutcome.Succeeded);
        (await TicketAsync("Perahu untuk nelayan Sesayap")).SourceStatus.ShouldBe("Verifikasi Lapangan");
        (await bench.JournalAsync("sihab", Token)).ShouldContain(v => v.Status == 200 && v.Path.StartsWith("/api/v1/proposal?", StringComparison.Ordinal));

        await bench.ResetAsync(Token);
        (await bench.ItemsAsync("sihab", Token)).ShouldNotContain(i => i.Id == id);
        (await bench.JournalAsync("sihab", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_added_to_the_other_systems_and_to_a_mailbox_becomes_tickets()
    {
        var report = await bench.AddAsync("lapor", new JsonObject { ["title"] = "Pintu loket macet" }, Token);
        await bench.ChangeAsync("lapor", report, new JsonObject { ["content"] = "<p>Macet sejak Senin.</p>" }, Token);
        await bench.AddAsync("spse", new JsonObject { ["name"] = "Pengadaan kapal puskesmas" }, Token);
        var inbox = (await hub.Database.Open().Sources.AsNoTracking().FirstAsync(s => s.Kind == "email", Token)).Options;
        await bench.MailAsync(new MailDraft("warga@contoh.id", (string)JsonNode.Parse(inbox)!["user"]!, "Bertanya jam layanan loket", "Mohon info jam layanan.", [new MailFile("denah.pdf", "%PDF-1.7"u8.ToArray())]), Token);

        await hub.Get<Pass>().RunAsync([], "uji", Token);

        await TicketAsync("Pintu loket macet");
        await TicketAsync("Pengadaan kapal puskesmas");
        var asked = await TicketAsync("Bertanya jam layanan loket");
        await using var db = hub.Database.Open();
        (await db.Attachments.SingleAsync(a => a.TicketId == asked.Id, Token)).Name.ShouldBe("denah.pdf");
    }

    [Theory]
    [InlineData("""{"fault":"Gempa"}""", "HalfAnswer")]
    [InlineData("""{"fault":"Html","answers":0}""", "paling sedikit 1")]
    [InlineData("""["Html"]""", "objek JSON")]
    [InlineData("{", "bukan JSON yang benar (baris 1)")]
    public async Task A_wrong_call_gets_one_sentence(string body, string words)
    {
        using var answer = await http.PutAsync("/api/fakes/lapor/fault", new StringContent(body), Token);

        ((int)answer.StatusCode).ShouldBe(400);
        var sentence = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["message"]!;
        sentence.ShouldContain(words);
        sentence.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Unknown_fakes_items_and_calls_are_named()
    {
        (await Should.ThrowAsync<BenchRefusal>(() => bench.ItemsAsync("sihap", Token))).Message.ShouldContain("sihab");
        (await Should.ThrowAsync<BenchRefusal>(() => bench.ChangeAsync("lapor", "1", [], Token))).Message.ShouldBe("Laporan 1 tidak ada.");
        (await Should.ThrowAsync<BenchRefusal>(() => bench.ChangeAsync("e-bang", "1", [], Token))).Message.ShouldBe("Butir 1 tidak ada.");
        (await Should.ThrowAsync<BenchRefusal>(() => bench.AddAsync("spse", new JsonObject { ["pagu"] = "banyak" }, Token))).Message.ShouldContain("pagu");
        using var lost = await http.GetAsync("/api/tidak-ada", Token);
        (await lost.Content.ReadAsStringAsync(Token)).ShouldContain("GET /api/tidak-ada");
    }

    [Fact]
    public async Task The_page_and_each_fakes_root_say_what_they_are()
    {
        var page = await http.GetStringAsync("/", Token);

        foreach (var fake in await bench.FakesAsync(Token))
        {
            page.ShouldContain($"{fake.Address}__admin/mappings");
            (await http.GetStringAsync(fake.Address, Token)).ShouldContain("tiruan</h1>");
            (await http.GetStringAsync(fake.Admin, Token)).ShouldContain("Guid");
        }
    }

    [Fact]
    public async Task The_forms_of_the_page_do_the_same()
    {
        using var added = await http.PostAsync("/form/si-evgan/add", new FormUrlEncodedContent([new("title", "Uraian baru"), new("status", "Draf"), new("json", """{"kabupaten":"Nunukan"}""")]), Token);
        (await added.Content.ReadAsStringAsync(Token)).ShouldContain("Uraian baru");

        using var refused = await http.PostAsync("/form/si-evgan/add", new FormUrlEncodedContent([new("json", "{")]), Token);
        (await refused.Content.ReadAsStringAsync(Token)).ShouldContain("bukan JSON yang benar");

        using var sent = await http.PostAsync("/form/mail", new FormUrlEncodedContent([new("from", "warga@contoh.id"), new("to", "kotak.baru@contoh.id"), new("subject", "Halo"), new("text", "Isi")]), Token);
        (await sent.Content.ReadAsStringAsync(Token)).ShouldContain("<option value=\"kotak.baru@contoh.id\">");

        using var letter = new MultipartFormDataContent
        {
            { new StringContent("warga@contoh.id"), "from" }, { new StringContent("kotak.baru@contoh.id"), "to" }, { new StringContent("Berkas"), "subject" }, { new StringContent("Terlampir"), "text" },
            { new ByteArrayContent("%PDF-1.7"u8.ToArray()), "files", "bukti.pdf" },
        };
        using var filed = await http.PostAsync("/form/mail", letter, Token);
        var said = await filed.Content.ReadAsStringAsync(Token);
        said.ShouldContain("Surat untuk kotak.baru@contoh.id terkirim dengan berkas bukti.pdf.");
        said.ShouldContain("name=files type=file");

        using var reset = await http.PostAsync("/form/reset", null, Token);
        (await reset.Content.ReadAsStringAsync(Token)).ShouldNotContain("Uraian baru");
    }

    private async Task<RunOutcome> RunAsync(string source) => (await hub.Get<Pass>().RunAsync([source], "uji", Token)).Single(o => o.Source == source).Outcome;

    private async Task<Ticket> TicketAsync(string title)
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.SingleAsync(t => t.Title == title, Token);
    }

    private static IEnumerable<KeyValuePair<string, string>> Flat(JsonElement element, string path) => element.ValueKind == JsonValueKind.Object
        ? element.EnumerateObject().SelectMany(p => Flat(p.Value, path.Length == 0 ? p.Name : $"{path}:{p.Name}"))
        : [new(path, element.ToString())];

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Path };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "mocks.dll"), "--fakes-only", "--port", "0", "--data", folder.File("demo")])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private async Task<string> UntilAsync(string words)
    {
        var said = new System.Text.StringBuilder();
        while (await program.StandardOutput.ReadLineAsync(Token) is string line)
        {
            said.Append(line).Append('\n');
            if (line.Contains(words, StringComparison.Ordinal))
            {
                return said.ToString();
            }
        }

        throw new InvalidOperationException($"The program ended early: {said} {await program.StandardError.ReadToEndAsync(Token)}");
    }
}
