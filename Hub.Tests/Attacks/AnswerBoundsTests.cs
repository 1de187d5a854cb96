using System.Diagnostics;
using System.Net;
using System.Text;
using Hub.Connectors;
using Hub.Connectors.EBang;
using Hub.Connectors.Http;
using Hub.Connectors.KaltaraApi;
using Hub.Connectors.Lapor;
using Hub.Connectors.Spse;
using Hub.Tests.Connectors.Http;
using Hub.Tests.Connectors.KaltaraApi;
using static Hub.Tests.Connectors.Http.ScriptedNetwork;

namespace Hub.Tests.Attacks;

/// <summary>What a source answers is bounded like what it pushes: an answer by bytes and values, a list by items, an item by bytes and values. An item that is too large is set aside and costs the others nothing.</summary>
public sealed class AnswerBoundsTests
{
    private const int MostValues = 10_000;
    private const int LargestItem = 1024 * 1024;

    private static readonly StartedClock Clock = new(new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Large => [Text("2", LargestItem), Wide("2", MostValues + 1), Escapes("2", LargestItem / 6)];

    /// <summary>One text of 50 MB had taken the hub to 2.5 GB, two million names to 2.1 GB, escapes to 3 GB.</summary>
    [Theory]
    [MemberData(nameof(Large))]
    public async Task An_item_that_is_too_large_is_set_aside_and_the_others_are_taken(string large)
    {
        var connector = Sihab(Answer($"[{Plain("1")},{large},{Plain("3")}]"));

        var items = (await connector.FetchAsync(null, Token)).Envelopes;

        items.Select(static e => e.Key.ExternalId).Order(StringComparer.Ordinal).ShouldBe(["1", "2", "3"]);
        var aside = items.Single(static e => e.Key.ExternalId == "2");
        aside.Raw.Length.ShouldBeLessThan(1_000);
        var refused = Should.Throw<ConnectorFailure>(() => connector.Read(aside));
        refused.Kind.ShouldBe(FailureKind.Malformed);
        refused.Message.ShouldContain("LargestItemKb");
        connector.Read(items.Single(static e => e.Key.ExternalId == "3")).Title.ShouldBe("baik");
    }

    [Fact]
    public async Task An_item_at_its_bounds_is_taken()
    {
        var text = Text("1", LargestItem);
        var edge = text.Remove(text.IndexOf("xx", StringComparison.Ordinal), text.Length - LargestItem);
        edge.Length.ShouldBe(LargestItem);
        var connector = Sihab(Answer($"[{edge},{Wide("2", MostValues)}]"));

        var items = (await connector.FetchAsync(null, Token)).Envelopes;

        items.Select(e => connector.Read(e).Title).ShouldBe(["baik", "baik"]);
    }

    /// <summary>The item changes and is still too large: that is news, and no repeat.</summary>
    [Fact]
    public async Task Each_change_of_an_item_that_is_too_large_is_a_version_of_its_own()
    {
        var connector = Sihab(Answer($"[{Text("1", LargestItem)}]"), Answer($"[{Text("1", LargestItem).Replace("xx\"", "xy\"", StringComparison.Ordinal)}]"));

        var first = (await connector.FetchAsync(null, Token)).Envelopes[0].Key;
        var second = (await connector.FetchAsync(null, Token)).Envelopes[0].Key;

        second.ExternalId.ShouldBe(first.ExternalId);
        second.Version.ShouldNotBe(first.Version);
    }

    /// <summary>An item without a number that is too large has no other name than its content; nothing of it may be read as text whole.</summary>
    [Fact]
    public async Task Something_huge_that_is_no_object_stops_no_list()
    {
        var connector = Sihab(Answer($"[\"{new string('x', LargestItem)}\",{Plain("3")}]"));

        var items = (await connector.FetchAsync(null, Token)).Envelopes;

        items.Count.ShouldBe(2);
        items.ShouldAllBe(static e => e.Raw.Length < 1_000);
    }

