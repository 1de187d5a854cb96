using System.Buffers;
using Hub.Connectors.Tabular;
using Hub.Domain;

namespace Hub.Connectors.Email;

/// <summary>Mails that come as files: one <c>.eml</c> or Maildir file, or an mbox with many.</summary>
internal static class MailFiles
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static IEnumerable<FileRow> Read(string source, string name, Stream content, DateTimeOffset receivedAt)
    {
        var bytes = All(content);
        return bytes.IsEmpty
            ? [new FileRow(null, new RowReport(1, RowOutcome.Refused, Said.Of<SheetTexts>("EmptyFile", name)))]
            : Split(name, bytes).Select((mail, i) => new FileRow(MailEnvelope.Of(source, mail, receivedAt), new RowReport(i + 1, RowOutcome.Taken)));
    }

    /// <summary>A mail by its ending, by its place in a Maildir, or by a name that ends as no other kind of file does.</summary>
    public static bool MayBe(string path)
    {
        var ending = Path.GetExtension(path);
        return ending.Length is < 2 or > 6 || ending.AsSpan(1).ContainsAnyExcept(Letters) || ending.ToUpperInvariant() is ".EML" or ".MBOX" || Path.GetFileName(Path.GetDirectoryName(path)) is "cur" or "new";
    }

    private static ReadOnlyMemory<byte> All(Stream content)
    {
        if (content.CanSeek)
        {
            var exact = new byte[content.Length - content.Position];
            content.ReadExactly(exact);
            return exact;
        }

        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>An mbox is known by its name; a single mail may begin with an mbox line too.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Split(string name, ReadOnlyMemory<byte> bytes)
    {
        if (!name.EndsWith(".mbox", StringComparison.OrdinalIgnoreCase))
        {
            yield return bytes;
            yield break;
        }

        var start = 0;
        while (start < bytes.Length)
        {
            var next = bytes.Span[(start + 1)..].IndexOf("\nFrom "u8);
            var end = next < 0 ? bytes.Length : start + 1 + next + 1;
            var mail = bytes[start..end];
            if (!mail.Span.Trim("\r\n "u8).IsEmpty)
            {
                yield return mail;
            }

            start = end;
        }
    }
}
