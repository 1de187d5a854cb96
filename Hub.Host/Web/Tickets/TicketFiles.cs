using System.Text;
using Hub.Domain.Tickets;
using Hub.Host.Figures;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Hub.Host.Web.Tickets;

/// <summary>Raw originals and attachments: shown only in forms that cannot run, else handed out as a download.</summary>
internal static class TicketFiles
{
    private static readonly string[] Showable = ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"];

    public static void MapTicketFiles(this WebApplication app)
    {
        var files = app.MapGroup("/tickets/{number}").RequireAuthorization();
        files.MapPost("/raw/{envelope:long}", RawAsync);
        files.MapGet("/files/{attachment:long}", OpenFileAsync);
        files.MapPost("/files/{attachment:long}", FileAsync);
        files.MapPost("/handover", HandOverAsync).RequireAuthorization(Policies.Verify);
    }

    /// <summary>The original names its writer: for who may know that, with a stated purpose, written down first.</summary>
    private static async Task<IResult> RawAsync(
        string number, long envelope, bool? download, [FromForm] string? purpose, TicketReading reading, TicketDoor door, Database database, Visit visit, HttpContext context, CancellationToken token)
    {
        if (await reading.FindAsync(number, token) is not { } opened || await reading.RawAsync(opened.Ticket, envelope, token) is not var (mediaType, raw))
        {
            return TypedResults.NotFound();
        }

        await using var db = database.Open();
        try
        {
            await door.OpenAsync(db, opened.Ticket, visit.User, purpose, "raw.read", $"{envelope}", token);
        }
        catch (IdentityClosed e)
        {
            return Closed(e);
        }

        Lock(context);
        return download == true
            ? TypedResults.File(raw, "application/octet-stream", $"{number}-{envelope}{FileNames.Extension(mediaType)}")
            : TypedResults.Text(Encoding.UTF8.GetString(raw), "text/plain", Encoding.UTF8);
    }

    /// <summary>A file of a ticket that is not protected; its address can be opened as it is.</summary>
    private static Task<IResult> OpenFileAsync(string number, long attachment, bool? show, TicketReading reading, TicketDoor door, Database database, Visit visit, HttpContext context, CancellationToken token) =>
        FileAsync(number, attachment, show, null, reading, door, database, visit, context, token);

    private static async Task<IResult> FileAsync(
        string number, long attachment, bool? show, [FromForm] string? purpose, TicketReading reading, TicketDoor door, Database database, Visit visit, HttpContext context, CancellationToken token)
    {
        var opened = await reading.FindAsync(number, token);
        if (opened?.Ticket.Attachments.FirstOrDefault(a => a.Id == attachment) is not { ContentHash: not null } file
            || await reading.ContentAsync(file, token) is not { } content)
        {
            return TypedResults.NotFound();
        }

        // A photo of a protected reporter shows neither place nor maker; a picture that cannot be cleaned stays with the verifier.
        if (opened.Ticket.IsProtected && ImageMetadata.IsPhoto(file.MediaType) && !visit.User.Is(Roles.Verifier))
        {
            if (ImageMetadata.Strip(content) is not { } clean)
            {
                return TypedResults.NotFound();
            }

            content = clean;
        }

        await using var db = database.Open();
        try
        {
            await door.OpenFileAsync(db, opened.Ticket, file, visit.User, purpose, token);
        }
        catch (IdentityClosed e)
        {
            return Closed(e);
        }

        Lock(context);
        if (show == true && MayShow(file))
        {
            context.Response.Headers[HeaderNames.ContentDisposition] = "inline";
            return TypedResults.Bytes(content, file.MediaType);
        }

        return TypedResults.File(content, "application/octet-stream", FileNames.SafeName(opened.View.File(file).Name));
    }

    private static IResult Closed(IdentityClosed why) => TypedResults.Text(why.Message, "text/plain", Encoding.UTF8, StatusCodes.Status403Forbidden);

    /// <summary>Only web addresses become links.</summary>
    public static string? SafeLink(string? link) => Uri.TryCreate(link, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https") ? address.AbsoluteUri : null;

    /// <summary>The file for the Ombudsman or a court: with a stated purpose, written down, and without the identity unless it is asked for.</summary>
    private static async Task<IResult> HandOverAsync(
        string number, [FromForm] string purpose, [FromForm] bool? named, TicketReading reading, HandoverFile file, ReporterVault vault, TicketDoor door, AuditTrail audit, Database database, Visit visit, HttpContext context, CancellationToken token)
    {
        if (await reading.FindAsync(number, token) is not { } opened)
        {
            return TypedResults.NotFound();
        }

        if (purpose.Trim().Length < ReporterVault.ShortestPurpose)
        {
            return TypedResults.BadRequest();
        }

        var about = named == true ? await vault.OpenAsync(opened.Ticket.Id, purpose, visit.User, token) : await reading.AboutAsync(opened.Ticket, token);
        await using (var db = database.Open())
        {
            if (named == true)
            {
                opened = opened with { View = await door.OpenAsync(db, opened.Ticket, visit.User, purpose, "ticket.handed-over", "named", token) };
            }
            else
            {
                await audit.WriteAsync(db, visit.Actor, "ticket.handed-over", opened.Ticket.Number, purpose.Trim(), token);
            }
        }

        // An entry of the archive writes its last block synchronously when it closes.
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        Lock(context);
        return TypedResults.Stream(body => file.WriteAsync(body, opened, about, named == true, visit.Now, token), "application/zip", $"berkas-{opened.Ticket.Number}.zip");
    }

    /// <summary>Pictures and PDF may be looked at in the browser; everything else is only handed out.</summary>
    public static bool MayShow(TicketAttachment file) => Array.Exists(Showable, type => string.Equals(type, file.MediaType, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whatever the bytes are, the browser must neither guess their type nor run them.</summary>
    private static void Lock(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        context.Response.Headers.CacheControl = "private, no-store";
    }
}
