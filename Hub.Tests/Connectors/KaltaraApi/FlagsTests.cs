using System.Text;
using Hub.Connectors.KaltaraApi;
using Hub.Domain.Envelopes;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;

namespace Hub.Tests.Connectors.KaltaraApi;

/// <summary>A wish not to be named is heard by its name, in whatever system, whether or not somebody thought of it in the mapping.</summary>
public sealed class FlagsTests
{
    private static readonly string[] Folders = ["Sihab", "SiEvgan", "EBang"];

    [Theory]
    [InlineData("\"is_anonymous\": true", true, false, false)]
    [InlineData("\"is_secret\": 1", false, true, false)]
    [InlineData("\"anonim\": \"ya\", \"rahasia\": \"tidak\"", true, false, false)]
    [InlineData("\"isAnonymous\": \"t\"", true, false, false)]
    [InlineData("\"pelapor\": { \"dirahasiakan\": \"Y\" }", false, true, false)]
    [InlineData("\"pelapor\": [{ \"Confidential\": true }]", false, true, false)]
    [InlineData("\"ANONIM\": \"mungkin\"", true, false, true)]
    [InlineData("\"rahasia\": null", false, true, true)]
    [InlineData("\"is_secret\": {}", false, true, true)]
    [InlineData("\"is_anonymous\": 1, \"is_anonymous\": 0", true, false, true)]
    [InlineData("\"Is_Anonymous\": 1, \"is_anonymous\": 0", true, false, true)]
    [InlineData("\"is_anonymous\": 0, \"Is_Anonymous\": \"f\"", false, false, false)]
    [InlineData("\"is_anonymous\": false, \"secret\": \"no\"", false, false, false)]
    [InlineData("\"tampilkan_nama\": false", true, false, false)]
    [InlineData("\"showIdentity\": \"ya\"", false, false, false)]
    [InlineData("\"tampilkan_nama\": \"jangan\"", true, false, true)]
    [InlineData("\"tampilkan_nama\": \"off\"", true, false, true)]
    [InlineData("\"tampilkan_nama\": [false]", true, false, true)]
    [InlineData("\"tampilkan_nama\": \"\"", true, false, true)]
    [InlineData("\"tampilkan_nama\": null", true, false, true)]
    [InlineData("\"Tampilkan Nama\": \"n\"", true, false, false)]
    [InlineData("\"publikasikan_identitas\": \"tidak boleh\"", true, false, true)]
    [InlineData("\"publikasikan_identitas\": 1", false, false, false)]
    [InlineData("\"anonim\": { \"rahasia\": 1 }", true, true, true)]
    [InlineData("\"sekretariat\": \"x\", \"secretary\": \"Ani\", \"publikasi\": 1", false, false, false)]
    [InlineData("\"kode_wbs\": \"1.2.3\", \"confidence_score\": 0.93, \"private_sector\": \"CV Contoh\"", false, false, false)]
    [InlineData("\"is_private\": 1", false, true, false)]
    [InlineData("\"wbs\": true", false, true, false)]
    [InlineData("\"isian\": [{ \"nama\": \"anonim\", \"nilai\": \"ya\" }, { \"nama\": \"rahasia\", \"nilai\": 0 }]", true, false, false)]
    [InlineData("\"answers\": [{ \"Question\": \"Apakah identitas Anda dirahasiakan?\", \"answer\": true, \"no\": 7 }]", false, true, false)]
    [InlineData("\"isian\": [{ \"nama\": \"anonim\", \"nilai\": \"mungkin\" }]", true, false, true)]
    [InlineData("\"rab\": [{ \"nama\": \"Lemari berkas rahasia\", \"nilai\": 4500000 }, { \"nama\": \"Kertas\", \"nilai\": 1 }]", false, false, false)]
    public void Every_shipped_mapping_hears_a_flag_that_it_does_not_speak_of(string flags, bool anonymous, bool secret, bool isUnclear)
    {
        foreach (var folder in Folders)
        {
            var mapping = MappingFile.Embedded(folder);
            var read = Read(mapping, string.Join(", ", mapping.Id.Select(f => $"\"{FieldForms.PathOf(f)}\": 1").Append(flags)));

            (read.Reporter.Anonymous, read.Reporter.Secret, read.Protection == ProtectionGround.UnclearFlag).ShouldBe((anonymous, secret, isUnclear), folder);
        }
    }

