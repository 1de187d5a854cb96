using System.Globalization;
using System.Text;
using Hub.Host.Foundation.Security;

namespace Hub.Host.Figures;

/// <summary>Writes rows as CSV (RFC 4180) while they come, in constant memory. What a spreadsheet would compute is only text.</summary>
public static class Csv
{
    private const int Portion = 32_768;

    public static async Task WriteAsync(Stream output, IReadOnlyList<string> head, IAsyncEnumerable<IReadOnlyList<object?>> rows, CancellationToken token)
    {
        // The mark of UTF-8 at the beginning is what tells Excel how to read it.
        await using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Portion, leaveOpen: true);
        var line = new StringBuilder(512);
        await writer.WriteAsync(Line(line, head), token);
        await foreach (var row in rows.WithCancellation(token))
        {
            await writer.WriteAsync(Line(line, row), token);
        }
    }

    private static StringBuilder Line(StringBuilder line, IReadOnlyList<object?> cells)
    {
        line.Clear();
        for (var i = 0; i < cells.Count; i++)
        {
            line.Append(i == 0 ? "" : ",").Append(CsvCell.Write(Text(cells[i])));
        }

        return line.Append("\r\n");
    }

    private static string? Text(object? cell) => cell switch
    {
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => cell?.ToString(),
    };
}
