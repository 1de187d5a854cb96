using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Hub.Domain.Tickets;
using Hub.Host.Intake;
using Hub.Host.People.Access;
using Hub.Host.Web.Hooks;
using Hub.Mocks.Mail;
using Hub.Tests.Host.Access;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>Secrets are planted in every field of every entrance; then all that the program gives away is searched for each of them, as each role.</summary>
public sealed partial class PlantedTests : IAsyncLifetime
{
    private const string Bureau = "organisasi";
    private static readonly DateTimeOffset Received = new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero);

    /// <summary>Who reads the words of a ticket of the bureau on its page; nobody reads who wrote them.</summary>
    private static readonly Dictionary<string, (bool Anonymous, bool Secret)> Readers = new(StringComparer.Ordinal)
    {
        [Roles.Verifier] = (true, true),
        [Roles.Staff] = (true, true),
        [Roles.Head] = (true, true),
        [Roles.Leadership] = (true, false),
        [Roles.Administrator] = (false, false),
        [Roles.Auditor] = (false, false),
        [EveryRole.Nobody] = (false, false),
    };

    private static readonly IReadOnlyList<Planted> All = Planted.All;

    private const string Account = "hub@setda.contoh";

    private readonly TemporaryFolder folder = new();
    private readonly TemporaryFolder office = new();
    private Dictionary<string, string?> settings = [];
    private MailServer post = null!;
    private readonly Dictionary<string, Visitor> visitors = new(StringComparer.Ordinal);
    private readonly Dictionary<Planted, string> numbers = [];
    private HubFixture hub = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        post = MailServer.Start(office.Path, "rahasia-pos", TimeProvider.System);
        settings = Scenes.Sihab();
        foreach (var (key, value) in HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh"))
        {
            settings[key] = value;
        }

        settings["Hub:Sources:lapor:Kind"] = "lapor";
        settings["Hub:Sources:lapor:Options:Address"] = "http://127.0.0.1:9";
        settings["Hub:Sources:lapor:Options:Token"] = "kunci-uji";
        settings["Hub:Sources:lapor:Options:AccessKey"] = "kunci-uji";
        settings["Hub:Sources:lapor:Options:InstitutionId"] = "7";
        settings["Hub:Sources:lapor:Options:UserId"] = "7";
        settings["Hub:Mail:Host"] = "127.0.0.1";
        settings["Hub:Mail:Port"] = $"{post.SmtpPort}";
        settings["Hub:Mail:Security"] = "None";
        settings["Hub:Mail:From"] = Account;
        settings["Hub:Mail:User"] = Account;
        settings["Hub:Mail:Password"] = "rahasia-pos";
        settings["Serilog:MinimumLevel:Default"] = "Debug";
        hub = await HubFixture.StartAsync(settings, folder: folder);
        foreach (var role in Roles.All)
        {
            visitors[role] = await Visitor.SignedInAsync(hub, role, role is Roles.Staff or Roles.Head ? Bureau : null, role);
        }

        visitors[EveryRole.Nobody] = new Visitor(hub);
        foreach (var planted in All)
        {
            numbers[planted] = await PlantAsync(planted);
        }
    }

    [Fact]
    public async Task Who_wrote_is_on_no_page_and_the_words_only_where_the_table_says() => (await OnPagesAsync()).ShouldBeEmpty();

    [Fact]
    public async Task Nothing_that_answers_to_an_address_is_left_out_of_the_walk_without_a_reason() =>
        PlantedPages.Missed(hub.Get<EndpointDataSource>(), await PagesAsync()).ShouldBeEmpty();

    /// <summary>What was attached says in its own text who wrote; the verifier alone reads that, for a stated purpose.</summary>
    [Fact]
    public async Task No_file_tells_anybody_but_the_verifier_who_wrote()
    {
        var files = await FilesAsync();
        files.Count.ShouldBe(6);
        foreach (var (role, visitor) in visitors)
        {
            foreach (var (planted, page) in files)
            {
                var token = Visitor.TokenOf(await visitor.ReadAsync(page[..page.IndexOf("/files", StringComparison.Ordinal)])) ?? Visitor.TokenOf(await visitor.ReadAsync("/masuk")) ?? "";
                using var answer = await visitor.PostAsync(page, ("__RequestVerificationToken", token), ("purpose", "Memeriksa laporan ini"));
                var text = await TextAsync(answer);
                planted.Who.Where(text.Contains).ShouldBe(role == Roles.Verifier ? planted.Who : [], $"{role} {page}");
            }
        }
    }

    [Fact]
    public async Task No_search_brings_a_protected_ticket_back_by_who_wrote_it() => (await BySearchAsync()).ShouldBeEmpty();

    [Fact]
    public async Task No_mail_to_staff_names_who_wrote_or_quotes_a_secret_text() => (await InMailsAsync()).ShouldBeEmpty();

    [Fact]
    public async Task The_store_and_the_log_hold_nothing_readable_of_who_wrote_nor_of_a_secret_text()
    {
        await WipeAsync();

        (await OnDiskAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_file_for_the_Ombudsman_names_nobody_unless_it_is_asked_to()
    {
        foreach (var (planted, number) in numbers)
        {
            var token = Visitor.TokenOf(await visitors[Roles.Verifier].ReadAsync($"/tickets/{number}"))!;
            async Task<string> HandOverAsync(string named)
            {
                using var answer = await visitors[Roles.Verifier].PostAsync($"/tickets/{number}/handover", ("__RequestVerificationToken", token), ("purpose", "Permintaan Ombudsman"), ("named", named));
                return await UnzippedAsync(await answer.Content.ReadAsByteArrayAsync(Token));
            }

            var unnamed = await HandOverAsync("false");
            unnamed.ShouldContain(number);
            planted.Who.Where(unnamed.Contains).ShouldBeEmpty(planted.Entrance);
            (await HandOverAsync("true")).ShouldContain(planted.Who[0]);
        }
    }

    [Fact]
    public async Task An_opening_states_its_purpose_and_is_in_the_trail_first()
    {
        var planted = All[0];
        var page = $"/tickets/{numbers[planted]}";
        await using var db = hub.Database.Open();
        var envelope = await db.Envelopes.Where(e => e.Source == "lapor").OrderBy(e => e.Id).Select(e => e.Id).FirstAsync(Token);
        var token = Visitor.TokenOf(await visitors[Roles.Verifier].ReadAsync(page))!;
        async Task<string> RawAsync(string purpose)
        {
            using var answer = await visitors[Roles.Verifier].PostAsync($"{page}/raw/{envelope}", ("__RequestVerificationToken", token), ("purpose", purpose));
            return await answer.Content.ReadAsStringAsync(Token);
        }

        (await visitors[Roles.Verifier].ReadAsync($"{page}/raw/{envelope}")).ShouldNotContain(planted.Name);
        (await RawAsync("")).ShouldNotContain(planted.Name);
        (await RawAsync("Klarifikasi dengan pelapor")).ShouldContain(planted.Name);

        (await db.Audit.SingleAsync(a => a.Action == "raw.read", Token)).Detail.ShouldBe($"{envelope}: Klarifikasi dengan pelapor");
    }

    /// <summary>Nothing is taken out of the trail again: neither a purpose nor a search that names who wrote stands in it.</summary>
    [Fact]
    public async Task A_purpose_or_a_search_that_names_who_wrote_is_kept_without_the_name()
    {
        var planted = All[0];
        var (verifier, page) = (visitors[Roles.Verifier], $"/tickets/{numbers[planted]}");
        await using var db = hub.Database.Open();
        var envelope = await db.Envelopes.Where(e => e.Source == "lapor").OrderBy(e => e.Id).Select(e => e.Id).FirstAsync(Token);
        var token = Visitor.TokenOf(await verifier.ReadAsync(page))!;
        var said = ("purpose", $"Klarifikasi dengan {planted.Name}, {planted.Phone}, {planted.Email}");
        foreach (var path in (string[])[$"{page}/raw/{envelope}", $"{page}/handover", "/settings/privacy/export"])
        {
            (await verifier.PostAsync(path, ("__RequestVerificationToken", token), said, ("email", planted.Email))).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        using var opened = await verifier.SubmitAsync(page, "identity", said);
        (await TextAsync(verifier, $"/tickets/export.csv?q={Uri.EscapeDataString(planted.Name)}")).ShouldNotContain(planted.Name);

        var trail = await db.Audit.AsNoTracking().Where(a => a.Detail != null).Select(a => a.Action + ": " + a.Detail).ToListAsync(Token);
        string[] acts = ["raw.read", "ticket.handed-over", "reporter.exported", "reporter.opened", "list.exported"];
        acts.ShouldAllBe(act => trail.Exists(entry => entry.StartsWith(act, StringComparison.Ordinal)));
        trail.ShouldAllBe(entry => !planted.Who.Any(entry.Contains));
    }

    private async Task<string> PlantAsync(Planted planted)
    {
        var before = await NewestAsync();
        await (planted.Entrance switch
        {
            "lapor" => hub.ArriveAsync("lapor", planted.Id, "application/json", Encoding.UTF8.GetBytes(planted.ToLapor()), Received),
            "email" => hub.ArriveAsync("email-organisasi", planted.Id, "message/rfc822", Encoding.UTF8.GetBytes(planted.ToMail()), Received),
            _ => PushAsync(planted.ToPush()),
        });
        await using var db = hub.Database.Open();
        var ticket = await db.Tickets.AsNoTracking().OrderByDescending(t => t.Id).FirstAsync(Token);
        ticket.Id.ShouldBeGreaterThan(before);
        if (planted.Entrance != "lapor")
        {
            await hub.ChangeAsync(ticket.Number, new TicketChange.Protect(!planted.IsSecret, planted.IsSecret));
        }

        if (ticket.Bureau != Bureau)
        {
            await hub.ChangeAsync(ticket.Number, new TicketChange.Assign(Bureau, null, "uji"));
        }

        await hub.ChangeAsync(ticket.Number, new TicketChange.Note($"Pelapor {planted.Name} menelepon dari {planted.Phone}. {planted.Note}"));
        return ticket.Number;
    }

    private async Task<long> NewestAsync()
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.MaxAsync(t => (long?)t.Id, Token) ?? 0;
    }

    private async Task PushAsync(string body)
    {
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Address, "/hooks/sihab")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(PushSignature.TimestampHeader, timestamp);
        request.Headers.TryAddWithoutValidation(PushSignature.SignatureHeader, PushSignature.Sign(Scenes.HookSecret, timestamp, Encoding.UTF8.GetBytes(body)));
        using var answer = await client.SendAsync(request, Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);
    }

    /// <summary>Every page that shows tickets, items, people or what was done.</summary>
    private async Task<List<string>> PagesAsync()
    {
        await using var db = hub.Database.Open();
        var messages = await db.Envelopes.Select(e => $"/sources/{e.Source}/messages/{e.Id}").ToListAsync(Token);
        var people = await db.Users.Select(u => $"/settings/users/{u.Id}").ToListAsync(Token);
        return [.. PlantedPages.Fixed, .. numbers.Values.Select(n => $"/tickets/{n}"), .. (await FilesAsync()).Select(f => f.Page), .. messages, .. people];
    }

    private async Task<List<(Planted Planted, string Page)>> FilesAsync()
    {
        await using var db = hub.Database.Open();
        var files = await db.Tickets.AsNoTracking().SelectMany(t => t.Attachments, (t, a) => new { t.Number, a.Id, a.ContentHash }).Where(f => f.ContentHash != null).ToListAsync(Token);
        return [.. from file in files from pair in numbers where pair.Value == file.Number select (pair.Key, $"/tickets/{file.Number}/files/{file.Id}")];
    }

    private static async Task<string> TextAsync(Visitor visitor, string page)
    {
        using var answer = await visitor.GetAsync(page);
        return await TextAsync(answer);
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync(Token);
        return bytes is [(byte)'P', (byte)'K', ..] ? await UnzippedAsync(bytes) : bytes is [(byte)'%', (byte)'P', ..] ? PdfText.Of(bytes) : WebUtility.HtmlDecode(Encoding.UTF8.GetString(bytes));
    }

    private static async Task<string> UnzippedAsync(byte[] bytes)
    {
        await using var zip = new ZipArchive(new MemoryStream(bytes));
        var text = new StringBuilder();
        foreach (var entry in zip.Entries)
        {
            using var whole = new MemoryStream();
            await using var part = await entry.OpenAsync(Token);
            await part.CopyToAsync(whole, Token);
            text.Append(entry.FullName).Append('\n').Append(entry.FullName.EndsWith(".pdf", StringComparison.Ordinal) ? PdfText.Of(whole.ToArray()) : Encoding.UTF8.GetString(whole.ToArray())).Append('\n');
        }

        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in visitors.Values)
        {
            visitor.Dispose();
        }

        await hub.DisposeAsync();

        await post.DisposeAsync();
        office.Dispose();
        folder.Dispose();
    }
}
