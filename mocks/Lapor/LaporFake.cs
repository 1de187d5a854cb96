using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Mocks.Bench;

namespace Hub.Mocks.Lapor;

/// <summary>LAPOR! SP4N behind SPLP: list, detail, follow-ups, institutions, templates, uploads, answers and "not our authority".</summary>
public sealed class LaporFake : IFake
{
    public const string AccessKey = "kunci-splp-tiruan";
    public const string Token = "{00000000-1111-2222-3333-444444444444}";
    public const int InstitutionId = 151000;
    public const int UserId = 88001;

    private readonly FakeServer server;
    private readonly LaporState state;

    private LaporFake(FakeServer server, LaporState state, TimeProvider clock)
    {
        this.server = server;
        this.state = state;
        Items = new LaporItems(state, clock);
    }

    public string Name => "lapor";

    public Uri Address => server.Address;

    public FaultSwitch Faults => server.Faults;

    public FakeServer Server => server;

    public IFakeItems Items { get; }

    /// <summary>What was written here, in order; a repeat of the same text is another entry.</summary>
    public IReadOnlyList<LaporEffect> Effects => state.Effects;

    /// <summary>Every number that the list shows now.</summary>
    public IReadOnlyList<long> Ids => state.Ids;

    public static LaporFake Start(FakeOptions options)
    {
        var wire = FakeServer.Start(options, "Lapor/mappings", new FakeCard(
            "LAPOR! SP4N", "GET /complaints", "GET /complaints/{id}/complaint", "GET /complaints/{id}/followups", "POST /complaints/followup/add",
            "POST /complaints/process/{id}/reject", "POST /complaints/complaint/file", "GET /masters/institutions/external", "GET /masters/templates"));
        var held = new LaporState(options);
        wire.Answer("GET", "/complaints", request => Allowed(request) ?? List(held, request));
        wire.Answer("GET", @"/complaints/\d+/complaint", request => Allowed(request) ?? (held.IsBroken(IdOf(request)) ? Broken : Found(held.Detail(IdOf(request), request.Fault))));
        wire.Answer("GET", @"/complaints/\d+/followups", request => Allowed(request) ?? Found(held.FollowUps(IdOf(request), request.Number("page", 1), request.Fault)));
        wire.Answer("POST", "/complaints/complaint/file", request => Allowed(request) ?? FakeAnswer.Json(held.Upload(Form.Parse(request))));
        wire.Answer("POST", "/complaints/followup/add", request => Allowed(request) ?? Confirmed(held, Found(held.Add(Form.Parse(request)))));
        wire.Answer("POST", @"/complaints/process/\d+/reject", request => Allowed(request) ?? Found(held.Reject(IdOf(request), JsonNode.Parse(request.Body)!)));
        return new LaporFake(wire, held, options.Clock);
    }

    /// <summary>Adds a report now, or a new version of one: <paramref name="change"/> edits the detail's <c>data</c>.</summary>
    public void Change(long id, Action<JsonObject> change) => state.Change(id, change);

    /// <summary>Adds a report that changed last at <paramref name="at"/>.</summary>
    public void Add(long id, string title, DateTimeOffset at) => state.Add(id, title, at);

    /// <summary>Adds one that belongs to the start: a reset leaves it there.</summary>
    public void Keep(long id, string title, string text, DateTimeOffset at) => state.Keep(id, title, text, at);

    /// <summary>Takes the next answer that is written, and then fails with 500 instead of confirming it.</summary>
    public void LoseNextConfirmation() => state.LosesConfirmation = true;

    /// <summary>Makes one report fail with 500, until <see cref="Mend"/>.</summary>
    public void Break(long id) => state.Break(id, isBroken: true);

    public void Mend(long id) => state.Break(id, isBroken: false);

    public void Dispose() => server.Dispose();

    private static FakeAnswer Broken => FakeAnswer.Json(new JsonObject { ["message"] = "Server Error" }, 500);

    private static FakeAnswer Confirmed(LaporState state, FakeAnswer answer)
    {
        var lost = state.LosesConfirmation;
        state.LosesConfirmation = false;
        return lost ? Broken : answer;
    }

    private static FakeAnswer? Allowed(FakeRequest request) =>
        request.Header("token") == Token && (request.Header("Authorization") ?? request.Header("auth")) == $"Bearer {AccessKey}"
            ? null
            : FakeAnswer.Json(new JsonObject { ["message"] = "Kredensial SPLP atau token LAPOR tidak dikenal." }, 401);

    private static FakeAnswer List(LaporState state, FakeRequest request)
    {
        if (request["updated_since"] is string text && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _))
        {
            return FakeAnswer.Json(new JsonObject { ["message"] = "updated_since tidak terbaca." }, 422);
        }

        var since = request["updated_since"] is string s ? DateTimeOffset.Parse(s, CultureInfo.InvariantCulture) : DateTimeOffset.MinValue;
        return FakeAnswer.Json(state.List(since, request.Number("page", 1), request.Number("page_size", 10), request.Fault));
    }

    private static FakeAnswer Found(JsonNode? body) =>
        body is null ? FakeAnswer.Json(new JsonObject { ["message"] = "Data tidak ditemukan." }, 404) : FakeAnswer.Json(body);

    private static long IdOf(FakeRequest request) =>
        long.Parse(request.Path.Split('/').First(p => p.Length > 0 && p.All(char.IsAsciiDigit)), CultureInfo.InvariantCulture);
}

/// <summary>Something the hub wrote into the fake.</summary>
/// <param name="Kind"><c>followup</c>, <c>reject</c> or <c>upload</c>.</param>
public sealed record LaporEffect(string Kind, long Complaint, string Text, IReadOnlyDictionary<string, string> Fields);
