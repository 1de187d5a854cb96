using Hub.Connectors.KaltaraApi;
using Hub.Domain.Envelopes;
using System.ComponentModel.DataAnnotations;

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
    [InlineData("\"path\": \"api/x\"", "\"path\": \"api/x\", \"pageSize\": 0", "Pemetaan, list.pageSize: harus antara 1 dan 1000.")]
    [InlineData("\"id\": [\"no\"],", "\"id\": [\"no\"], \"service\": { \"default\": 35 },", "Pemetaan, service: layanan 35 tidak ada; nomor layanan 1 sampai 34.")]
    public void What_is_wrong_is_said_in_one_sentence(string part, string wrong, string sentence) =>
        Should.Throw<FormatException>(() => MappingFile.Read(Good.Replace(part, wrong, StringComparison.Ordinal))).Message.ShouldBe(sentence);

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
