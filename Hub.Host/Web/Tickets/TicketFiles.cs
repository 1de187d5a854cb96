using System.Text;
using Hub.Domain.Envelopes;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Figures;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Access;
using Hub.Host.People.Files;
using Hub.Host.People.Privacy;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Hub.Host.Web.Tickets;

/// <summary>Raw originals and attachments: shown only in forms that cannot run, else handed out as a download.</summary>
internal static class TicketFiles
{
    private static readonly string[] Showable = ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"];

    private const string OfficeTypes = "application/vnd.openxmlformats-officedocument.";

    public static void MapTicketFiles(this WebApplication app)
    {
        var files = app.MapGroup("/tickets/{number}").RequireAuthorization();
        files.MapPost("/raw/{envelope:long}", RawAsync).WithMetadata(new NeedsProofAttribute());
        files.MapGet("/files/{attachment:long}", OpenFileAsync);
        files.MapPost("/files/{attachment:long}", TakeFileAsync);
        files.MapPost("/files/{attachment:long}/release", ReleaseAsync).RequireAuthorization(Policies.Verify).WithMetadata(new NeedsProofAttribute());
        files.MapPost("/handover", HandOverAsync).RequireAuthorization(Policies.Verify).WithMetadata(new NeedsProofAttribute());
    }

    /// <summary>The original names its writer: for who may know that, with a stated purpose, written down first.</summary>
    private static async Task<IResult> RawAsync(
        string number, long envelope, bool? download, [FromForm] string? purpose, TicketReading reading, TicketDoor door, Database database, Visit visit, HttpContext context, CancellationToken token)
    {
        if (await reading.FindAsync(number, token) is not { } opened || await reading.RawAsync(opened.Ticket, envelope, token) is not var (mediaType, raw, barred))
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
            return Closed(e.Message);
        }

        if (barred is not null)
        {
            return Closed($"{barred}");
        }

