using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using MimeKit;

namespace Hub.Mocks.Mail;

/// <summary>The page that shows the boxes of the fake mail server, and a small JSON view of them for testers.</summary>
public sealed class MailPage : IAsyncDisposable
{
    private const string PageRules = "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private const string MailRules = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

    private readonly WebApplication app;
    private readonly MailServer server;

    private MailPage(WebApplication app, MailServer server) => (this.app, this.server) = (app, server);

    public Uri Address { get; private set; } = null!;

    /// <summary>Shows a server's boxes on a loopback port; 0 takes any free one.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<MailPage> StartAsync(MailServer server, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(System.Net.IPAddress.Loopback, port));
        var page = new MailPage(builder.Build(), server);
        page.Map();
        await page.app.StartAsync();
        var bound = page.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        page.Address = new Uri(bound.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        return page;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private void Map()
    {
        app.Use((http, next) =>
        {
            http.Response.Headers.ContentSecurityPolicy = PageRules;
            http.Response.Headers.XContentTypeOptions = "nosniff";
            http.Response.Headers["Referrer-Policy"] = "same-origin";
            return next(http);
        });
        app.MapGet("/", () => Html(MailHtml.Boxes(server.Office.Boxes)));
        app.MapGet("/surat.css", () => Results.Stream(typeof(MailPage).Assembly.GetManifestResourceStream("surat.css")!, "text/css"));
        app.MapGet("/gangguan", () => Html(MailHtml.Faults(server.Faults)));
        app.MapPost("/gangguan", (Delegate)SetFaultsAsync);
        app.MapGet("/kotak/{address}/{folder}", (string address, string folder) =>
            Find(address, folder) is { } found ? Html(MailHtml.Mails(address, folder, found)) : Missing());
        app.MapGet("/kotak/{address}/{folder}/{uid}", (string address, string folder, uint uid) =>
            Find(address, folder, uid) is { } mail ? Html(MailHtml.Mail(address, folder, mail, Load(mail))) : Missing());
        app.MapGet("/kotak/{address}/{folder}/{uid}/html", MailBody);
        app.MapGet("/kotak/{address}/{folder}/{uid}/asli", (string address, string folder, uint uid) =>
            Find(address, folder, uid) is { } mail ? Results.Text(Encoding.Latin1.GetString(mail.Read()), "text/plain", Encoding.Latin1) : Missing());
        app.MapGet("/kotak/{address}/{folder}/{uid}/lampiran/{number}", Attachment);
        app.MapGet("/api/kotak", () => server.Office.Boxes.Select(b => new BoxView(
            b.Address, [.. b.Inbox.Snapshot().Select(View)], [.. b.Sent.Snapshot().Select(View)], b.Inbox.Arrivals)));
    }

    private MailFolder? Find(string address, string folder) => folder switch
    {
        "masuk" => server.Office.FindBox(address)?.Inbox,
        "terkirim" => server.Office.FindBox(address)?.Sent,
        _ => null,
    };

    private StoredMail? Find(string address, string folder, uint uid) =>
        Find(address, folder)?.Snapshot().FirstOrDefault(m => m.Uid == uid);

    private IResult MailBody(HttpContext http, string address, string folder, uint uid)
    {
        http.Response.Headers.ContentSecurityPolicy = MailRules;
        return Find(address, folder, uid) is { } mail && Load(mail)?.HtmlBody is string html
            ? Results.Text("<base target=\"_blank\">" + html, "text/html", Encoding.UTF8)
            : Missing();
    }

    private IResult Attachment(string address, string folder, uint uid, int number)
    {
        if (Find(address, folder, uid) is not { } mail || Load(mail)?.Attachments.ElementAtOrDefault(number) is not { } part)
        {
            return Missing();
        }

        var bytes = new MemoryStream();
        if (part is MimePart { Content: not null } file)
        {
            file.Content.DecodeTo(bytes);
        }
        else
        {
            part.WriteTo(bytes);
        }

        bytes.Position = 0;
        return Results.File(bytes, "application/octet-stream", part.ContentDisposition?.FileName ?? $"lampiran-{number}");
    }

    private async Task<IResult> SetFaultsAsync(HttpContext http)
    {
        // Another site in the same browser must not switch faults on.
        if (http.Request.Headers.Origin is [string origin] && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == http.Request.Host.Value))
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        server.Faults.CutLiterals = Count(form["potong"]);
        server.Faults.DeferRecipients = Count(form["tunda"]);
        server.Faults.CloseAfterData = Count(form["putus"]);
        server.Faults.RefuseRecipient = string.IsNullOrWhiteSpace(form["tolak"]) ? null : form["tolak"].ToString().Trim();
        server.Faults.RefuseLogin = form["sandi"] == "ya";
        server.Faults.QuotaSpent = form["kuota"] == "ya";
        if (form["nomor"] == "ya")
        {
            server.Office.Renumber();
        }

        return Results.Redirect("/gangguan");
    }

    private static MimeMessage? Load(StoredMail mail)
    {
        try
        {
            using var stream = new MemoryStream(mail.Read());
            return MimeMessage.Load(stream);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static MailView View(StoredMail m) =>
        new(m.Uid, m.Summary.MessageId, m.Summary.Subject, m.Delivery.From, m.Delivery.Recipients, m.Delivery.ReceivedAt, m.Size, m.Arrivals, [.. m.Flags]);

    private static int Count(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;

    private static IResult Html(string html) => Results.Text(html, "text/html", Encoding.UTF8);

    private static IResult Missing() => Results.Text(MailHtml.Missing(), "text/html", Encoding.UTF8, StatusCodes.Status404NotFound);

    private sealed record BoxView(string Address, IReadOnlyList<MailView> Inbox, IReadOnlyList<MailView> Sent, int Arrivals);

    private sealed record MailView(uint Uid, string? MessageId, string Subject, string From, IReadOnlyList<string> Recipients, DateTimeOffset ReceivedAt, int Size, int Arrivals, IReadOnlyList<string> Flags);
}
