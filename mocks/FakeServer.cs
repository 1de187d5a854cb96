using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using WireMock;
using WireMock.Matchers;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;
using WireMock.Types;
using WireMock.Util;

namespace Hub.Mocks;

/// <summary>A WireMock server on loopback: static mappings from files, answers with state from code, scripted faults around both.</summary>
/// <remarks>Testers switch faults at <c>/__faults</c> (GET, POST <c>{"fault":"Html","answers":2}</c>, DELETE) and use WireMock's own admin interface at <c>/__admin</c>.</remarks>
public sealed class FakeServer : IDisposable
{
    private const string FaultHeader = "X-Fake-Fault";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly WireMockServer server;
    private readonly MappingFiles? mappings;
    private readonly HashSet<Guid> own;

    private FakeServer(WireMockServer server, MappingFiles? mappings, FakeCard card, FaultSwitch faults, FakeJournal journal)
    {
        (this.server, this.mappings) = (server, mappings);
        own = [.. server.MappingModels.Select(m => m.Guid).OfType<Guid>()];
        (Card, Faults, Journal) = (card, faults, journal);
    }

    public FakeCard Card { get; }

    /// <summary>The calls of the system's clients, not those of testers.</summary>
    public FakeJournal Journal { get; }

    public Uri Address => new(server.Url!);

    public FaultSwitch Faults { get; }

    /// <param name="options">Port and clock.</param>
    /// <param name="mappings">A folder of WireMock mapping files below the fakes; null for none.</param>
    /// <param name="card">What its root shows.</param>
    public static FakeServer Start(FakeOptions options, string? mappings = null, FakeCard? card = null)
    {
        var faults = new FaultSwitch();
        var journal = new FakeJournal();
        var shown = card ?? new FakeCard("Server");
        var files = mappings is null ? null : new MappingFiles(MappingFolder(mappings), options.Watches);
        WireMockServer? wiremock = null;
        wiremock = WireMockServer.Start(new WireMockServerSettings
        {
            Urls = [$"http://127.0.0.1:{options.Port}"],
            StartAdminInterface = true,
            MaxRequestLogCount = options.Remembers,
            PreWireMockMiddlewareInit = app => ((IApplicationBuilder)app).Use((context, next) =>
            {
                files?.Follow(wiremock!);
                return FaultsFirst(faults, journal, shown, options.Clock, context, next);
            }),
        });
        files?.Read(wiremock);
        return new FakeServer(wiremock, files, shown, faults, journal);
    }

    /// <summary>Answers a method and a path (a regular expression over the whole path) from code.</summary>
    public void Answer(string method, string path, Func<FakeRequest, FakeAnswer> answer)
    {
        var id = Guid.NewGuid();
        own.Add(id);
        server.Given(Request.Create().UsingMethod(method).WithPath(new RegexMatcher($"^{path}$"))).WithGuid(id)
            .RespondWith(Response.Create().WithCallback(message => Respond(answer(FakeRequest.Of(message, FaultHeader)))));
    }

    /// <summary>Faults as they stand, nothing remembered, plain answers as their files have them; what testers added over WireMock's interface is gone.</summary>
    public void Reset()
    {
        Faults.Reset();
        foreach (var added in server.MappingModels.Select(m => m.Guid).OfType<Guid>().Where(guid => !own.Contains(guid)).ToList())
        {
            server.DeleteMapping(added);
        }

        mappings?.Read(server);
        server.ResetLogEntries();
        Journal.Clear();
    }

    public void Dispose() => server.Dispose();