        Lock(context);
        return download == true
            ? TypedResults.Stream(raw, "application/octet-stream", $"{number}-{envelope}{FileNames.Extension(mediaType)}")
            : TypedResults.Stream(raw, "text/plain; charset=utf-8");
    }

    /// <summary>A file of a ticket that is not protected; its address can be opened as it is.</summary>
    private static Task<IResult> OpenFileAsync(string number, long attachment, bool? show, TicketReading reading, TicketDoor door, Database database, Visit visit, HttpContext context, CancellationToken token) =>
        FileAsync(number, attachment, show, null, reading, door, database, visit, context, token);

    /// <summary>Whoever gets the file of a protected reporter as it came, with all that it says of them, shows to be there.</summary>
    private static async Task<IResult> TakeFileAsync(
        string number, long attachment, bool? show, [FromForm] string? purpose, TicketReading reading, TicketDoor door, Database database, Visit visit, StepUp steps, HttpContext context, CancellationToken token) =>
        (await reading.FindAsync(number, token))?.Ticket is { IsProtected: true } ticket && !IsPrivate(ticket, visit.User) && !await steps.IsProvenAsync(context.User, token)
            ? StepUp.ToProof(context)
            : await FileAsync(number, attachment, show, purpose, reading, door, database, visit, context, token);

    private static async Task<IResult> FileAsync(
        string number, long attachment, bool? show, string? purpose, TicketReading reading, TicketDoor door, Database database, Visit visit, HttpContext context, CancellationToken token)
    {
        var opened = await reading.FindAsync(number, token);
        if (opened?.Ticket.Attachments.FirstOrDefault(a => a.Id == attachment) is not { ContentHash: not null } file
            || await reading.ContentAsync(file, token) is not { } kept)
        {
            return TypedResults.NotFound();
        }

        var type = TypeOf(kept.Content, file);
        var isCopied = IsCopied(opened.Ticket, visit.User, show == true && MayShow(type.MediaType));
        var copy = isCopied ? await CopyAsync(reading, opened.Ticket, file, RawStream.All(kept.Content), visit.User, token) : new SafeCopy(type, null, null);
        var refusal = kept.Barred is { } barred ? $"{barred}" : copy.Why is { } why ? TicketRefusal.Say(IsPrivate(opened.Ticket, visit.User) ? $"FileHeld{why}" : "FileNotShown") : null;
        await using var db = database.Open();
        try
        {
            await door.OpenFileAsync(db, opened.Ticket, file, visit.User, purpose, refusal is null ? "file.read" : "file.held", token);
        }
        catch (IdentityClosed e)
        {
            return Closed(e.Message);
        }

        if (refusal is not null)
        {
            return Closed(refusal);
        }

        Lock(context);
        var content = isCopied ? RawStream.Over(copy.Content!) : kept.Content;
        if (show == true && MayShow(copy.Type.MediaType))
        {
            context.Response.Headers[HeaderNames.ContentDisposition] = "inline";
            return TypedResults.Stream(content, copy.Type.MediaType);
        }

        return TypedResults.Stream(content, MayRun(copy.Type.Kind) ? "application/octet-stream" : copy.Type.MediaType, FileNames.SafeName(opened.View.File(file).Name));
    }

    /// <summary>By its bytes; of a large file by its beginning. An archive says behind its parts that it is a document: of a large one that is known from when it came.</summary>
    private static FileType TypeOf(Stream content, TicketAttachment file)
    {
        var start = new byte[(int)Math.Min(content.Length, PieceStream.Large)];
        content.ReadExactly(start);
        content.Position = 0;
        var type = FileType.Of(start);
        return type.Kind == FileKind.Archive && content.Length > start.Length && file.MediaType.StartsWith(OfficeTypes, StringComparison.Ordinal) ? new FileType(FileKind.OfficeOpen, file.MediaType) : type;
    }

    /// <summary>Others than the verifier get of a protected reporter's files, and everybody sees in the browser, only what was made safe.</summary>
    private static bool IsCopied(Ticket ticket, CurrentUser user, bool isShown) => user.MayReadText(ticket) && (isShown || IsPrivate(ticket, user));

    private static bool IsPrivate(Ticket ticket, CurrentUser user) => ticket.IsProtected && !(user.Is(Roles.Verifier) && user.MayOpenIdentity(ticket));

    private static async Task<SafeCopy> CopyAsync(TicketReading reading, Ticket ticket, TicketAttachment file, byte[] content, CurrentUser user, CancellationToken token)
    {
        var about = IsPrivate(ticket, user) ? await reading.AboutAsync(ticket, token) : null;
        Func<string, bool>? shows = about is null || file.SentWith is not null || user.MayOpenIdentity(ticket) || ticket.IsReleased(file.Id)
            ? null
            : FileWords.Showing(about);
        return await SafeCopy.OfAsync(content, text => about is null ? text : LeakGate.Mask(text, about), token, shows);
    }

    /// <summary>The verifier looked into a file that was held for its words, and lets whoever works on the ticket have it: with a written reason, in its history and in the trail.</summary>
    private static async Task<IResult> ReleaseAsync(string number, long attachment, [FromForm] string? purpose, TicketReading reading, TicketRoad road, Visit visit, CancellationToken token)
    {
        if ((await reading.FindAsync(number, token))?.Ticket.Attachments.Any(a => a.Id == attachment) != true)
        {
            return TypedResults.NotFound();
        }

        try
        {
            await road.ChangeAsync(number, new TicketChange.ReleaseFile(attachment, purpose ?? ""), new Actor.Person(visit.User), null, token);
            return TypedResults.LocalRedirect($"/tickets/{number}?done=true");
        }
        catch (TicketRefusal e)
        {
            return Closed(e.Message);
        }
    }

    private static bool MayRun(FileKind kind) => kind is FileKind.Markup or FileKind.Mail or FileKind.Unknown;

    private static IResult Closed(string why) => TypedResults.Text(why, "text/plain", Encoding.UTF8, StatusCodes.Status403Forbidden);

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

        if (named == true && !visit.User.MayOpenIdentity(opened.Ticket))
        {
            return Closed(TicketRefusal.Say("IdentityNotYours"));
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
                await audit.WriteAsync(db, visit.Actor, "ticket.handed-over", opened.Ticket.Number, LeakGate.Mask(purpose.Trim(), about), token);
            }
        }

        // An entry of the archive writes its last block synchronously when it closes.
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        Lock(context);
        return TypedResults.Stream(body => file.WriteAsync(body, opened, about, named == true, visit.Now, token), "application/zip", $"berkas-{opened.Ticket.Number}.zip");
    }

    /// <summary>Pictures and PDF may be looked at in the browser; everything else is only handed out.</summary>
    public static bool MayShow(string mediaType) => Array.Exists(Showable, type => string.Equals(type, mediaType, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whatever the bytes are, the browser must neither guess their type nor run them.</summary>
    private static void Lock(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        context.Response.Headers.CacheControl = "private, no-store";
    }
}
