using System.Text.Json;
using Hub.Connectors.Email;
using Hub.Host.Verbs;
using Hub.Tests.Support;

namespace Hub.Tests.Connectors.Email;

/// <summary>Other systems' hard cases, beside the checkout: what the hub reads against what was expected of them.</summary>
public sealed class MailCorpusTests
{
    /// <summary>Why a letter of several texts reads otherwise.</summary>
    private const string AllTexts = "The expected value holds the first text of the letter alone; the hub reads all of them, in order, and the letter inside an empty cover.";

    /// <summary>Fields of undoubted files in which the hub reads otherwise, and why that is right.</summary>
    private static readonly Dictionary<string, string> Accepted = new(StringComparer.Ordinal)
    {
        ["zammad/mail073.box attachments"] = "The file name declares us-ascii and holds %F6: the expected value has U+FFFD there, the hub reads the byte as windows-1252, which gives the word its letter.",
        ["cpython/msg_33.txt text"] = AllTexts,
        ["mailkit/message.39.msg text"] = AllTexts,
        ["mailparser/mixed.eml text"] = AllTexts,
        ["mailparser/nested.eml text"] = AllTexts,
        ["mimekit/multipart-digest.txt text"] = AllTexts,
        ["mimekit/openpgp___Announce__GnuPG_2.1.20_released.eml text"] = AllTexts,
        ["rt/crashes-file-based-parser text"] = AllTexts,
        ["rt/nested-rfc-822 text"] = AllTexts,
        ["stalwart/rfc__007.eml text"] = AllTexts,
        ["stalwart/thirdparty__005.eml text"] = AllTexts,
        ["stalwart/thirdparty__007.eml text"] = AllTexts,
    };

    private static readonly string[] Fields = ["subject", "from", "to", "date", "messageId", "inReplyTo", "references", "text", "attachments", "isAutoReply", "isBounce"];

    [Fact]
    public void At_least_99_of_100_fields_agree_and_every_other_one_is_explained()
    {
        var corpus = Need.Corpus("mail");
        var disagreements = new List<string>();
        var fields = 0;
        foreach (var row in File.ReadLines(Path.Combine(corpus, "expected.jsonl")).Select(l => JsonDocument.Parse(l).RootElement))
        {
            var read = ReadOf(corpus, row.GetProperty("file").GetString()!);
            if (row.GetProperty("doubtful").GetBoolean())
            {
                continue;
            }

            fields += Fields.Length;
            disagreements.AddRange(Fields.Where(f => !Agrees(f, row, read)).Select(f => $"{row.GetProperty("file").GetString()} {f}"));
        }

        disagreements.Except(Accepted.Keys).ShouldBeEmpty();
        (disagreements.Count * 100).ShouldBeLessThanOrEqualTo(fields);
    }

    [Fact]
    public void Where_the_expected_value_is_in_doubt_the_hub_reads_what_zammad_reads()
    {
        var corpus = Need.Corpus("mail");
        foreach (var row in File.ReadLines(Path.Combine(corpus, "zammad-expected.jsonl")).Select(l => JsonDocument.Parse(l).RootElement))
        {
            var body = row.TryGetProperty("bodyNoSpaceSha1", out var hash) ? hash.GetString() : null;
            var isPlaceholder = row.GetProperty("bodyStart").GetString()?.Trim() == "no visible content";
            if (body is not null && !isPlaceholder)
            {
                ReadOf(corpus, row.GetProperty("file").GetString()!).GetProperty("textNoSpaceSha1").GetString().ShouldBe(body, row.GetProperty("file").GetString());
            }
        }
    }

    private static JsonElement ReadOf(string corpus, string file) =>
        JsonSerializer.SerializeToElement(MailLine.Of(file, MailReader.Read(File.ReadAllBytes(Path.Combine(corpus, file)))), JsonSerializerOptions.Web);

    private static bool Agrees(string field, JsonElement row, JsonElement read) => field switch
    {
        // How tags become blanks differs between programs; only the letters of HTML can be compared.
        "text" when Text(row, "textSource") == "html" => Text(row, "textNoSpaceSha1") == Text(read, "textNoSpaceSha1"),
        "text" => Text(row, "textSha1") == Text(read, "textSha1"),
        "attachments" => Parts(row).SequenceEqual(Parts(read)),
        _ => JsonElement.DeepEquals(row.GetProperty(field), read.GetProperty(field)),
    };

    private static string? Text(JsonElement row, string field) => row.GetProperty(field).GetString();

    private static IEnumerable<string> Parts(JsonElement row) => row.GetProperty("attachments").EnumerateArray()
        .Select(p => $"{p.GetProperty("name")}|{p.GetProperty("size")}|{p.GetProperty("contentType")}|{p.GetProperty("sha1")}");
}
