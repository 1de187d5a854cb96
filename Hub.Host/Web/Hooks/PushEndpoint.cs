using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Hub.Connectors;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Security;
using Hub.Host.Intake;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Web.Hooks;

/// <summary><c>POST /hooks/{source}</c>: takes what a source pushes. The answer 202 is given only when the items stand in the ledger; a repeat changes nothing.</summary>
internal static class PushEndpoint
{
    public const string Root = "/hooks";

    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    /// <summary>No session protects it: the signature does.</summary>
    public static void MapPushes(this IEndpointRouteBuilder app) =>
        app.MapPost($"{Root}/{{source}}", ReceiveAsync).AllowAnonymous().DisableAntiforgery();

    private static async Task<IResult> ReceiveAsync(
        string source, HttpContext context, Database database, ConfiguredConnectors connectors, PushLine line, PushLimits limits, InboxSignal inbox, HubOptions options, TimeProvider clock, CancellationToken token)
    {
        var address = context.Connection.RemoteIpAddress;
        if (!limits.ListensTo(address))
        {
            return TooMany(context);
        }

        try
        {
            var (sender, secret) = await SenderAsync(database, connectors, source, token);
            if (sender is null)
            {
                limits.NoteRefused(address);
                return Refuse(new PushRefusal(404, "no-receiver", PushTexts.Say("Nobody")));
            }

            if (await BodyAsync(context.Request, options.LargestPush, token) is not { } body)
            {
                limits.NoteRefused(address);
                return Refuse(new PushRefusal(413, "too-large", PushTexts.Say("TooLarge", options.LargestPush)));
            }

            var now = clock.GetUtcNow();
            var headers = context.Request.Headers;
            if (PushSignature.Check(secret!, headers[PushSignature.TimestampHeader], headers[PushSignature.SignatureHeader], body, now) is { } wrong)
            {
                limits.NoteRefused(address);
                return Refuse(wrong);
            }

            if (!limits.Takes(source))
            {
                return TooMany(context);
            }

            return connectors.Build(sender) is IReceives receiver
                ? await TakeAsync(receiver, source, headers, body, line, inbox, now, token)
                : Refuse(new PushRefusal(422, "not-a-receiver", PushTexts.Say("NoReceiver", source)));
        }
        catch (SourceUnusable e)
        {
            return Refuse(new PushRefusal(503, "source-unusable", e.Message));
        }
        catch (Exception e) when (StoreTrouble.Is(e))
        {
            // The sender keeps it and tries again; what was stored of it is known then.
            return Refuse(new PushRefusal(503, "store", PushTexts.Say("Store", StoreTrouble.Of(e))));
        }
    }

    private static async Task<IResult> TakeAsync(IReceives receiver, string source, IHeaderDictionary headers, byte[] body, PushLine line, InboxSignal inbox, DateTimeOffset now, CancellationToken token)
    {
        if (headers.ContentEncoding is [{ Length: > 0 } encoding, ..] && !string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase))
        {
            return Refuse(new PushRefusal(415, "content-encoding", PushTexts.Say("Encoded", encoding)));
        }

        var mediaType = headers.ContentType.ToString().Split(';')[0].Trim().ToLowerInvariant();
        if (mediaType is not (Json or Form))
        {
            return Refuse(new PushRefusal(415, "media-type", PushTexts.Say("MediaType", Json, Form)));
        }

        if (!Utf8.IsValid(body))
        {
            return Refuse(new PushRefusal(400, "not-utf-8", PushTexts.Say("NotUtf8")));
        }

        if (mediaType == Form && body.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..])
        {
            // No form writes these signs so; programs that send JSON without saying so call it a form (curl -d does), and its fields would be one nobody reads.
            return Refuse(new PushRefusal(415, "media-type", PushTexts.Say("JsonAsForm", Json, Form)));
        }

        IReadOnlyList<Envelope> envelopes;
        try
        {
            // A mark of the order of bytes is no part of JSON; readers may pass it over (RFC 8259, 8.1).
            envelopes = receiver.Receive(Json, mediaType == Form ? JsonOf(body) : body.AsMemory(body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0), now);
        }
        catch (Exception e) when (e is ConnectorFailure or InvalidOperationException or FormatException or ArgumentException or OverflowException or InvalidDataException)
        {
            return Refuse(new PushRefusal(422, "not-understood", Trouble.Of(e).Cause.ToString()));
        }

        var taken = await line.StoreAsync(source, envelopes, token);
        inbox.Raise();
        return TypedResults.Json(new { seen = envelopes.Count, taken }, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>An unknown source and one without a secret answer alike: nobody learns which sources there are.</summary>
    private static async Task<(Source? Sender, string? Secret)> SenderAsync(Database database, ConfiguredConnectors connectors, string name, CancellationToken token)
    {
        await using var db = database.Open();
        var source = await db.Sources.AsNoTracking().FirstOrDefaultAsync(s => s.Name == name, token);
        return source is not null && connectors.HookSecretOf(source) is { } secret ? (source, secret) : default;
    }

    /// <returns>Null when there is more than allowed.</returns>
    private static async Task<byte[]?> BodyAsync(HttpRequest request, int most, CancellationToken token)
    {
        if (request.ContentLength > most)
        {
            return null;
        }

        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, token)) > 0)
        {
            if (body.Length + read > most)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.Length == body.Capacity ? body.GetBuffer() : body.ToArray();
    }

    /// <summary>The fields of a form as one JSON object, so that connectors know one form only.</summary>
    private static byte[] JsonOf(byte[] form) =>
        JsonSerializer.SerializeToUtf8Bytes(QueryHelpers.ParseQuery(Encoding.UTF8.GetString(form)).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal));

    private static IResult TooMany(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "10";
        return Refuse(new PushRefusal(429, "too-many", PushTexts.Say("TooMany")));
    }

    private static IResult Refuse(PushRefusal refusal) => TypedResults.Json(new { code = refusal.Code, message = refusal.Message }, statusCode: refusal.Status);
}
