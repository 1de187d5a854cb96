using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.KaltaraApi;
using Hub.Connectors.Sihab;
using Hub.Tests.Connectors.Http;
using static Hub.Tests.Connectors.Http.ScriptedNetwork;

namespace Hub.Tests.Connectors.KaltaraApi;

public class ListPassTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"success":true,"data":[ITEM]}""")]
    [InlineData("""{"results":{"data":[ITEM],"next_page_url":null}}""")]
    [InlineData("""{"code":"success","data":[ITEM],"meta":{"page":1,"total":1}}""")]
    [InlineData("""{"status_code":200,"message":"success","data":{"data":[ITEM]}}""")]
    [InlineData("""{"success":true,"total":1,"result":[ITEM]}""")]
    [InlineData("""[ITEM]""")]
    public async Task Every_envelope_that_was_ever_met_is_opened(string body)
    {
        var batch = await Connector(Answer(body.Replace("ITEM", Item(1, "2026-03-01 08:00:00"), StringComparison.Ordinal))).FetchAsync(null, default);

        batch.Envelopes.Single().Key.ExternalId.ShouldBe("P1");
    }

    [Fact]
    public async Task An_answer_without_a_list_is_malformed()
    {
        var failure = await Should.ThrowAsync<ConnectorFailure>(() => Connector(Answer("""{"success":true,"data":{"jumlah":3}}""")).FetchAsync(null, default));

        failure.Kind.ShouldBe(FailureKind.Malformed);
        failure.Message.ShouldContain("api/v1/proposal");
    }

    [Fact]
    public async Task What_slides_to_a_page_already_read_is_found_by_looking_back()
    {
        // Item 2 was changed between the pages: it slid to the end, and 3 took its place on the page already read.
        var network = new ScriptedNetwork(
            Answer(Page(1, 2, 4, Item(1, "2026-03-01 08:00:00"), Item(2, "2026-03-01 09:00:00"))),
            Answer(Page(2, 2, 4, Item(4, "2026-03-01 11:00:00"), Item(2, "2026-03-01 12:00:00"))),
            Answer(Page(1, 2, 4, Item(1, "2026-03-01 08:00:00"), Item(3, "2026-03-01 10:00:00"))));

        var batch = await Connector(network).FetchAsync(null, default);

        batch.Envelopes.Select(e => e.Key.ExternalId).ShouldBe(["P1", "P3", "P4", "P2"]);
        batch.Warnings.ShouldBeEmpty();
        batch.TotalAtSource.ShouldBe(4);
        network.Attempts.ShouldBe(3);
    }

    [Fact]
    public async Task A_list_of_which_a_whole_page_slid_is_read_again()
    {
        // Both of the first page went, so that looking back shows nothing that was there: what stood between may be missing.
        var network = new ScriptedNetwork(
            Answer(Page(1, 2, 4, Item(1, "2026-03-01 08:00:00"), Item(2, "2026-03-01 09:00:00"))),
            Answer(Page(2, 2, 4, Item(7, "2026-03-01 14:00:00"), Item(8, "2026-03-01 15:00:00"))),
            Answer(Page(1, 2, 4, Item(5, "2026-03-01 12:00:00"), Item(6, "2026-03-01 13:00:00"))),
            Answer(Page(1, 1, 4, Item(5, "2026-03-01 12:00:00"), Item(6, "2026-03-01 13:00:00"), Item(7, "2026-03-01 14:00:00"), Item(8, "2026-03-01 15:00:00"))));
        var connector = Connector(network);

        var first = await connector.FetchAsync(null, default);
        var second = await connector.FetchAsync(first.Cursor, default);

        first.More.ShouldBeTrue();
        ChangeCursor.Read(first.Cursor).Since.ShouldBeNull();
        second.More.ShouldBeFalse();
        ChangeCursor.Read(second.Cursor).Since.ShouldBe(new DateTimeOffset(2026, 3, 1, 7, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_list_that_never_rests_gives_what_was_seen_and_keeps_the_cursor()
    {
        var network = new ScriptedNetwork(Answer(Page(1, 1, 9, Item(1, "2026-03-01 08:00:00"))));

        var batch = await Connector(network).FetchAsync(null, default);

        batch.Envelopes.Count.ShouldBe(1);
        batch.Warnings.Single().ToString().ShouldContain("berubah selama dibaca");
        ChangeCursor.Read(batch.Cursor).Since.ShouldBeNull();
    }

    [Fact]
    public async Task The_next_poll_begins_before_the_last_change_and_never_after()
    {
        var asked = new List<Uri>();
        HttpResponseMessage Reply(HttpRequestMessage request)
        {
            asked.Add(request.RequestUri!);
            return Answer(Page(1, 1, 2, Item(1, "2026-03-01 08:00:59"), Item(2, "2027-01-01 00:00:00")))(request);
        }

        var connector = Connector(Reply);
        var first = await connector.FetchAsync(null, default);
        await connector.FetchAsync(first.Cursor, default);

        Uri.UnescapeDataString(asked[1].Query).Replace('+', ' ').ShouldContain("updated_since=2026-03-01 07:45:59");
    }

    [Fact]
    public async Task A_cursor_that_nobody_can_read_starts_from_the_beginning()
    {
        var batch = await Connector(Answer(Page(1, 1, 1, Item(1, "2026-03-01 08:00:00")))).FetchAsync("apa ini", default);

        batch.Envelopes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Items_changed_in_the_same_second_all_arrive_in_portions()
    {
        var page = Answer(Page(1, 1, 5, [.. Enumerable.Range(1, 5).Select(i => Item(i, "2026-03-01 08:00:00"))]));
        string? cursor = null;
        var ids = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            // A new connector each time: what was left in memory is gone, as after a crash.
            var batch = await Connector(page).FetchAsync(cursor, default);
            ids.AddRange(batch.Envelopes.Select(e => e.Key.ExternalId));
            cursor = batch.Cursor;
            if (!batch.More)
            {
                break;
            }
        }

        ids.ShouldBe(["P1", "P2", "P3", "P4", "P5"]);
    }

    [Fact]
    public async Task The_order_of_fields_makes_no_new_version()
    {
        var a = await Connector(Answer("""[{"nomor_registrasi":"P1","judul":"x"}]""")).FetchAsync(null, default);
        var b = await Connector(Answer("""[{"judul":"x","nomor_registrasi":"P1","dilihat":9}]""")).FetchAsync(null, default);
        var c = await Connector(Answer("""[{"judul":"y","nomor_registrasi":"P1"}]""")).FetchAsync(null, default);

        b.Envelopes.Single().Key.ShouldBe(a.Envelopes.Single().Key);
        c.Envelopes.Single().Key.ShouldNotBe(a.Envelopes.Single().Key);
    }

    private static MappedConnector Connector(params Func<HttpRequestMessage, HttpResponseMessage>[] script) => Connector(new ScriptedNetwork(script));

    private static MappedConnector Connector(ScriptedNetwork network) => new(
        new SourceContext("uji", new StartedClock(Now), network),
        new MappedOptions { Address = "https://sumber.example", ApiKey = "k", SpacingMs = 0, RetryDelayMs = 1, PortionSize = 4 },
        "Sihab");

    private static string Item(int number, string updated) => JsonSerializer.Serialize(new { nomor_registrasi = $"P{number}", judul = "x", updated_at = updated });

    private static string Page(int page, int last, int total, params string[] items) =>
        $$"""{"success":true,"data":[{{string.Join(',', items)}}],"meta":{"current_page":{{page}},"last_page":{{last}},"total":{{total}} } }""";
}
