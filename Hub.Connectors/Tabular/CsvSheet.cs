using System.Text;
using System.Text.Unicode;
using CsvHelper;
using Hub.Domain;

namespace Hub.Connectors.Tabular;

/// <summary>Reads a CSV file whose delimiter and charset nobody wrote down.</summary>
internal static class CsvSheet
{
    /// <summary>Of text memory holds three times its length.</summary>
    private const int LargestMb = 32;

    private static readonly char[] Delimiters = [';', ',', '\t', '|'];

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

        var text = Decode(bytes);
        var delimiter = DelimiterOf(text);
        var bounds = new GridBounds(name);
        bounds.Check(sheet, Count(text, delimiter));
        var options = new CsvReaderOptions { Separator = delimiter, HasHeader = false, TrackLineNumbers = true, DetectSeparatorHint = false };
        using var reader = CsvReader.FromText(text, options);
        var rows = new List<SheetRow>();
        while (reader.Read())
        {
            bounds.Take(sheet, rows.Count, reader.FieldCount);
            var cells = Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i)).Select(c => string.IsNullOrWhiteSpace(c) ? null : c.Trim()).ToArray();
            if (Array.Exists(cells, c => c is not null))
            {
                rows.Add(new((int)reader.LineNumber, cells));
            }
        }

        return new(sheet, rows);
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.Unicode.Preamble))
        {
            return Encoding.Unicode.GetString(bytes[2..]);
        }

        if (bytes.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }

        if (Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes);
        }

        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(1252).GetString(bytes);
    }

    /// <summary>Excel may say it in a first line <c>sep=;</c>; else the sign that splits most lines alike outside quotes.</summary>
    private static char DelimiterOf(string text)
    {
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 4)
        {
            return text[4];
        }

        var lines = FirstLines(text);
        return Delimiters.MaxBy(d => lines.Select(l => Count(l, d)).Where(n => n > 0).GroupBy(n => n).Select(g => g.Count() * g.Key).DefaultIfEmpty(0).Max());
    }

    private static List<string> FirstLines(string text)
    {
        using var reader = new StringReader(text);
        var lines = new List<string>(50);
        while (lines.Count < 50 && reader.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    /// <returns>How often it stands outside quotes.</returns>
    private static int Count(string line, char delimiter)
    {
        var (count, quoted) = (0, false);
        foreach (var c in line)
        {
            quoted ^= c == '"';
            count += !quoted && c == delimiter ? 1 : 0;
        }

        return count;
    }
}
