using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Web;
using Hub.Connectors;
using Hub.Connectors.KaltaraApi;

namespace Hub.Tests.Connectors.KaltaraApi;

/// <summary>A list of thousands of pages: stored page after page, whole although its rows slide, and never held.</summary>
public class LongListTests
{
    private const int Items = 30_000;
    private const int PageSize = 10;
    private const int Portion = 200;
    private static readonly DateTimeOffset Now = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);

    /// <summary>At every fiftieth page a row that was read changes and goes to the end; the process dies now and then.</summary>
    [Fact]
    public async Task A_list_of_three_thousand_pages_arrives_whole_while_its_rows_slide_and_the_process_dies()
    {
        using var source = new LongSource { MovesEvery = 50 };
        var (arrived, most, last) = await RunAsync(source, diesEvery: 7);

        arrived.Count.ShouldBe(Items);
        most.ShouldBeLessThanOrEqualTo(Portion + (2 * PageSize));
        last.Warnings.ShouldBeEmpty();
        ChangeCursor.Read(last.Cursor).Since.ShouldNotBeNull();
        source.Calls.ShouldBeLessThan(2 * Items / PageSize * 11 / 10);
    }

    /// <summary>Of what it gave nothing is held, and what it goes on from stays short. The memory of the process is no measure: other tests run beside.</summary>
    [Fact]
    public async Task Its_memory_does_not_grow_with_the_list()
    {
        using var source = new LongSource();
        var connector = Connect(source);
        string? cursor = null;
        var given = new List<WeakReference>();
        for (var portions = 1; portions <= Items / Portion; portions++)
        {
            cursor = await NextAsync(connector, cursor, given);
            cursor!.Length.ShouldBeLessThan(1_000);
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        given.Count.ShouldBeGreaterThanOrEqualTo(Items);
        given.Count(static g => g.IsAlive).ShouldBeLessThanOrEqualTo(Portion + (2 * PageSize), "at most the last portion may still stand in a frame");
        GC.KeepAlive(connector);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<string?> NextAsync(MappedConnector connector, string? cursor, List<WeakReference> given)
    {
        var batch = await connector.FetchAsync(cursor, TestContext.Current.CancellationToken);
        given.AddRange(batch.Envelopes.Select(static e => new WeakReference(e)));
        return batch.Cursor;
    }

    [Fact]
    public async Task The_statement_reads_all_of_it_from_its_end()
    {
        using var source = new LongSource();

        var holdings = await Connect(source).HoldingsAsync(TestContext.Current.CancellationToken);

        (holdings.Claimed, holdings.Listed).ShouldBe((Items, Items));
    }

    private static async Task<(HashSet<string> Arrived, int Most, Batch Last)> RunAsync(LongSource source, int diesEvery)
    {
        var arrived = new HashSet<string>(StringComparer.Ordinal);
        var connector = Connect(source);
        var (most, portions) = (0, 0);
        for (string? cursor = null; ;)
        {
            var batch = await connector.FetchAsync(cursor, TestContext.Current.CancellationToken);
            arrived.UnionWith(batch.Envelopes.Select(static e => e.Key.ExternalId));
            most = Math.Max(most, batch.Envelopes.Count);
            if (!batch.More)
            {
                return (arrived, most, batch);
            }

            cursor = batch.Cursor;
            connector = ++portions % diesEvery == 0 ? Connect(source) : connector;
        }
    }

    private static MappedConnector Connect(LongSource source) => new(
        new SourceContext("uji", new StartedClock(Now), source), new MappedOptions { Address = "https://sihab.example/", ApiKey = "k", SpacingMs = 0, Attempts = 1, PortionSize = Portion }, "Sihab");

    /// <summary>Sorted by change, as Laravel pages it.</summary>
    private sealed class LongSource : HttpMessageHandler
    {
        private readonly List<(int Id, int Minute)> rows = [.. Enumerable.Range(1, Items).Select(static i => (i, i))];
        private int highest = 1;

        public int MovesEvery { get; init; }

        public int Calls { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls++;
            var page = int.Parse(HttpUtility.ParseQueryString(request.RequestUri!.Query)["page"]!, CultureInfo.InvariantCulture);
            if (MovesEvery > 0 && page > highest && page % MovesEvery == 0)
            {
                var moved = rows[0];
                rows.RemoveAt(0);
                rows.Add((moved.Id, Items + page));
            }

            highest = Math.Max(highest, page);
            var body = JsonSerializer.Serialize(new
            {
                success = true,
                data = rows.Skip((page - 1) * PageSize).Take(PageSize).Select(static r => new
                {
                    nomor_registrasi = $"P{r.Id}", judul = "Bantuan", status = "Diajukan", updated_at = new DateTime(2026, 1, 1).AddMinutes(r.Minute).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                }),
                meta = new { current_page = page, last_page = (rows.Count + PageSize - 1) / PageSize, total = rows.Count },
            });
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        }
    }
}
