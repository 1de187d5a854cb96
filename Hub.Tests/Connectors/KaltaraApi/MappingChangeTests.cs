using Hub.Connectors.KaltaraApi;
using Hub.Connectors.Sihab;

namespace Hub.Tests.Connectors.KaltaraApi;

/// <summary>A mapping shows no field that tells who sent an item, and what it reads less than the one before is said.</summary>
public sealed class MappingChangeTests
{
    private const string Good = """
        { "list": { "path": "api/x" }, "id": ["no"], "title": ["{judul}"], "body": ["{isi:long}"], "status": { "fields": ["s"], "table": { "Baru": "Open" } }, "reporter": {} }
        """;

    [Theory]
    [InlineData("nama")]
    [InlineData("nama_lengkap")]
    [InlineData("namaPelapor")]
    [InlineData("pelapor.nama")]
    [InlineData("data.pengirim.name")]
    [InlineData("pelapor")]
    [InlineData("Nama Pelapor")]
    [InlineData("No. HP")]
    [InlineData("kontak.no_hp")]
    [InlineData("telepon")]
    [InlineData("phoneNumber")]
    [InlineData("E-mail")]
    [InlineData("nik")]
    [InlineData("no_ktp")]
    [InlineData("alamat")]
    [InlineData("alamat_pelapor")]
    public void A_field_is_known_by_its_name_to_tell_who_sent_it(string name) => SenderFields.Looks(name).ShouldBeTrue();

    [Theory]
    [InlineData("nama_kegiatan")]
    [InlineData("nama_opd")]
    [InlineData("kegiatan.nama")]
    [InlineData("perangkat_daerah")]
    [InlineData("nomor_registrasi")]
    [InlineData("nomor_surat")]
    [InlineData("jenis_pelapor")]
    [InlineData("alamat_kegiatan")]
    [InlineData("teknik")]
    [InlineData("kabupaten")]
    public void Other_fields_are_not(string name) => SenderFields.Looks(name).ShouldBeFalse();

    [Theory]
    [InlineData("[\"{judul}\"]", "[\"{judul} {nama}\"]", "title", "nama")]
    [InlineData("\"reporter\": {}", "\"reporter\": {}, \"category\": \"pelapor.nama\"", "category", "pelapor.nama")]
    [InlineData("\"reporter\": {}", "\"reporter\": { \"name\": \"x1\" }, \"area\": \"x1\"", "area", "x1")]
    [InlineData("\"reporter\": {}", "\"reporter\": {}, \"letterNumber\": \"nik\"", "letterNumber", "nik")]
    [InlineData("\"reporter\": {}", "\"reporter\": {}, \"facts\": [{ \"label\": \"Kontak\", \"field\": \"telepon:phone\" }]", "facts", "telepon")]
    [InlineData("\"reporter\": {}", "\"reporter\": {}, \"columns\": { \"judul\": [\"Judul\", \"Nama Pelapor\"] }", "title", "judul")]
    [InlineData("{isi:long}", "{isi:long} {email}", "body", "email")]
    public void A_mapping_that_shows_who_sent_an_item_is_refused(string part, string other, string place, string field) =>
        Should.Throw<FormatException>(() => MappingFile.Read(Good.Replace(part, other, StringComparison.Ordinal)))
            .Message.ShouldBe($"Pemetaan, {place}: kolom {field} menunjukkan siapa pengirimnya dan akan terbaca pada tiket anonim; tempatnya di reporter.");

    /// <summary>There it is covered, because the mapping says whose it is.</summary>
    [Fact]
    public void The_text_may_name_what_the_mapping_reads_as_the_reporter() =>
        MappingFile.Read(Good.Replace("{isi:long}", "{isi:long} Dari {nama}.", StringComparison.Ordinal).Replace("\"reporter\": {}", "\"reporter\": { \"name\": \"nama\" }", StringComparison.Ordinal)).Reporter.Name.ShouldBe("nama");

    [Theory]
    [InlineData("\"anonymous\": \"x2\"", "", "x2")]
    [InlineData("\"secret\": \"x2\"", "\"secret\": \"x3\"", "x2")]
    [InlineData("\"anonymous\": \"x2\", \"secret\": \"x3\"", "\"anonymous\": \"x3\", \"secret\": \"x2\"", "x2, x3")]
    [InlineData("\"name\": \"x1\", \"phone\": \"x4:phone\"", "\"phone\": \"x4\"", "x1")]
    [InlineData("\"name\": \"x1\"", "\"name\": \"x1\", \"anonymous\": \"x2\"", "")]
    public void What_no_longer_protects_is_named(string before, string after, string lost)
    {
        var change = Change(Reading(before), Reading(after));

        (change.Fault, string.Join(", ", change.Lost)).ShouldBe((null, lost));
    }

    [Fact]
    public void What_was_read_as_the_reporter_is_never_shown_afterwards()
    {
        var change = Change(Reading("\"name\": \"x1\""), Good.Replace("[\"{judul}\"]", "[\"{judul} {x1}\"]", StringComparison.Ordinal));

        change.Fault.ShouldBe("Pemetaan, title: kolom x1 menunjukkan siapa pengirimnya dan akan terbaca pada tiket anonim; tempatnya di reporter.");
    }

    private static string Reading(string reporter) => Good.Replace("\"reporter\": {}", $"\"reporter\": {{ {reporter} }}", StringComparison.Ordinal);

    private static MappingChange Change(string before, string after) => MappingChange.Of(SihabKind.Kind, new MappedOptions { Mapping = before }, new MappedOptions { Mapping = after });
}
