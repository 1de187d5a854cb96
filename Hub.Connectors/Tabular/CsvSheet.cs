using System.Text;
using System.Text.Unicode;
using CsvHelper;
using Hub.Domain;

namespace Hub.Connectors.Tabular;

/// <summary>Reads a CSV file whose delimiter and charset nobody wrote down.</summary>
internal static class CsvSheet
{
    private const int LargestMb = 32;

    private static readonly byte[] Delimiters = [.. ";,\t|"u8];

    /// <summary>Text without NUL bytes, or UTF-16 with its mark.</summary>
    public static bool Looks(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || !bytes.Contains((byte)0);

    public static Sheet Read(string name, byte[] bytes)
    {
        var sheet = Path.GetFileNameWithoutExtension(name);
        if (bytes.Length > LargestMb * 1024 * 1024)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<SheetTexts>("TooLarge", name, LargestMb));
        }

        var text = Utf8Of(bytes);
        var delimiter = DelimiterOf(text.Span);
        new GridBounds(name).Check(sheet, Count(text.Span, delimiter));
        return new(sheet, RowsOf(name, sheet, text, (char)delimiter));
    }

    private static IEnumerable<SheetRow> RowsOf(string name, string sheet, ReadOnlyMemory<byte> text, char delimiter)
    {
        var options = new CsvReaderOptions { Separator = delimiter, HasHeader = false, TrackLineNumbers = true, DetectSeparatorHint = false };
        using var reader = CsvReader.Create(text, options);
        var bounds = new GridBounds(name);
        var rows = 0;
        while (reader.Read())
        {
            bounds.Take(sheet, rows, reader.FieldCount);
            var cells = Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i)).Select(c => c?.Length > WorkbookBounds.LongestText ? throw new ConnectorFailure(FailureKind.Malformed, Said.Of<SheetTexts>("TextTooLong", name)) : c).Select(c => string.IsNullOrWhiteSpace(c) ? null : c.Trim()).ToArray();
            if (Array.Exists(cells, c => c is not null))
            {
                rows++;
                yield return new((int)reader.LineNumber, cells);
            }
        }
    }

    /// <summary>The text as it is where it is UTF-8; memory holds it once.</summary>
    private static ReadOnlyMemory<byte> Utf8Of(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith(Encoding.Unicode.Preamble))
        {
            return Utf8Of(bytes, 2, Encoding.Unicode);
        }

        if (bytes.AsSpan().StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            return Utf8Of(bytes, 2, Encoding.BigEndianUnicode);
        }

        if (Utf8.IsValid(bytes))
        {
            return bytes.AsMemory(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0);
        }

        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Utf8Of(bytes, 0, Encoding.GetEncoding(1252));
    }

    private static ReadOnlyMemory<byte> Utf8Of(byte[] bytes, int start, Encoding encoding)
    {
        using var utf8 = Encoding.CreateTranscodingStream(new MemoryStream(bytes, start, bytes.Length - start, writable: false), encoding, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        using var text = new MemoryStream();
        utf8.CopyTo(text);
        return text.GetBuffer().AsMemory(0, (int)text.Length);
    }

    /// <summary>Excel may say it in a first line <c>sep=;</c>; else the sign that splits most lines alike outside quotes.</summary>
    private static byte DelimiterOf(ReadOnlySpan<byte> text)
    {
        if (text.Length > 4 && Ascii.EqualsIgnoreCase(text[..4], "sep="u8) && text[4] != '"' && (text[4] == '\t' || text[4] is > 32 and < 127))
        {
            return text[4];
        }

        var counts = FirstLines(text);
        return Delimiters.MaxBy(d => counts[d].Where(n => n > 0).GroupBy(n => n).Select(g => g.Count() * g.Key).DefaultIfEmpty(0).Max());
    }

    /// <returns>How often each sign stands in each of the first lines.</returns>
    private static Dictionary<byte, List<int>> FirstLines(ReadOnlySpan<byte> text)
    {
        var counts = Delimiters.ToDictionary(d => d, _ => new List<int>(50));
        for (var lines = 0; lines < 50 && !text.IsEmpty;)
        {
            var end = text.IndexOfAny((byte)'\r', (byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (line.IndexOfAnyExcept(" \t"u8) < 0)
            {
                continue;
            }

            lines++;
            foreach (var delimiter in Delimiters)
            {
                counts[delimiter].Add(Count(line, delimiter));
            }
        }

        return counts;
    }

    /// <returns>How often it stands outside quotes.</returns>
    private static int Count(ReadOnlySpan<byte> text, byte delimiter)
    {
        var (count, quoted) = (0, false);
        foreach (var c in text)
        {
            quoted ^= c == '"';
            count += !quoted && c == delimiter ? 1 : 0;
        }

        return count;
    }
}
