using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MimeKit;

namespace Hub.Mocks.Mail;

/// <summary>FETCH (RFC 3501 6.4.5): numbers, dates, envelope and the mail or a part of its bytes.</summary>
internal sealed class ImapFetch(IReadOnlyList<string> items, bool withUid)
{
    /// <summary>True when an item marks the mail as read: <c>BODY[]</c> without PEEK.</summary>
    public bool Reads { get; } = items.Any(i => Is(i, "RFC822") || Is(i, "RFC822.TEXT") || i.StartsWith("BODY[", StringComparison.OrdinalIgnoreCase));

    /// <summary>True when bytes of the mail are asked for.</summary>
    public bool HasBody { get; } = items.Any(i => Is(i, "RFC822") || i.Contains('[', StringComparison.Ordinal));

    /// <summary>Writes the parenthesised answer of one mail.</summary>
    /// <param name="cut">True: stop in the middle of the first literal.</param>
    /// <returns>False when it was cut.</returns>
    /// <exception cref="NotSupportedException">An item is not known here.</exception>
    public async Task<bool> WriteAsync(LineStream lines, int number, StoredMail mail, bool cut, CancellationToken token)
    {
        await lines.WriteAsync($"* {number} FETCH (", token);
        var blank = "";
        foreach (var item in withUid && !items.Any(i => Is(i, "UID")) ? items.Prepend("UID") : items)
        {
            await lines.WriteAsync(blank, token);
            blank = " ";
            if (Simple(item.ToUpperInvariant(), mail) is string answer)
            {
                await lines.WriteAsync(answer, token);
                continue;
            }

            var (name, bytes) = Section(item, mail);
            await lines.WriteAsync($"{name} {{{bytes.Length}}}\r\n", token);
            if (cut)
            {
                await lines.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), token);
                return false;
            }

            await lines.WriteAsync(bytes, token);
        }

        await lines.WriteAsync(")\r\n", token);
        return true;
    }

    /// <summary>Items behind the macros ALL, FAST and FULL, and the list given.</summary>
    public static IReadOnlyList<string> Items(ImapArgument argument) => argument.Text?.ToUpperInvariant() switch
    {
        null => [.. argument.List.Select(a => a.Text ?? "")],
        "FAST" => ["FLAGS", "INTERNALDATE", "RFC822.SIZE"],
        "ALL" or "FULL" => ["FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE"],
        _ => [argument.Text!],
    };

    /// <summary>The same 64 bits for the same mail wherever it lies, as <c>X-GM-MSGID</c>.</summary>
    public static ulong GmailId(StoredMail mail)
    {
        var seed = mail.Summary.MessageId is string id ? Encoding.UTF8.GetBytes(id) : mail.Read();
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(seed)) >> 1;
    }

    private static string? Simple(string item, StoredMail mail) => item switch
    {
        "UID" => $"UID {mail.Uid}",
        "FLAGS" => $"FLAGS ({string.Join(' ', mail.Flags)})",
        "RFC822.SIZE" => $"RFC822.SIZE {mail.Size}",
        "INTERNALDATE" => $"INTERNALDATE \"{InternalDate(mail.Delivery.ReceivedAt)}\"",
        "X-GM-MSGID" => $"X-GM-MSGID {GmailId(mail)}",
        "X-GM-THRID" => $"X-GM-THRID {GmailId(mail)}",
        "X-GM-LABELS" => "X-GM-LABELS ()",
        "ENVELOPE" => $"ENVELOPE {ImapEnvelope.Of(mail)}",
        _ => null,
    };

    private static string InternalDate(DateTimeOffset at) =>
        at.UtcDateTime.ToString("dd-MMM-yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + "+0000";

    private static (string Name, byte[] Bytes) Section(string item, StoredMail mail)
    {
        var raw = mail.Read();
        if (Is(item, "RFC822"))
        {
            return ("RFC822", raw);
        }

        var (open, close) = (item.IndexOf('['), item.LastIndexOf(']'));
        if (open < 0 || close < open || !item.StartsWith("BODY", StringComparison.OrdinalIgnoreCase))
        {
            throw new NotSupportedException(item);
        }

        var section = item[(open + 1)..close];
        var bytes = Choose(section, raw);
        var partial = item[(close + 1)..].Trim('<', '>');
        if (partial.Length == 0)
        {
            return ($"BODY[{section}]", bytes);
        }

        var ends = partial.Split('.');
        var from = Math.Min(int.Parse(ends[0], CultureInfo.InvariantCulture), bytes.Length);
        var length = Math.Min(int.Parse(ends[1], CultureInfo.InvariantCulture), bytes.Length - from);
        return ($"BODY[{section}]<{ends[0]}>", bytes[from..(from + length)]);
    }

    private static byte[] Choose(string section, byte[] raw)
    {
        var split = HeaderEnd(raw);
        var upper = section.ToUpperInvariant();
        return upper switch
        {
            "" => raw,
            "HEADER" => raw[..split],
            "TEXT" => raw[split..],
            _ when upper.StartsWith("HEADER.FIELDS", StringComparison.Ordinal) => Fields(raw[..split], upper),
            _ => throw new NotSupportedException("BODY[" + section + "]"),
        };
    }

    private static byte[] Fields(byte[] header, string section)
    {
        var names = section[(section.IndexOf('(') + 1)..].TrimEnd(')').Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var wanted = !section.StartsWith("HEADER.FIELDS.NOT", StringComparison.Ordinal);
        using var input = new MemoryStream(header);
        using var output = new MemoryStream();
        foreach (var field in HeaderList.Load(input).Where(h => names.Contains(h.Field) == wanted))
        {
            output.Write(Encoding.ASCII.GetBytes(field.Field + ":"));
            output.Write(field.RawValue);
        }

        output.Write("\r\n"u8);
        return output.ToArray();
    }

    private static int HeaderEnd(byte[] raw)
    {
        var crlf = raw.AsSpan().IndexOf("\r\n\r\n"u8);
        var lf = raw.AsSpan().IndexOf("\n\n"u8);
        return crlf >= 0 && (lf < 0 || crlf < lf) ? crlf + 4 : lf >= 0 ? lf + 2 : raw.Length;
    }

    private static bool Is(string item, string name) => string.Equals(item, name, StringComparison.OrdinalIgnoreCase);
}
