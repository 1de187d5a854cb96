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
    [InlineData("\"sekretariat\": \"x\", \"secretary\": \"Ani\", \"publikasi\": 1", false, false, false)]
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

    private static Submission Read(Mapping mapping, string fields) => new MappedReader(mapping).Read(new Envelope
    {
        Key = new EnvelopeKey("uji", "1", "1"),
        MediaType = "application/json",
        Raw = Encoding.UTF8.GetBytes($"{{ {fields} }}"),
        ReceivedAt = DateTimeOffset.UnixEpoch,
    });
}
