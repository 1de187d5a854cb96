using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace Hub.Host.Figures;

/// <summary>Writes one sheet as XLSX while the rows come, in constant memory. Texts are stored as texts: nothing in a cell is ever a formula.</summary>
public static class Xlsx
{
    private const int MostCharacters = 32_767;

    private static readonly SpreadCheetahOptions Options = new()
    {
        CompressionLevel = SpreadCheetahCompressionLevel.Fastest,
        DefaultDateTimeFormat = NumberFormat.Standard(StandardNumberFormat.ShortDate),
    };

    public static async Task WriteAsync(Stream output, string sheet, IReadOnlyList<SheetColumn> columns, IAsyncEnumerable<IReadOnlyList<object?>> rows, CancellationToken token)
    {
        await using var book = await Spreadsheet.CreateNewAsync(output, Options, token);
        var layout = new WorksheetOptions { FrozenRows = 1 };
        for (var i = 0; i < columns.Count; i++)
        {
            layout.Column(i + 1).Width = columns[i].Width;
        }

        await book.StartWorksheetAsync(sheet, layout, token);
        var bold = book.AddStyle(new Style { Font = { Bold = true } });
        await book.AddRowAsync(columns.Select(c => new StyledCell(c.Name, bold)).ToArray(), token);
        await foreach (var row in rows.WithCancellation(token))
        {
            await book.AddRowAsync(row.Select(Cell).ToArray(), token);
        }

        await book.FinishAsync(token);
    }

    private static DataCell Cell(object? value) => value switch
    {
        null => default,
        DateOnly day => new(day.ToDateTime(TimeOnly.MinValue)),
        int number => new(number),
        long number => new(number),
        double number => new(number),
        _ => new(value.ToString()![..Math.Min(value.ToString()!.Length, MostCharacters)]),
    };
}

/// <summary>A column of a table to take away.</summary>
/// <param name="Width">In signs, as spreadsheets count it.</param>
public sealed record SheetColumn(string Name, int Width);
