using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using CsCheck;
using Hub.Connectors;
using Hub.Connectors.KaltaraApi;
using Hub.Connectors.Sihab;
using Hub.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Connectors.KaltaraApi;

/// <summary>Whatever changes when, in whatever pages, portions and interruptions: the last version of every item arrives.</summary>
public class ChangePollTests
{
    private const int OverlapMinutes = 15;
    private static readonly DateTimeOffset Start = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);

    // A change of item Id, dated MinutesLate before the moment it becomes visible.
    private static readonly Gen<(int Id, int MinutesLate)> Change = Gen.Select(Gen.Int[1, 12], Gen.Int[0, OverlapMinutes - 1]);

    private static readonly Gen<Step> Steps = Gen.Select(
        Change.Array[0, 8], Change.Array[0, 3], Gen.Int[0, 4], Gen.Int[0, 90], (before, shifting, stopAfter, minutes) => new Step(before, shifting, stopAfter, minutes));

    private static readonly Gen<(int Page, int Portion, Step[] Steps)> Histories = Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Steps.Array[1, 6]);

    [Fact]
    public void Equal_times_late_commits_shifting_pages_and_restarts_lose_nothing() =>
        Histories.Sample(history => PlayAsync(history.Page, history.Portion, history.Steps).GetAwaiter().GetResult(), iter: Need.IsLong ? 5000 : 300, threads: 2);

    private static async Task<bool> PlayAsync(int page, int portion, Step[] steps)
    {
        var clock = new FakeTimeProvider(Start);
        using var source = new Source(page);
        var arrived = new Dictionary<string, string>(StringComparer.Ordinal);
        string? cursor = null;
        foreach (var step in steps.Append(new Step([], [], 0, 0)))
        {
            clock.Advance(TimeSpan.FromMinutes(step.Minutes));
            source.Apply(step.Before, clock.GetUtcNow());
            source.BetweenPages(step.Shifting, clock.GetUtcNow());
            cursor = await RunAsync(source, clock, portion, cursor, arrived, step.StopAfter);
        }

        return source.Versions.All(v => arrived.TryGetValue(v.Key, out var title) && title == v.Value);
    }

    /// <summary>A run; after so many portions it is broken off and begun anew by a fresh connector.</summary>
    private static async Task<string?> RunAsync(Source source, FakeTimeProvider clock, int portion, string? cursor, Dictionary<string, string> arrived, int stopAfter)
    {
        var connector = Connect(source, clock, portion);
        for (var portions = 1; ; portions++)
        {
            var got = await connector.FetchAsync(cursor, CancellationToken.None);
            foreach (var envelope in got.Envelopes)
            {
                arrived[envelope.Key.ExternalId] = connector.Read(envelope).Title;
            }

            cursor = got.Cursor;
            if (!got.More)
            {
                return cursor;
            }

            if (portions == stopAfter)
            {
                connector = Connect(source, clock, portion);
            }
        }
    }

    private static MappedConnector Connect(Source source, FakeTimeProvider clock, int portion) => new(
        new SourceContext("uji", clock, source),
        new MappedOptions { Address = "https://sihab.example/", ApiKey = "k", SpacingMs = 0, Attempts = 1, PortionSize = portion, OverlapMinutes = OverlapMinutes },
        "Sihab");

    /// <param name="Before">Changes before the run.</param>
    /// <param name="Shifting">Changes while the list is read, one between two pages.</param>
    /// <param name="StopAfter">Portions until the process dies; 0: it lives.</param>
    /// <param name="Minutes">Time since the run before.</param>
    private sealed record Step((int Id, int MinutesLate)[] Before, (int Id, int MinutesLate)[] Shifting, int StopAfter, int Minutes);

    /// <summary>A list in memory as Laravel pages it: sorted by change, with whole-minute times so that many are equal.</summary>
    private sealed class Source(int size) : HttpMessageHandler
    {
        private readonly Dictionary<int, (DateTimeOffset Changed, int Version)> items = [];
        private readonly Queue<(int Id, DateTimeOffset Changed)> waiting = [];
        private int version;

        public Dictionary<string, string> Versions => items.ToDictionary(i => Name(i.Key), i => $"versi {i.Value.Version}");

        public void Apply(IEnumerable<(int Id, int MinutesLate)> changes, DateTimeOffset now)
        {
            foreach (var (id, late) in changes)
            {
                items[id] = (now.AddMinutes(-late), ++version);
            }
        }

        public void BetweenPages(IEnumerable<(int Id, int MinutesLate)> changes, DateTimeOffset now)
        {
            waiting.Clear();
            foreach (var (id, late) in changes)
            {
                waiting.Enqueue((id, now.AddMinutes(-late)));
            }
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var query = HttpUtility.ParseQueryString(request.RequestUri!.Query);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(List(query).ToJsonString(), Encoding.UTF8, "application/json") });
        }

        private JsonObject List(System.Collections.Specialized.NameValueCollection query)
        {
            var since = query["updated_since"];
            var page = int.Parse(query["page"] ?? "1", CultureInfo.InvariantCulture);
            if (page > 1 && waiting.TryDequeue(out var change))
            {
                items[change.Id] = (change.Changed, ++version);
            }

            var all = items.Where(i => since is null || string.CompareOrdinal(Text(i.Value.Changed), since) >= 0).OrderBy(i => i.Value.Changed).ThenBy(i => i.Key).ToArray();
            var last = Math.Max(1, (all.Length + size - 1) / size);
            return new JsonObject
            {
                ["success"] = true,
                ["data"] = new JsonArray([.. all.Skip((page - 1) * size).Take(size).Select(i => (JsonNode)new JsonObject
                {
                    ["nomor_registrasi"] = Name(i.Key), ["judul"] = $"versi {i.Value.Version}", ["status"] = "Diajukan", ["updated_at"] = Text(i.Value.Changed),
                })]),
                ["meta"] = new JsonObject { ["current_page"] = page, ["last_page"] = last, ["per_page"] = size, ["total"] = all.Length },
            };
        }

        private static string Name(int id) => $"SIHAB/2026/{id:000}";

        private static string Text(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }
}
