using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Hub.Mocks.Mail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using MimeKit;

namespace Hub.Mocks.Bench;

/// <summary>The bench for testers: every fake with its journal, faults and items, as one page and as the same calls by HTTP (see <see cref="BenchClient"/>).</summary>
public sealed class BenchPage : IAsyncDisposable
{
    private const string PageRules = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The card of the mails; every other is named like its fake.</summary>
    internal const string MailCard = "mail";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    private readonly WebApplication app;
    private readonly IReadOnlyList<IFake> fakes;
    private readonly MailServer mail;
    private readonly Uri mailPage;
    private readonly TimeProvider clock;

    private BenchPage(WebApplication app, IReadOnlyList<IFake> fakes, MailServer mail, Uri mailPage, TimeProvider clock) =>
        (this.app, this.fakes, this.mail, this.mailPage, this.clock) = (app, fakes, mail, mailPage, clock);

    public Uri Address { get; private set; } = null!;

    /// <summary>Serves on loopback; port 0 takes any free one.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<BenchPage> StartAsync(IReadOnlyList<IFake> fakes, MailServer mail, Uri mailPage, TimeProvider clock, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(System.Net.IPAddress.Loopback, port));
        var page = new BenchPage(builder.Build(), fakes, mail, mailPage, clock);
        page.Map();
        await page.app.StartAsync();
        var bound = page.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        page.Address = new Uri(bound.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        return page;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private void Map()
    {
        app.Use(GuardAsync);
        app.MapGet("/", (string? kabar, string? di) => Html(BenchHtml.Page(fakes, mail, mailPage, kabar, di == MailCard || fakes.Any(f => f.Name == di) ? di : null)));
        app.MapGet("/bench.css", () => Results.Stream(typeof(BenchPage).Assembly.GetManifestResourceStream("bench.css")!, "text/css"));
        app.MapGet("/api/fakes", () => Answer(fakes.Select(View)));
        app.MapGet("/api/fakes/{name}", (string name) => Answer(View(Find(name))));
        app.MapGet("/api/fakes/{name}/journal", (string name) => Answer(Find(name).Server.Journal.Visits));
        app.MapGet("/api/fakes/{name}/items", (string name) => Answer(Find(name).Items.All()));
        app.MapGet("/api/fakes/{name}/items/sample", (string name) => Answer(Find(name).Items.Sample()));
        app.MapPost("/api/fakes/{name}/items", async (string name, HttpContext http) => Answer(new { id = Find(name).Items.Add(await ObjectAsync(http)) }, StatusCodes.Status201Created));
        app.MapPatch("/api/fakes/{name}/items/{id}", async (string name, string id, HttpContext http) => Done(Find(name).Items.Change, id, await ObjectAsync(http)));
        app.MapPut("/api/fakes/{name}/fault", async (string name, HttpContext http) => Play(Find(name), await ReadAsync<FaultOrder>(http)));
        app.MapDelete("/api/fakes/{name}/fault", (string name) => Play(Find(name), new FaultOrder(Fault.None, null)));
        app.MapPost("/api/mails", (Delegate)(async (HttpContext http) => Deliver(await ReadAsync<MailDraft>(http))));
        app.MapPost("/api/reset", () => Reset());
        app.MapPost("/form/{name}/fault", (string name, HttpContext http) => FormAsync(http, form => Ordered(Find(name), form)));
        app.MapPost("/form/{name}/add", (string name, HttpContext http) => FormAsync(http, form => $"Butir {Find(name).Items.Add(Fields(Find(name).Items, form))} ditambahkan di {Find(name).Server.Card.Title}."));
        app.MapPost("/form/{name}/change", (string name, HttpContext http) => FormAsync(http, form => Changed(Find(name), form)));
        app.MapPost("/form/mail", (Delegate)((HttpContext http) => FormAsync(http, Sent)));
        app.MapPost("/form/reset", (Delegate)((HttpContext http) => FormAsync(http, _ => Resetting())));
        app.MapFallback((HttpContext http) => Refused(http, $"Tidak ada panggilan {http.Request.Method} {http.Request.Path}; halaman utama menyebut semuanya.", StatusCodes.Status404NotFound));
    }

    /// <summary>Sets the rules of the page, keeps other sites out, and says a refusal in one sentence.</summary>
    private static async Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.ContentSecurityPolicy = PageRules;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsGet(http.Request.Method) && http.Request.Headers.Origin is [string origin]
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == http.Request.Host.Value))
        {
            await Refused(http, "Panggilan dari situs lain ditolak.", StatusCodes.Status403Forbidden);
            return;
        }

        try
        {
            await next(http);
        }
        catch (BenchRefusal e) when (http.Request.Path.StartsWithSegments("/form", StringComparison.Ordinal))
        {
            http.Response.Redirect(PlaceOf(http, e.Message));
        }
        catch (BenchRefusal e)
        {
            await Refused(http, e.Message, StatusCodes.Status400BadRequest);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await Refused(http, $"Bangku uji sendiri gagal: {e.Message}", StatusCodes.Status500InternalServerError);
        }
    }

    private IFake Find(string name) =>
        fakes.FirstOrDefault(f => f.Name == name) ?? throw new BenchRefusal($"Tidak ada tiruan \"{name}\". Pilihan: {string.Join(", ", fakes.Select(f => f.Name))}.");

    private static FakeView View(IFake fake) => new(
        fake.Name, fake.Server.Card.Title, fake.Address, new Uri(fake.Address, "__admin/mappings"), fake.Server.Card.Calls, fake.Faults.Current, fake.Items.All().Count, fake.Server.Journal.Visits.Count);

    private static IResult Play(IFake fake, FaultOrder order)
    {
        if (order.Answers is < 1)
        {
            throw new BenchRefusal("answers: paling sedikit 1; kosongkan agar gangguan berlangsung terus.");
        }

        if (order.Fault == Fault.None)
        {
            fake.Faults.Clear();
        }
        else
        {
            fake.Faults.Play(order.Fault, order.Answers ?? int.MaxValue);
        }

        return Answer(View(fake));
    }

    private static string Ordered(IFake fake, IFormCollection form)
    {
        var fault = Enum.Parse<Fault>(form["fault"].ToString());
        int? answers = int.TryParse(form["answers"], NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : null;
        Play(fake, new FaultOrder(fault, answers));
        return fault == Fault.None ? $"Gangguan {fake.Server.Card.Title} dipadamkan."
            : $"Gangguan {fake.Server.Card.Title} menyala ({BenchHtml.Words(fault)}): {(answers is null ? "sampai dipadamkan" : $"untuk {answers} jawaban")}.";
    }

    private static string Changed(IFake fake, IFormCollection form)
    {
        var id = form["id"].ToString();
        fake.Items.Change(id, Fields(fake.Items, form));
        return $"Butir {id} di {fake.Server.Card.Title} diubah.";
    }

    private string Sent(IFormCollection form)
    {
        var files = form.Files.Where(f => f.FileName.Length > 0).Select(f => new MailFile(Path.GetFileName(f.FileName), BytesOf(f))).ToList();
        Deliver(new MailDraft(form["from"].ToString(), form["to"].ToString(), form["subject"].ToString(), form["text"].ToString(), files));
        return $"Surat untuk {form["to"]} terkirim{(files.Count == 0 ? "" : $" dengan berkas {string.Join(", ", files.Select(f => f.Name))}")}.";
    }

    private string Resetting()
    {
        Reset();
        return "Semua tiruan kembali seperti sebelum diuji.";
    }

    private static byte[] BytesOf(IFormFile file)
    {
        using var from = file.OpenReadStream();
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }

    private static IResult Done(Action<string, JsonObject> change, string id, JsonObject set)
    {
        change(id, set);
        return Answer(new { id });
    }

    private IResult Deliver(MailDraft draft)
    {
        if (!MailboxAddress.TryParse(draft.From, out var from) || !MailboxAddress.TryParse(draft.To, out var to))
        {
            throw new BenchRefusal("Alamat pengirim (from) dan penerima (to) harus alamat surat elektronik.");
        }

        var body = new BodyBuilder { TextBody = draft.Text ?? "" };
        foreach (var file in draft.Files ?? [])
        {
            body.Attachments.Add(file.Name, file.Content);
        }

        var message = new MimeMessage { Subject = draft.Subject ?? "", Body = body.ToMessageBody(), Date = clock.GetUtcNow(), MessageId = $"{Guid.NewGuid():N}@bangku-uji.contoh.id" };
        message.From.Add(from);
        message.To.Add(to);
        using var raw = new MemoryStream();
        message.WriteTo(raw);
        mail.Office.Deliver(from.Address, [to.Address], raw.ToArray());
        return Answer(new { message.MessageId }, StatusCodes.Status201Created);
    }

    /// <summary>Faults, items and plain answers as they stood before testers came, journals empty. What the hub wrote stays, and mails do: it holds both.</summary>
    private IResult Reset()
    {
        foreach (var fake in fakes)
        {
            fake.Items.Reset();
            fake.Server.Reset();
        }

        mail.Faults.Clear();
        return Answer(fakes.Select(View));
    }

    private static async Task<JsonObject> ObjectAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        return Object(await reader.ReadToEndAsync(http.RequestAborted));
    }

    private static JsonObject Object(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new BenchRefusal("Isi harus objek JSON, misalnya {\"status\":\"Selesai\"}.");
        }
        catch (JsonException e)
        {
            throw new BenchRefusal($"Isi bukan JSON yang benar (baris {(e.LineNumber ?? 0) + 1}).", e);
        }
    }

    private static async Task<T> ReadAsync<T>(HttpContext http)
    {
        try
        {
            return (await ObjectAsync(http)).Deserialize<T>(Json)!;
        }
        catch (JsonException e)
        {
            throw new BenchRefusal($"Isian {e.Path?.TrimStart('$', '.')} tidak dikenal atau salah bentuk. Gangguan yang ada: {string.Join(", ", Enum.GetNames<Fault>())}.", e);
        }
    }

    /// <summary>The JSON of a form, over which its two short fields go.</summary>
    private static JsonObject Fields(IFakeItems items, IFormCollection form)
    {
        var fields = string.IsNullOrWhiteSpace(form["json"]) ? [] : Object(form["json"].ToString());
        foreach (var (field, value) in new[] { (items.TitleField, form["title"].ToString()), (items.StatusField, form["status"].ToString()) })
        {
            if (value.Length > 0)
            {
                fields[field] = value;
            }
        }

        return fields;
    }

    private static async Task<IResult> FormAsync(HttpContext http, Func<IFormCollection, string> act)
    {
        var said = act(await http.Request.ReadFormAsync(http.RequestAborted));
        return Results.Redirect(PlaceOf(http, said));
    }

    /// <summary>The page at the card whose form was sent, which says what came of it.</summary>
    private static string PlaceOf(HttpContext http, string said)
    {
        var card = http.Request.RouteValues["name"] as string ?? (http.Request.Path == "/form/mail" ? MailCard : null);
        return $"/?kabar={Uri.EscapeDataString(said)}{(card is null ? "" : $"&di={Uri.EscapeDataString(card)}#{Uri.EscapeDataString(card)}")}";
    }

    private static IResult Answer(object body, int status = StatusCodes.Status200OK) => Results.Json(body, Json, statusCode: status);

    private static Task Refused(HttpContext http, string sentence, int status)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new { message = sentence }, Json, http.RequestAborted);
    }

    private static IResult Html(string html) => Results.Text(html, "text/html", Encoding.UTF8);
}

/// <summary>A fake as the bench shows it.</summary>
/// <param name="Admin">WireMock's own interface: mappings, requests.</param>
public sealed record FakeView(string Name, string Title, Uri Address, Uri Admin, IReadOnlyList<string> Calls, Fault Fault, int Items, int Visits);

/// <param name="Answers">For so many answers; null: until it is taken away.</param>
public sealed record FaultOrder(Fault Fault, int? Answers);

/// <summary>A mail to put into a fake mailbox.</summary>
public sealed record MailDraft(string From, string To, string? Subject, string? Text, IReadOnlyList<MailFile>? Files = null);

/// <param name="Content">In JSON as base64.</param>
public sealed record MailFile(string Name, byte[] Content);
