using System.Text;
using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.EBang;
using Hub.Connectors.Http;
using Hub.Connectors.KaltaraApi;
using Hub.Connectors.Lapor;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;
using Hub.Tests.Connectors.Http;
using static Hub.Tests.Connectors.Http.ScriptedNetwork;

namespace Hub.Tests.Connectors.KaltaraApi;

/// <summary>Whatever stands in an item, its source goes on: the item is read, or kept as it came and set aside with a sentence.</summary>
public sealed class OddItemTests
{
    /// <summary>Values in the place of a text.</summary>
    private static readonly string[] Odd =
    [
        """
        "x\ud800y"
        """,
        """
        "\udc00"
        """,
        """
        {"\ud800":1}
        """,
        """
        ["\udfff"]
        """,
        "1e400", "-1e400", "1E-400", "99999999999999999999999999999999999999", "0.00000000000000000000000000000000000001", "-0", "true", "null", "[]", "{}", "[[[]]]", "\"\"", "\"\\u0000\"", "\"\\u200b\"",
        "\"0001-01-01 00:00:00\"", "\"2200-12-31T23:59:59+14:00\"", "\"9999-99-99\"", $"\"{new string('9', 5000)}\"", $"\"{new string('x', 5000)}\"",
    ];

    public static TheoryData<string, string> Fields()
    {
        var data = new TheoryData<string, string>();
        foreach (var folder in new[] { "Sihab", "SiEvgan", "EBang" })
        {
            var mapping = MappingFile.Embedded(folder);
            foreach (var field in mapping.Id.Concat(mapping.Status.Fields).Concat(mapping.Received).Concat(mapping.Facts.Select(f => f.Field))
                .Concat(new[] { mapping.Updated, mapping.Category, mapping.Reporter.Name, mapping.Reporter.Phone, mapping.Attachments?.List, mapping.Link, mapping.Percent?.Whole, "tak-dikenal", "is_anonymous" }.OfType<string>())
                .Select(FieldForms.PathOf).Distinct())
            {
                data.Add(folder, field);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_poll_and_a_push_bring_every_item_and_each_is_read_or_set_aside(string folder, string field)
    {
        foreach (var odd in Odd)
        {
            var list = $"[{Item(folder, 1, field, odd)},{Item(folder, 2, null, "")}]";
            foreach (var connector in new[] { Connector(folder, list) })
            {
                var polled = (await connector.FetchAsync(null, TestContext.Current.CancellationToken)).Envelopes;
                var pushed = connector.Receive("application/json", Encoding.UTF8.GetBytes(list), DateTimeOffset.UnixEpoch);

                polled.Count(e => Encoding.UTF8.GetString(e.Raw.Span).Contains("\"lain\"", StringComparison.Ordinal)).ShouldBe(2, $"{field} = {odd}");
                pushed.Count.ShouldBe(2);
                pushed.ShouldAllBe(e => e.Key.ExternalId.Length < 500);
                polled.Concat(pushed).ShouldAllBe(e => IsReadOrSetAside(connector, e), $"{field} = {odd}");
            }
        }
    }

    /// <summary>Half a character is nothing that anybody could read: kept as it came, and set aside with one sentence.</summary>
    [Fact]
    public void An_item_with_half_a_character_is_set_aside_with_a_sentence()
    {
        var connector = Connector("Sihab", "[]");
        var body = """{"data":[{"nomor_registrasi":"SIHAB/1","judul":"x\ud800y","status":"Diajukan"},{"nomor_registrasi":"SIHAB/2","judul":"baik","status":"Diajukan"}]}""";

        var pushed = connector.Receive("application/json", Encoding.UTF8.GetBytes(body), DateTimeOffset.UnixEpoch);

        Encoding.UTF8.GetString(pushed[0].Raw.Span).ShouldContain(@"x\ud800y");
        Should.Throw<ConnectorFailure>(() => connector.Read(pushed[0])).Message.ShouldStartWith("Isinya memuat huruf yang rusak");
        connector.Read(pushed[1]).Title.ShouldBe("baik");
    }

    [Fact]
    public async Task Half_a_character_in_what_says_where_a_list_goes_on_is_a_fault_of_the_answer()
    {
        var failure = await Should.ThrowAsync<ConnectorFailure>(() => Connector("Sihab", """{"data":[],"meta":{"total":"\ud800"}}""").FetchAsync(null, TestContext.Current.CancellationToken));

        failure.Kind.ShouldBe(FailureKind.Malformed);
    }

    [Fact]
    public async Task A_listed_report_of_LAPOR_with_half_a_character_stops_nothing()
    {
        var network = new ScriptedNetwork(Answer("""{"results":{"total":1,"data":[{"id":7,"updated_at":"2026-03-01 08:00:00","title":"\ud800"}],"next_page_url":null}}"""));
        using var connector = new LaporConnector(
            new SourceContext("lapor", new StartedClock(new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero))) { Wire = network },
            new LaporOptions { Address = new Uri("https://lapor.example/"), SpacingMs = 0, Attempts = 1 });

        var batch = await connector.FetchAsync(null, TestContext.Current.CancellationToken);

        Should.Throw<ConnectorFailure>(() => connector.Read(batch.Envelopes.ShouldHaveSingleItem())).Message.ShouldStartWith("Isinya memuat huruf yang rusak");
    }

    private static bool IsReadOrSetAside(MappedConnector connector, Envelope envelope)
    {
        try
        {
            return connector.Read(envelope).Title.Length > 0;
        }
        catch (ConnectorFailure failure)
        {
            return failure.Kind == FailureKind.Malformed && failure.Message.Length > 0;
        }
    }

    private static MappedConnector Connector(string folder, string list)
    {
        var context = new SourceContext("uji", new StartedClock(new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero))) { Wire = new ScriptedNetwork(Answer(list)) };
        KaltaraOptions options = folder == "EBang" ? new EBangOptions { MonthsBack = 1 } : new MappedOptions();
        (options.Address, options.ApiKey, options.SpacingMs, options.Attempts) = ("https://sumber.example/", "k", 0, 1);
        return new MappedConnector(context, options, folder);
    }

    /// <summary>An item of the system in which one field holds something odd.</summary>
    private static string Item(string folder, int number, string? field, string odd)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["lain"] = $"\"{number}\"" };
        foreach (var id in MappingFile.Embedded(folder).Id)
        {
            fields[FieldForms.PathOf(id)] = $"\"{number}\"";
        }

        if (field is not null)
        {
            fields[field.Split('.')[0]] = field.Contains('.', StringComparison.Ordinal) ? $"{{{JsonSerializer.Serialize(field.Split('.')[1])}:{odd}}}" : odd;
        }

        return $"{{{string.Join(',', fields.Select(f => $"{JsonSerializer.Serialize(f.Key)}:{f.Value}"))}}}";
    }
}
