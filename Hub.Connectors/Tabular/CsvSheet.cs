using System.Text;
using CsvHelper;

namespace Hub.Connectors.Tabular;

/// <summary>Reads a CSV file whose delimiter and charset nobody wrote down.</summary>
internal static class CsvSheet
{
    private static readonly char[] Delimiters = [';', ',', '\t', '|'];

    /// <summary>Text without NUL bytes, or UTF-16 with its mark.</summary>
    public static bool Looks(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || !bytes.Contains((byte)0);

    public static Sheet Read(string name, byte[] bytes)
    {
        var text = Decode(bytes);
        var options = new CsvReaderOptions { Separator = DelimiterOf(text), HasHeader = false, TrackLineNumbers = true, DetectSeparatorHint = false };
        using var reader = CsvReader.FromText(text, options);
        var rows = new List<SheetRow>();
        while (reader.Read())
        {
            var cells = Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i)).Select(c => string.IsNullOrWhiteSpace(c) ? null : c.Trim()).ToArray();
            if (Array.Exists(cells, c => c is not null))
            {
                rows.Add(new((int)reader.LineNumber, cells));
            }
        }

        return new(Path.GetFileNameWithoutExtension(name), rows);
    }

    private static string Decode(byte[] bytes)
    {
        using var marked = new StreamReader(new MemoryStream(bytes), new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
        try
        {
            return marked.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            return Encoding.GetEncoding(1252).GetString(bytes);
        }
    }

    /// <summary>Excel may say it in a first line <c>sep=;</c>; else the sign that splits most lines alike outside quotes.</summary>
    private static char DelimiterOf(string text)
    {
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 4)
        {
            return text[4];
        }

        var lines = text.Split('\n', 60).Take(50).Where(l => l.Trim().Length > 0).ToArray();
        return Delimiters.MaxBy(d => lines.Select(l => Count(l, d)).Where(n => n > 0).GroupBy(n => n).Select(g => g.Count() * g.Key).DefaultIfEmpty(0).Max());
    }

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
