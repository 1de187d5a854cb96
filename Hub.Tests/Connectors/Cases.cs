using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Hub.Connectors;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;
using Hub.Tests.Support;

namespace Hub.Tests.Connectors;

/// <summary>Golden cases: a folder with the input as received and the submission it must give. HUB_TESTS_ACCEPT=1 writes what is missing or differs.</summary>
internal static class Cases
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly DateTimeOffset FetchedAt = new(2026, 6, 1, 2, 3, 4, TimeSpan.Zero);

    /// <returns>The names of the cases of one connector's test folder, for a theory.</returns>
    public static TheoryData<string> Of(string connector) => [.. Directory.GetDirectories(Folder(connector)).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    /// <summary>Reads the case's input and compares every field of the submission, or the sentence with which it is refused.</summary>
    public static void Check(string connector, string name, IConnector reader)
    {
        var folder = Path.Combine(Folder(connector), name);
        var input = Directory.GetFiles(folder, "input.*").Single();
        var envelope = new Envelope
        {
            Key = new EnvelopeKey(connector, name, "1"),
            MediaType = Path.GetExtension(input) == ".json" ? "application/json" : "message/rfc822",
            Raw = File.ReadAllBytes(input),
            ReceivedAt = FetchedAt,
        };
        var actual = Show(reader, envelope);
        var expected = Path.Combine(folder, "expected.json");
        if (Environment.GetEnvironmentVariable("HUB_TESTS_ACCEPT") == "1")
        {
            File.WriteAllText(expected, actual + "\n");
        }

        actual.ShouldBe(File.ReadAllText(expected).Trim(), name, StringCompareShould.IgnoreLineEndings);
    }

    private static string Folder(string connector) => Path.Combine(Need.Repository, "Hub.Tests", "Connectors", connector, "cases");

    private static string Show(IConnector reader, Envelope envelope)
    {
        try
        {
            return Show(reader.Read(envelope));
        }
        catch (ConnectorFailure failure)
        {
            return JsonSerializer.Serialize(new { failure = failure.Kind.ToString(), failure.Message }, Json);
        }
    }

    private static string Show(Submission submission)
    {
        var all = JsonSerializer.SerializeToNode(submission, Json)!.AsObject();
        all["attachments"] = new JsonArray([.. submission.Attachments.Select(a => (JsonNode)$"{a.Name} ({a.MediaType}){(a.Link is null ? "" : " " + a.Link)}")]);
        all["facts"] = new JsonObject(submission.Facts.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value)));
        all["drifts"] = new JsonObject(submission.Drifts.Select(d => KeyValuePair.Create(d.Field, (JsonNode?)d.Value)));
        foreach (var (key, value) in all.ToArray())
        {
            if (value is JsonArray { Count: 0 } or JsonObject { Count: 0 })
            {
                all.Remove(key);
            }
        }

        return all.ToJsonString(Json);
    }
}
