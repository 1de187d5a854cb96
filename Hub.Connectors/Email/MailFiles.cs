using System.Buffers;
using Hub.Connectors.Tabular;
using Hub.Domain;
using Hub.Domain.Envelopes;
using MimeKit.IO;

namespace Hub.Connectors.Email;

/// <summary>Mails that come as files: one <c>.eml</c> or Maildir file, or an mbox with many.</summary>
internal static class MailFiles
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Bytes; a larger mail is read where it lies.</summary>
    private const int Large = 1024 * 1024;

    private const int BufferBytes = 64 * 1024;

    private static ReadOnlySpan<byte> Beginning => "\nFrom "u8;

    /// <param name="content">Stays open until the rows are gone through; memory holds one mail, of a large one a part.</param>
    public static IEnumerable<FileRow> Read(string source, string name, Stream content, DateTimeOffset receivedAt)
    {
        var file = content.CanSeek ? content : Copy(content);
        return file.Length == 0
            ? [new FileRow(null, new RowReport(1, RowOutcome.Refused, Said.Of<SheetTexts>("EmptyFile", name)))]
            : Mails(file, name).Select(mail => Of(source, file, mail, receivedAt)).OfType<Envelope>().Select((mail, i) => new FileRow(mail, new RowReport(i + 1, RowOutcome.Taken)));
    }

    /// <summary>A mail by its ending, by its place in a Maildir, or by a name that ends as no other kind of file does.</summary>
    public static bool MayBe(string path)
    {
        var ending = Path.GetExtension(path);
        return ending.Length is < 2 or > 6 || ending.AsSpan(1).ContainsAnyExcept(Letters) || ending.ToUpperInvariant() is ".EML" or ".MBOX" || Path.GetFileName(Path.GetDirectoryName(path)) is "cur" or "new";
    }

    private static MemoryStream Copy(Stream content)
    {
        var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy;
    }

    /// <returns>Null where there is nothing but blanks.</returns>
    private static Envelope? Of(string source, Stream file, (long Start, long End) mail, DateTimeOffset receivedAt)
    {
        if (mail.End - mail.Start > Large)
        {
            return MailEnvelope.Of(source, () => new BoundStream(file, mail.Start, mail.End, leaveOpen: true), receivedAt);
        }

        var raw = new byte[mail.End - mail.Start];
        file.Position = mail.Start;
        file.ReadExactly(raw);
        return raw.AsSpan().Trim("\r\n "u8).IsEmpty ? null : MailEnvelope.Of(source, raw, receivedAt);
    }

    /// <summary>Where each mail begins and ends. An mbox is known by its name; a single mail may begin with an mbox line too.</summary>
    private static List<(long Start, long End)> Mails(Stream file, string name)
    {
        var (mails, start) = (new List<(long Start, long End)>(), 0L);
        if (name.EndsWith(".mbox", StringComparison.OrdinalIgnoreCase))
        {
            var buffer = new byte[BufferBytes];
            var (at, held) = (0L, 0);
            file.Position = 0;
            while (file.Read(buffer, held, buffer.Length - held) is > 0 and var count)
            {
                var from = 0;
                var seen = buffer.AsSpan(0, held + count);
                while (seen[from..].IndexOf(Beginning) is >= 0 and var found)
                {
                    from += found + 1;
                    mails.Add((start, at + from));
                    start = at + from;
                }

                // What may be the beginning of one is looked at again with what follows.
                held = Math.Min(Beginning.Length - 1, seen.Length - from);
                at += seen.Length - held;
                seen[^held..].CopyTo(buffer);
            }
        }

        mails.Add((start, file.Length));
        return mails;
    }
}