    /// <summary>A list of 1.5 million items had taken the hub to 1 GB.</summary>
    [Fact]
    public async Task A_list_longer_than_any_is_refused_with_a_sentence()
    {
        static string List(int items) => $"[{string.Join(',', Enumerable.Range(1, items).Select(static i => $$"""{"nomor_registrasi":"{{i}}"}"""))}]";

        (await Sihab(Answer(List(5_000))).FetchAsync(null, Token)).Envelopes.Count.ShouldBe(200);
        var failure = await Should.ThrowAsync<ConnectorFailure>(() => Sihab(Answer(List(5_001))).FetchAsync(null, Token));

        failure.Kind.ShouldBe(FailureKind.Malformed);
        failure.Message.ShouldContain("5000");
    }

    [Fact]
    public async Task An_answer_of_more_values_than_fit_is_refused_and_names_source_and_setting()
    {
        static string Values(int values) => $"[{string.Join(',', Enumerable.Repeat('1', values - 1))}]";

        (await AskAsync(Values(65_536))).ShouldBe((2 * 65_535) + 1);
        var failure = await Should.ThrowAsync<ConnectorFailure>(() => AskAsync(Values(65_537)));

        failure.Kind.ShouldBe(FailureKind.Malformed);
        failure.Message.ShouldContain("sumber.example");
        failure.Message.ShouldContain("LargestAnswerMb");
    }

    /// <summary>Pages of a few large items each: two hundred of them would be two hundred megabytes before the first is stored.</summary>
    [Fact]
    public async Task Pages_of_large_items_are_stored_before_they_are_many()
    {
        var number = 0;
        string Page() => $$$"""{"data":[{{{Text($"{++number:D3}", LargestItem - 4096)}}},{{{Text($"{++number:D3}", LargestItem - 4096)}}}],"links":{"next":"x"}}""";
        var connector = Sihab(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Page(), Encoding.UTF8, "application/json") });

        var batch = await connector.FetchAsync(null, Token);

        batch.More.ShouldBeTrue();
        batch.Envelopes.Sum(static e => e.Length).ShouldBeLessThan(8 * LargestItem);
    }

    /// <summary>A push of 150,000 fields of one name had taken the hub to 301 MB.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("list")]
    [InlineData("data")]
    public void A_push_whose_item_has_endless_fields_is_refused_with_a_sentence(string form)
    {
        var connector = Sihab(Answer("[]"));
        byte[] Body(int values)
        {
            var item = Wide("1", values);
            return Encoding.UTF8.GetBytes(form switch { "list" => $"[{item}]", "data" => $$"""{"data":[{{item}}]}""", _ => item });
        }

        connector.Receive("application/json", Body(MostValues), DateTimeOffset.UnixEpoch).Count.ShouldBe(1);
        Should.Throw<ConnectorFailure>(() => connector.Receive("application/json", Body(MostValues + 1), DateTimeOffset.UnixEpoch)).Message.ShouldContain("10001");
    }

    /// <summary>Each became a line on the page of changes of the source.</summary>
    [Fact]
    public void Ten_thousand_unknown_fields_are_no_ten_thousand_lines()
    {
        var connector = Sihab(Answer("[]"));
        var item = $$$"""{"nomor_registrasi":"1","judul":"baik","status":"Diajukan",{{{string.Join(',', Enumerable.Range(1, 5_000).Select(static i => $"\"baru_{i}\":1"))}}}}""";

        var read = connector.Read(connector.Receive("application/json", Encoding.UTF8.GetBytes(item), DateTimeOffset.UnixEpoch)[0]);

        read.Drifts.Count.ShouldBe(100);
    }

    /// <summary>Each level was looked at twice: two hundred bytes kept a core busy for days.</summary>
    [Fact]
    public async Task Errors_within_errors_are_given_up_in_time()
    {
        var body = string.Concat(Enumerable.Repeat("""{"errors":[""", 30)) + "1" + string.Concat(Enumerable.Repeat("]}", 30));
        var begun = Stopwatch.GetTimestamp();

        await Should.ThrowAsync<ConnectorFailure>(() => AskAsync(body));

        Stopwatch.GetElapsedTime(begun).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    /// <summary>Bytes of an old code page are read piece by piece; a sign at the edge of a piece is one too.</summary>
    [Fact]
    public async Task A_long_answer_in_an_old_code_page_keeps_every_letter()
    {
        var letters = Enumerable.Repeat((byte)0xE9, 50_001).ToArray();
        byte[] body = [.. "[\""u8, .. letters, .. "\"]"u8];

        var text = await TextAsync(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) });

        text.ShouldBe("[\"" + new string('é', 50_001) + "\"]");
    }

    [Fact]
    public async Task A_report_of_LAPOR_that_is_too_large_is_set_aside()
    {
        using var connector = Lapor(
            Answer(Listed("\"x\"")),
            Answer($$$$"""{"results":{"data":{"id":7,"content":"{{{{new string('x', LargestItem)}}}}"}}}"""));

        var report = (await connector.FetchAsync(null, Token)).Envelopes.ShouldHaveSingleItem();

        report.Raw.Length.ShouldBeLessThan(2_000);
        Should.Throw<ConnectorFailure>(() => connector.Read(report)).Message.ShouldContain("LargestItemKb");
    }

    /// <summary>A hundred pages of what was said of one report may be as large as an answer each.</summary>
    [Fact]
    public async Task Follow_ups_of_LAPOR_without_end_are_given_up()
    {
        var page = 0;
        using var connector = Lapor(
            Answer(Listed("\"x\"")),
            Answer("""{"results":{"data":{"id":7,"content":"baik"}}}"""),
            _ => new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent($$$"""{"results":{"data":[{"no":{{{++page}}},"text":"{{{new string('x', 300_000)}}}"}],"next_page_url":"x"}}""", Encoding.UTF8, "application/json"),
            });

        var report = (await connector.FetchAsync(null, Token)).Envelopes.ShouldHaveSingleItem();

        report.Raw.Length.ShouldBeLessThan(2_000);
        page.ShouldBeLessThan(10);
        Should.Throw<ConnectorFailure>(() => connector.Read(report)).Message.ShouldContain("LargestItemKb");
    }

    /// <summary>ISB hands a whole year: a row too large is set aside, and large rows make small portions.</summary>
    [Fact]
    public async Task Rows_of_a_year_are_bounded_too()
    {
        string Row(int code, int size) => $$"""{"kd_tender":{{code}},"nama_paket":"{{new string('x', size)}}"}""";
        var options = new IsbOptions { Address = new Uri("https://isb.example/"), SpacingMs = 0, Attempts = 1, Tahun = 2026, TenderPengumuman = "11111111-aaaa-bbbb-cccc-000000000001/json/1/SPSE-TenderPengumuman" };
        using var connector = new IsbConnector(
            new SourceContext("isb", Clock) { Wire = new ScriptedNetwork(Answer($"[{string.Join(',', Enumerable.Range(1, 8).Select(i => Row(i, i == 2 ? LargestItem : LargestItem - 4096)))}]")) },
            options);

        var batch = await connector.FetchAsync(null, Token);

        batch.More.ShouldBeTrue();
        batch.Envelopes.Sum(static e => e.Length).ShouldBeLessThan(5 * LargestItem);
        Should.Throw<ConnectorFailure>(() => connector.Read(batch.Envelopes[1])).Message.ShouldContain("LargestItemKb");
        connector.Read(batch.Envelopes[0]).Title.ShouldStartWith("xxx");
    }

    /// <summary>A month of e-Bang is held while the months after it are read: without a bound a source that always has a next page was held whole.</summary>
    [Fact]
    public async Task A_month_without_end_is_given_up()
    {
        var number = 0;
        string Row() => $$"""{"kode_opd":"{{++number}}","kode_sub_kegiatan":"1","tahun":"2026","bulan":"03","x":"{{new string('x', LargestItem - 4096)}}"}""";
        string Page() => $$$"""{"data":[{{{string.Join(',', Enumerable.Range(0, 7).Select(_ => Row()))}}}],"links":{"next":"x"}}""";
        var options = new EBangOptions { MonthsBack = 1, Address = "https://sumber.example/", ApiKey = "k", SpacingMs = 0, Attempts = 1 };
        var connector = new MappedConnector(
            new SourceContext("ebang", Clock) { Wire = new ScriptedNetwork(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Page(), Encoding.UTF8, "application/json") }) }, options, "EBang");

        var batch = await connector.FetchAsync(null, Token);

        batch.Warnings.ShouldContain(static w => w.ToString().Contains("8 MB", StringComparison.Ordinal));
        number.ShouldBeLessThan(50);
    }

    private static MappedConnector Sihab(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) => new(
        new SourceContext("uji", Clock) { Wire = new ScriptedNetwork(answers) },
        new MappedOptions { Address = "https://sumber.example/", ApiKey = "k", SpacingMs = 0, Attempts = 1 },
        "Sihab");

    private static LaporConnector Lapor(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) => new(
        new SourceContext("lapor", Clock) { Wire = new ScriptedNetwork(answers) },
        new LaporOptions { Address = new Uri("https://lapor.example/"), SpacingMs = 0, Attempts = 1 });

    private static string Listed(string title) => $$$"""{"results":{"data":[{"id":7,"updated_at":"2026-03-01 08:00:00","title":{{{title}}}}],"next_page_url":null}}""";

    private static string Plain(string number) => $$"""{"nomor_registrasi":"{{number}}","judul":"baik","status":"Diajukan"}""";

    private static string Text(string number, int length) => $$"""{"nomor_registrasi":"{{number}}","judul":"baik","status":"Diajukan","uraian":"{{new string('x', length)}}"}""";

    private static string Escapes(string number, int signs) => $$"""{"nomor_registrasi":"{{number}}","judul":"baik","status":"Diajukan","uraian":"{{string.Concat(Enumerable.Repeat("\\u0041", signs))}}"}""";

    /// <param name="values">The object itself is one of them.</param>
    private static string Wide(string number, int values) =>
        $$$"""{"nomor_registrasi":"{{{number}}}","judul":"baik","status":"Diajukan",{{{string.Join(',', Enumerable.Repeat("\"a\":[]", values - 4))}}}}""";

    private static async Task<int> AskAsync(string body) => (await TextAsync(Answer(body))).Length;

    private static async Task<string> TextAsync(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        using var client = Wire.Client(new SourceContext("uji", TimeProvider.System) { Wire = new ScriptedNetwork(answer) }, new Uri("https://sumber.example"), new Options { Attempts = 1, SpacingMs = 0, LargestAnswerMb = 1 });
        return await client.GetStringAsync("/", Token);
    }

    private sealed class Options : WireOptions;
}
