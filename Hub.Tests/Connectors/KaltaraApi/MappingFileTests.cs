using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Connectors;
using Hub.Connectors.Http;
using Hub.Connectors.KaltaraApi;
using Hub.Domain.Envelopes;
using Hub.Tests.Connectors.Http;

namespace Hub.Tests.Connectors.KaltaraApi;

public class MappingFileTests
{
    private const string Good = """
        { "list": { "path": "api/x" }, "id": ["no"], "title": ["{judul}"], "body": ["{isi:long}"], "status": { "fields": ["s"], "table": { "Baru": "Open" } } }
        """;

    [Fact]
    public void A_small_mapping_is_enough() => MappingFile.Read(Good).List.PageSize.ShouldBe(100);

    [Theory]
    [InlineData("\"Open\"", "\"Opn\"", "Pemetaan, status.table: nilai \"Opn\" untuk \"Baru\" tidak dikenal. Pilihan: Unknown, Open, InProgress, Closed, Archived, Returned.")]
    [InlineData("{isi:long}", "{isi:panjang}", "Pemetaan, body: bentuk pada \"isi:panjang\" tidak dikenal. Pilihan: text, long, money, percent, date, phone, month, mm.")]
    [InlineData("\"id\": [\"no\"],", "\"id\": [],", "Pemetaan, id: sebutkan sedikitnya satu kolom.")]
    [InlineData("\"id\": [\"no\"],", "\"id\": [\"no\"], \"judul\": 1,", "Pemetaan, baris 1, judul: kolom setelan ini tidak dikenal.")]
    [InlineData("\"id\": [\"no\"],", "", "Pemetaan, baris 1: ada setelan wajib yang tidak diisi (id).")]
    [InlineData("\"id\": [\"no\"],", "\"id\": \"no\",", "Pemetaan, baris 1, id: bukan nilai yang sah di tempat ini.")]
    [InlineData("api/x", "https://lain.example/x", "Pemetaan, list.path: harus jalur di bawah alamat sumber, misalnya api/v1/proposal.")]
    [InlineData("api/x", "/api/x", "Pemetaan, list.path: harus jalur di bawah alamat sumber, misalnya api/v1/proposal.")]
    [InlineData("api/x", "//lain.example/x", "Pemetaan, list.path: harus jalur di bawah alamat sumber, misalnya api/v1/proposal.")]
    [InlineData("api/x", "/127.0.0.1:5798/x", "Pemetaan, list.path: harus jalur di bawah alamat sumber, misalnya api/v1/proposal.")]
    [InlineData("api/x", "\\\\lain.example/x", "Pemetaan, list.path: harus jalur di bawah alamat sumber, misalnya api/v1/proposal.")]
    [InlineData("api/x", "../x", "Pemetaan, list.path: harus jalur di bawah alamat sumber, misalnya api/v1/proposal.")]
    [InlineData("api/x", "api/%2e%2e/x", "Pemetaan, list.path: harus jalur di bawah alamat sumber, misalnya api/v1/proposal.")]
    [InlineData("api/x", "javascript:x", "Pemetaan, list.path: harus jalur di bawah alamat sumber, misalnya api/v1/proposal.")]
    [InlineData("api/x", "a@lain.example/x", "Pemetaan, list.path: harus jalur di bawah alamat sumber, misalnya api/v1/proposal.")]
    [InlineData("\"id\": [\"no\"],", "\"id\": [\"no\"], \"replies\": { \"Finished\": { \"path\": \"//lain.example/{key}\", \"body\": {} } },", "Pemetaan, replies.Finished.path: harus jalur di bawah alamat sumber, misalnya api/v1/proposal/{key}/status.")]
    [InlineData("[\"{judul}\"]", "[null]", "Pemetaan, title: ada nilai kosong (null) di tempat yang harus diisi.")]
    [InlineData("\"Baru\": \"Open\"", "\"Baru\": null", "Pemetaan, status.table.Baru: ada nilai kosong (null) di tempat yang harus diisi.")]
    [InlineData("\"Baru\": \"Open\"", "\"Baru\": \"Open\", \"BARU\": \"Closed\"", "Pemetaan, status.table: ada kata yang tertulis dua kali (huruf besar dan kecil tidak dibedakan).")]
    [InlineData("\"path\": \"api/x\"", "\"path\": \"api/x\", \"sinceForm\": \"%\"", "Pemetaan, list.sinceForm: \"%\" bukan bentuk waktu, misalnya yyyy-MM-dd HH:mm:ss.")]
    [InlineData("\"id\": [\"no\"],", "\"id\": [\"no\"], \"columns\": { \"a\": [\"A\"], \"a.b\": [\"B\"] },", "Pemetaan, columns: a tidak dapat berdiri di samping a.b, yang berada di dalamnya.")]
    [InlineData("\"path\": \"api/x\"", "\"path\": \"api/x\", \"pageSize\": 0", "Pemetaan, list.pageSize: harus antara 1 dan 1000.")]
    [InlineData("\"id\": [\"no\"],", "\"id\": [\"no\"], \"service\": { \"default\": 35 },", "Pemetaan, service: layanan 35 tidak ada; nomor layanan 1 sampai 34.")]
    public void What_is_wrong_is_said_in_one_sentence(string part, string wrong, string sentence) =>
        Should.Throw<FormatException>(() => MappingFile.Read(Good.Replace(part, wrong, StringComparison.Ordinal))).Message.ShouldBe(sentence);

