using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using CsCheck;
using Hub.Connectors;
using Hub.Connectors.Lapor;
using Hub.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Connectors.Lapor;

/// <summary>Whatever changes when, in whatever pages and with whatever interruptions: the last version of every report arrives.</summary>
public class LaporCheckpointTests
{
    private const int OverlapMinutes = 30;
    private static readonly DateTimeOffset Start = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);

    // A change of report Id, dated MinutesLate before the moment it becomes visible.
    private static readonly Gen<(int Id, int MinutesLate)> Change = Gen.Select(Gen.Int[1, 12], Gen.Int[0, OverlapMinutes - 1]);

    private static readonly Gen<Step> Steps = Gen.Select(
        Change.Array[0, 8], Change.Array[0, 3], Change.Array[0, 3], Gen.Int[0, 4], Gen.Int[0, 90],
        (before, shifting, during, stopAfter, minutes) => new Step(before, shifting, during, stopAfter, minutes));

    private static readonly Gen<(int Page, int Batch, Step[] Steps)> Histories =
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Steps.Array[1, 6]);

    [Fact]
    public void Equal_times_late_commits_shifting_pages_and_restarts_lose_nothing() =>
        Histories.Sample(history => PlayAsync(history.Page, history.Batch, history.Steps).GetAwaiter().GetResult(), iter: Need.IsLong ? 5000 : 300, threads: 2);

    private static async Task<bool> PlayAsync(int page, int batch, Step[] steps)
    {
        var clock = new FakeTimeProvider(Start);
        using var source = new Source();
        var arrived = new Dictionary<string, string>(StringComparer.Ordinal);
        string? cursor = null;
        foreach (var step in steps)
        {
            clock.Advance(TimeSpan.FromMinutes(step.Minutes));
            source.Apply(step.Before, clock.GetUtcNow());
            source.BetweenPages(step.Shifting, clock.GetUtcNow());
            cursor = await RunAsync(source, clock, page, batch, cursor, arrived, step);
        }

        source.BetweenPages([], clock.GetUtcNow());
        await RunAsync(source, clock, page, batch, cursor, arrived, new Step([], [], [], 0, 0));
        return source.Versions.All(v => arrived.TryGetValue(v.Key, out var title) && title == v.Value);
    }

    /// <summary>A run; with <see cref="Step.StopAfter"/> it is broken off after so many batches and begun anew by a fresh connector.</summary>
    private static async Task<string?> RunAsync(
        Source source, FakeTimeProvider clock, int page, int batch, string? cursor, Dictionary<string, string> arrived, Step step)
    {
        var connector = Connect(source, clock, page, batch);
        for (var batches = 1; ; batches++)
        {
            var got = await connector.FetchAsync(cursor, CancellationToken.None);
            foreach (var envelope in got.Envelopes)
            {
                arrived[envelope.Key.ExternalId] = connector.Read(envelope).Title;
            }

            cursor = got.Cursor;
            if (!got.More)
            {
                connector.Dispose();
                return cursor;
            }

            if (batches == 1)
            {
                source.Apply(step.During, clock.GetUtcNow());
            }

            if (batches == step.StopAfter)
            {
                connector.Dispose();
                connector = Connect(source, clock, page, batch);
            }
        }
    }

    private static LaporConnector Connect(Source source, FakeTimeProvider clock, int page, int batch) =>
        new(new SourceContext("uji", clock, source), new LaporOptions
        {
            Address = new Uri("https://lapor.example/"),
            AccessKey = "k",
            Token = "{t}",
            InstitutionId = 1,
            UserId = 1,
            SpacingMs = 0,
            Attempts = 1,
            PageSize = page,
            BatchSize = batch,
            OverlapMinutes = OverlapMinutes,
        });

    /// <param name="Before">Changes before the run.</param>
    /// <param name="Shifting">Changes while the list is read, one between two pages.</param>
    /// <param name="During">Changes after the first batch.</param>
    /// <param name="StopAfter">Batches until the process dies; 0: it lives.</param>
    /// <param name="Minutes">Time since the run before.</param>
    private sealed record Step(
        (int Id, int MinutesLate)[] Before, (int Id, int MinutesLate)[] Shifting, (int Id, int MinutesLate)[] During, int StopAfter, int Minutes);

    /// <summary>A LAPOR in memory: sorted by change, paged by offset, with whole-minute times so that many are equal.</summary>
    private sealed class Source : HttpMessageHandler
    {
        private readonly Dictionary<int, (DateTimeOffset Changed, int Version)> reports = [];
        private readonly Queue<(int Id, DateTimeOffset Changed)> waiting = [];
        private int version;

        public Dictionary<string, string> Versions => reports.ToDictionary(r => r.Key.ToString(CultureInfo.InvariantCulture), r => $"versi {r.Value.Version}");

        public void Apply(IEnumerable<(int Id, int MinutesLate)> changes, DateTimeOffset now)
        {
            foreach (var (id, late) in changes)
            {
                reports[id] = (now.AddMinutes(-late), ++version);
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
            var parts = request.RequestUri!.AbsolutePath.Trim('/').Split('/');
            var body = parts.Length == 1 ? List(HttpUtility.ParseQueryString(request.RequestUri.Query))
                : parts[2] == "complaint" ? Detail(int.Parse(parts[1], CultureInfo.InvariantCulture))
                : new JsonObject { ["data"] = new JsonArray(), ["next_page_url"] = null };
            var text = new JsonObject { ["results"] = body }.ToJsonString();
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, "application/json") });
        }

        private JsonObject List(System.Collections.Specialized.NameValueCollection query)
        {
            var since = query["updated_since"] is string text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : DateTimeOffset.MinValue;
            var page = int.Parse(query["page"]!, CultureInfo.InvariantCulture);
            var size = int.Parse(query["page_size"]!, CultureInfo.InvariantCulture);
            if (page > 1 && waiting.TryDequeue(out var change))
            {
                reports[change.Id] = (change.Changed, ++version);
            }

            var all = reports.Where(r => r.Value.Changed >= since).OrderBy(r => r.Value.Changed).ThenBy(r => r.Key).ToArray();
            return new JsonObject
            {
                ["data"] = new JsonArray([.. all.Skip((page - 1) * size).Take(size).Select(r => (JsonNode)new JsonObject
                {
                    ["id"] = r.Key,
                    ["updated_at"] = r.Value.Changed.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                })]),
                ["total"] = all.Length,
                ["next_page_url"] = page * size < all.Length ? $"https://lapor.example/complaints?page={page + 1}" : null,
            };
        }

        private JsonObject Detail(int id) => new()
        {
            ["data"] = new JsonObject { ["id"] = id, ["title"] = $"versi {reports[id].Version}", ["status_name"] = "Terverifikasi" },
            ["data_logs"] = new JsonArray(),
        };
    }
}
