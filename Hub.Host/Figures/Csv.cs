using System.Globalization;
using System.Text;
using Hub.Host.Foundation.Security;

namespace Hub.Host.Figures;

/// <summary>Writes rows as CSV (RFC 4180) while they come, in constant memory. What a spreadsheet would compute is only text.</summary>
public sealed class Csv
{
    private const int Portion = 32_768;

    private readonly char separator;
    private readonly NumberFormatInfo numbers;

    private Csv(char separator, string point) => (this.separator, numbers) = (separator, new NumberFormatInfo { NumberDecimalSeparator = point });

    /// <summary>As a spreadsheet set to Indonesian opens it: parted by <c>;</c>, with a decimal comma.</summary>
    public static Csv Semicolon { get; } = new(';', ",");

    /// <summary>As a spreadsheet set to English and most programs read it.</summary>
    public static Csv Comma { get; } = new(',', ".");

    /// <param name="separator"><c>comma</c>; anything else is the usual form.</param>
    public static Csv Of(string? separator) => separator == "comma" ? Comma : Semicolon;

    public async Task WriteAsync(Stream output, IEnumerable<string> head, IAsyncEnumerable<IReadOnlyList<object?>> rows, CancellationToken token)
    {
        // The mark of UTF-8 at the beginning is what tells Excel how to read it.
        await using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), Portion, leaveOpen: true);
        var line = new StringBuilder(512);
        await writer.WriteAsync(Line(line, [.. head]), token);
        await foreach (var row in rows.WithCancellation(token))
        {
            await writer.WriteAsync(Line(line, row), token);
        }
    }

    private StringBuilder Line(StringBuilder line, IReadOnlyList<object?> cells)
    {
        line.Clear();
        for (var i = 0; i < cells.Count; i++)
        {
            _ = i == 0 ? line : line.Append(separator);
            _ = cells[i] switch
            {
                DateOnly day => line.Append(numbers, $"{day:yyyy-MM-dd}"),
                IFormattable number => line.Append(number.ToString(null, numbers)),
                var text => line.Append(CsvCell.Write(text?.ToString())),
            };
        }

        return line.Append("\r\n");
    }
}
