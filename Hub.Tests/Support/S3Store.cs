using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hub.Tests.Support;

/// <summary>A store of objects as far as S3 goes here: put (whole or in parts), list, get, delete, each request signed (SigV4), in one bucket.</summary>
internal sealed class S3Store : IAsyncDisposable
{
    public const string Bucket = "cadangan";
    public const string AccessKey = "AKIAUJI";
    public const string SecretKey = "rahasia-s3-uji";

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, SortedDictionary<int, byte[]>> parts = new(StringComparer.Ordinal);

    private S3Store(WebApplication app)
    {
        this.app = app;
        app.Run(HandleAsync);
    }

    public Uri Address => new(app.Urls.First());

    /// <summary>What lies in the bucket.</summary>
    public ConcurrentDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    /// <summary>What every request is answered from now on; null: the truth.</summary>
    public (int Status, string Code)? Trouble { get; set; }

    /// <summary>It gives back something else than it was given.</summary>
    public bool Spoils { get; set; }

    public int Parts { get; private set; }

    public int Requests { get; private set; }

    public static async Task<S3Store> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(o => o.Limits.MaxRequestBodySize = null);
        var store = new S3Store(builder.Build());
        await store.app.StartAsync();
        return store;
    }

    /// <summary>As <c>Hub:Backup:S3</c>.</summary>
    public Dictionary<string, string?> Settings(string accessKey = AccessKey, string bucket = Bucket) => new(StringComparer.Ordinal)
    {
        ["Hub:Backup:S3:Endpoint"] = Address.AbsoluteUri,
        ["Hub:Backup:S3:Bucket"] = bucket,
        ["Hub:Backup:S3:Prefix"] = "hub/",
        ["Hub:Backup:S3:AccessKey"] = accessKey,
        ["Hub:Backup:S3:SecretKey"] = SecretKey,
    };

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        Requests++;
        var (bucket, key) = (context.Request.Path.Value!.Trim('/') + "/").Split('/', 2) is [var first, var rest] ? (first, rest.TrimEnd('/')) : ("", "");
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory);
        var body = memory.ToArray();
        await (Trouble is { } trouble ? RefuseAsync(context, trouble.Status, trouble.Code)
            : FaultOf(context.Request, body) is { } fault ? RefuseAsync(context, 403, fault)
            : bucket != Bucket ? RefuseAsync(context, 404, "NoSuchBucket")
            : AnswerAsync(context, key, body));
    }

    private Task AnswerAsync(HttpContext context, string key, byte[] body)
    {
        var (request, response, query) = (context.Request, context.Response, context.Request.Query);
        switch (request.Method)
        {
            case "PUT" when query.ContainsKey("partNumber"):
                Parts++;
                parts[query["uploadId"]!][int.Parse(query["partNumber"]!, CultureInfo.InvariantCulture)] = body;
                response.Headers.ETag = TagOf(body);
                return Task.CompletedTask;
            case "PUT":
                Objects[key] = body;
                response.Headers.ETag = TagOf(body);
                return Task.CompletedTask;
            case "POST" when query.ContainsKey("uploads"):
                var id = Guid.NewGuid().ToString("N");
                parts[id] = [];
                return SayAsync(response, $"<InitiateMultipartUploadResult><Bucket>{Bucket}</Bucket><Key>{key}</Key><UploadId>{id}</UploadId></InitiateMultipartUploadResult>");
            case "POST":
                Objects[key] = [.. parts[query["uploadId"]!].Values.SelectMany(static p => p)];
                return SayAsync(response, $"<CompleteMultipartUploadResult><Bucket>{Bucket}</Bucket><Key>{key}</Key><ETag>{TagOf(Objects[key])}</ETag></CompleteMultipartUploadResult>");
            case "DELETE":
                Objects.TryRemove(key, out _);
                response.StatusCode = 204;
                return Task.CompletedTask;
            case "GET" when query.ContainsKey("list-type"):
                var found = Objects.Where(o => o.Key.StartsWith(query["prefix"].ToString(), StringComparison.Ordinal)).OrderBy(static o => o.Key, StringComparer.Ordinal);
                return SayAsync(response, $"<ListBucketResult><Name>{Bucket}</Name><IsTruncated>false</IsTruncated>{string.Concat(found.Select(o => $"<Contents><Key>{o.Key}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>{o.Value.Length}</Size></Contents>"))}</ListBucketResult>");
            case "GET" when Objects.TryGetValue(key, out var content):
                var given = Spoils ? [.. content.AsSpan(0, content.Length / 2), .. new byte[content.Length - (content.Length / 2)]] : content;
                response.ContentLength = given.Length;
                response.Headers.ETag = TagOf(given);
                return response.Body.WriteAsync(given).AsTask();
            default:
                return RefuseAsync(context, 404, "NoSuchKey");
        }
    }

    /// <summary>What is wrong with the signature; null when it is ours and covers what came.</summary>
    private static string? FaultOf(HttpRequest request, byte[] body)
    {
        var signed = request.Headers.Authorization.ToString();
        var hash = request.Headers["x-amz-content-sha256"].ToString();
        return !signed.StartsWith($"AWS4-HMAC-SHA256 Credential={AccessKey}/", StringComparison.Ordinal) ? "InvalidAccessKeyId"
            : !signed.Contains("SignedHeaders=", StringComparison.Ordinal) || !signed.Contains("Signature=", StringComparison.Ordinal) ? "AccessDenied"
            : hash != "UNSIGNED-PAYLOAD" && hash != Convert.ToHexStringLower(SHA256.HashData(body)) ? "XAmzContentSHA256Mismatch"
            : null;
    }

    /// <summary>Of a form that claims to be no hash of the content, as that of an upload in parts.</summary>
    private static string TagOf(byte[] content) => $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}-1\"";

    private static Task SayAsync(HttpResponse response, string xml)
    {
        response.ContentType = "application/xml";
        return response.WriteAsync($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>{xml}", Encoding.UTF8);
    }

    private static Task RefuseAsync(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        return SayAsync(context.Response, $"<Error><Code>{code}</Code><Message>{code}</Message></Error>");
    }
}