    [Theory]
    [InlineData("\"anonim\": 1, \"anonim\": 0", true, true)]
    [InlineData("\"Anonim\": 1, \"anonim\": 0", true, true)]
    [InlineData("\"anonim\": \"f\", \"ANONIM\": 0", false, false)]
    [InlineData("\"anonim\": \"t\"", true, false)]
    [InlineData("\"anonim\": 0, \"anonymous\": 1", true, false)]
    public void A_flag_of_the_mapping_that_stands_twice_must_say_one_thing(string flags, bool anonymous, bool isUnclear)
    {
        var mapping = MappingFile.Embedded("Sihab") with { Reporter = new ReporterMapping { Anonymous = "anonim" } };
        var read = Read(mapping, $"\"nomor_registrasi\": 1, {flags}");

        (read.Reporter.Anonymous, read.Protection == ProtectionGround.UnclearFlag).ShouldBe((anonymous, isUnclear));
    }

    /// <summary>Where the form has no box for it, people call themselves so.</summary>
    [Theory]
    [InlineData("Anonim", true)]
    [InlineData("ANONYMOUS", true)]
    [InlineData("Warga Anonim", true)]
    [InlineData("(tanpa nama)", true)]
    [InlineData("Anom Imawan", false)]
    [InlineData("Zubaidah Quraisyin", false)]
    public void A_name_that_asks_for_no_name_is_a_flag(string name, bool anonymous)
    {
        foreach (var (folder, mapping) in Folders.Select(f => (f, MappingFile.Embedded(f))).Where(m => (m.Item2.Reporter.Name ?? m.Item2.Reporter.Applicant) is not null))
        {
            foreach (var field in new[] { mapping.Reporter.Name, mapping.Reporter.Applicant }.OfType<string>().Select(FieldForms.PathOf))
            {
                var said = field.Split('.').Reverse().Aggregate($"\"{name}\"", (inner, part) => $"{{ \"{part}\": {inner} }}")[1..^1];
                var reporter = Read(mapping, string.Join(", ", mapping.Id.Select(f => $"\"{FieldForms.PathOf(f)}\": 1").Append(said))).Reporter;

                (reporter.Anonymous, reporter.Name).ShouldBe((anonymous, anonymous ? null : name), $"{folder} {field}");
            }
        }
    }

    /// <summary>Whoever writes a mapping turns no protection off by it.</summary>
    [Fact]
    public void A_flag_counts_by_its_name_whatever_the_mapping_does_with_it()
    {
        var shipped = MappingFile.Embedded("Sihab");
        Mapping[] mappings =
        [
            shipped with { Ignore = ["is_anonymous", "is_secret"] },
            shipped with { Volatile = ["is_anonymous", "is_secret"] },
            shipped with { Body = ["{is_anonymous} {is_secret}"] },
            shipped with { Ignore = ["is_anonymous", "is_secret"], Reporter = new ReporterMapping { Anonymous = "catatan", Secret = "catatan" } },
            shipped with { Reporter = new ReporterMapping { Anonymous = "is_secret", Secret = "catatan" } },
        ];
        foreach (var mapping in mappings)
        {
            var read = Read(mapping, "\"nomor_registrasi\": 1, \"catatan\": \"tidak\", \"is_anonymous\": 1, \"is_secret\": 1");

            (read.Reporter.Anonymous, read.Reporter.Secret).ShouldBe((true, true));
        }
    }

    private static Submission Read(Mapping mapping, string fields) => new MappedReader(mapping).Read(new Envelope
    {
        Key = new EnvelopeKey("uji", "1", "1"),
        MediaType = "application/json",
        Raw = Encoding.UTF8.GetBytes($"{{ {fields} }}"),
        ReceivedAt = DateTimeOffset.UnixEpoch,
    });
}