    /// <summary>Beside the fake's code where there is a source tree, so that a tester edits the very files; else below the program.</summary>
    private static string MappingFolder(string mappings)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hub.sln")))
            {
                return Path.Combine(folder.FullName, "mocks", mappings);
            }
        }

        return Path.Combine(AppContext.BaseDirectory, mappings);
    }

    private static ResponseMessage Respond(FakeAnswer answer) => new()
    {
        StatusCode = answer.Status,
        Headers = answer.Headers.Append(new("Content-Type", answer.MediaType))
            .GroupBy(h => h.Key).ToDictionary(g => g.Key, g => new WireMockList<string>([.. g.Select(h => h.Value)])),
        BodyData = new BodyData { DetectedBodyType = BodyType.String, BodyAsString = answer.Body, Encoding = new UTF8Encoding(false) },
    };

    private static async Task FaultsFirst(FaultSwitch faults, FakeJournal journal, FakeCard card, TimeProvider clock, HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/__faults", StringComparison.Ordinal))
        {
            await ControlAsync(faults, context);
            return;
        }

        if (context.Request.Path.StartsWithSegments("/__admin", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        if (context.Request.Path == "/" && HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(card.Page(), context.RequestAborted);
            return;
        }

        var (fault, at) = (faults.Take(), clock.GetUtcNow());
        context.Request.Headers[FaultHeader] = fault.ToString();
        var path = context.Request.Path + context.Request.QueryString;
        try
        {
            await FaultyAnswer.GiveAsync(fault, faults.Delay, context, next);
        }
        finally
        {
            journal.Add(new FakeVisit(at, context.Request.Method, path, context.RequestAborted.IsCancellationRequested ? 0 : context.Response.StatusCode, fault));
        }
    }

    private static async Task ControlAsync(FaultSwitch faults, HttpContext context)
    {
        switch (context.Request.Method)
        {
            case "POST":
                try
                {
                    var order = await context.Request.ReadFromJsonAsync<FaultOrder>(Json, context.RequestAborted);
                    faults.Play((order ?? throw new JsonException()).Fault, order.Answers ?? int.MaxValue);
                }
                catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentOutOfRangeException)
                {
                    context.Response.StatusCode = StatusCodes.Status400BadRequest;
                    await context.Response.WriteAsJsonAsync(new { message = $"Kirim JSON {{\"fault\":\"Html\",\"answers\":2}}; answers paling sedikit 1, fault salah satu dari {string.Join(", ", Enum.GetNames<Fault>())}." }, context.RequestAborted);
                    return;
                }

                break;
            case "DELETE":
                faults.Clear();
                break;
        }

        await context.Response.WriteAsJsonAsync(new { fault = faults.Current.ToString(), known = Enum.GetNames<Fault>() }, context.RequestAborted);
    }

    private sealed record FaultOrder(Fault Fault, int? Answers);
}

/// <summary>What a fake is asked.</summary>
public sealed record FakeRequest
{
    public required string Path { get; init; }
    public required IReadOnlyDictionary<string, string> Query { get; init; }
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
    public required string Body { get; init; }

    /// <summary>A fault that concerns the data, to be played by the fake itself.</summary>
    public required Fault Fault { get; init; }

    public string? this[string query] => Query.GetValueOrDefault(query);

    public int Number(string query, int otherwise) => int.TryParse(this[query], out var number) ? number : otherwise;

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    internal static FakeRequest Of(IRequestMessage message, string faultHeader)
    {
        var headers = message.Headers!.ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase);
        return new FakeRequest
        {
            Path = message.Path,
            Query = message.Query?.ToDictionary(q => q.Key, q => q.Value[0], StringComparer.Ordinal) ?? [],
            Headers = headers,
            Body = message.BodyAsBytes is byte[] bytes ? Encoding.UTF8.GetString(bytes) : message.Body ?? "",
            Fault = Enum.Parse<Fault>(headers[faultHeader]),
        };
    }
}

/// <summary>What a fake answers.</summary>
public sealed record FakeAnswer(string Body)
{
    public int Status { get; init; } = 200;
    public string MediaType { get; init; } = "application/json; charset=utf-8";
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static FakeAnswer Json(JsonNode body, int status = 200) => new(body.ToJsonString()) { Status = status };

    public static FakeAnswer Html(string body, int status = 200) => new(body) { Status = status, MediaType = "text/html; charset=utf-8" };
}