    /// <summary>Every place of a shipped mapping holds something else: it is good, or one sentence says why not, and nothing breaks when it is put to use.</summary>
    [Theory]
    [InlineData("Sihab")]
    [InlineData("SiEvgan")]
    [InlineData("EBang")]
    public void Whatever_stands_in_a_mapping_it_is_used_or_refused_with_a_sentence(string folder)
    {
        using var stream = typeof(MappingFile).Assembly.GetManifestResourceStream($"{folder}/mapping.json")!;
        var shipped = JsonNode.Parse(stream, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;
        var places = Places(shipped).ToList();
        places.Count.ShouldBeGreaterThan(40);
        foreach (var place in places)
        {
            foreach (var odd in new[] { "null", "\"\"", "0", "-1", "1e99", "true", "[]", "[null]", "{}", "{\"x\":null}", "\"{\"", "\"{a}:b:c\"", "\"//x/y\"", "\"%\"" })
            {
                var copy = shipped.DeepClone();
                Put(copy, place, odd);
                try
                {
                    var options = new MappedOptions { Address = "https://x.example", ApiKey = "k", Mapping = copy.ToJsonString() };
                    _ = new MappedConnector(new SourceContext("uji", TimeProvider.System), options, folder);
                }
                catch (FormatException e)
                {
                    e.Message.ShouldStartWith("Pemetaan");
                }
                catch (Exception e) when (e is not FormatException)
                {
                    throw new InvalidOperationException($"{string.Join('.', place)} = {odd}", e);
                }
            }
        }
    }

    private static IEnumerable<IReadOnlyList<object>> Places(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(f => Places(f.Value).Select(p => (IReadOnlyList<object>)[f.Key, .. p]).Prepend([f.Key])),
        JsonArray list => list.SelectMany((entry, i) => Places(entry).Select(p => (IReadOnlyList<object>)[i, .. p]).Prepend([i])),
        _ => [],
    };

    private static void Put(JsonNode node, IReadOnlyList<object> place, string json)
    {
        foreach (var step in place.SkipLast(1))
        {
            node = step is int at ? node[at]! : node[(string)step]!;
        }

        if (place[^1] is int last)
        {
            node[last] = JsonNode.Parse(json);
        }
        else
        {
            node[(string)place[^1]] = JsonNode.Parse(json);
        }
    }

    [Fact]
    public async Task A_path_that_leads_away_is_refused_where_the_request_is_made_too()
    {
        using var client = Wire.Client(new SourceContext("uji", TimeProvider.System) { Wire = new ScriptedNetwork(ScriptedNetwork.Answer("[]")) }, new Uri("https://sumber.example/"), new MappedOptions { Attempts = 1 });

        var failure = await Should.ThrowAsync<ConnectorFailure>(() => client.GetAsync(new Uri("//lain.example/x", UriKind.Relative), TestContext.Current.CancellationToken));

        failure.Message.ShouldBe("Permintaan akan menuju https://lain.example, bukan https://sumber.example; hub tidak mengirimnya. Periksa jalur di pemetaan sumber.");
    }

    [Fact]
    public void The_options_refuse_a_bad_mapping_by_its_setting()
    {
        var options = new MappedOptions { Address = "https://x.example", ApiKey = "k", Mapping = "{" };
        var faults = new List<ValidationResult>();

        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true).ShouldBeFalse();

        faults.Single().MemberNames.ShouldBe(["Mapping"]);
    }

    [Theory]
    [InlineData("\"anonim\": false, \"rahasia\": \"Tidak\"", false, false)]
    [InlineData("\"anonim\": 0, \"rahasia\": \"1\"", false, true)]
    [InlineData("\"anonim\": \"mungkin\", \"rahasia\": null", true, true)]
    [InlineData("\"lain\": 1", true, true)]
    public void A_flag_protects_unless_it_clearly_does_not(string flags, bool anonymous, bool secret)
    {
        var reader = new MappedReader(MappingFile.Read(Good.Replace("\"id\":", "\"reporter\": { \"anonymous\": \"anonim\", \"secret\": \"rahasia\" }, \"id\":", StringComparison.Ordinal)));

        var reporter = reader.Read(new Envelope
        {
            Key = new EnvelopeKey("uji", "1", "1"),
            MediaType = "application/json",
            Raw = System.Text.Encoding.UTF8.GetBytes($$"""{ "no": 1, "s": "Baru", {{flags}} }"""),
            ReceivedAt = DateTimeOffset.UnixEpoch,
        }).Reporter;

        (reporter.Anonymous, reporter.Secret).ShouldBe((anonymous, secret));
    }

    [Theory]
    [InlineData("Sihab")]
    [InlineData("SiEvgan")]
    [InlineData("EBang")]
    public void The_shipped_mappings_are_good(string folder) => MappingFile.Embedded(folder).Id.ShouldNotBeEmpty();
}
