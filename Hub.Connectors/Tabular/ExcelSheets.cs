using System.Globalization;
using System.Text;
using ExcelDataReader;

namespace Hub.Connectors.Tabular;

/// <summary>Reads the sheets of a workbook; formula cells give the value that was last computed.</summary>
internal static class ExcelSheets
{
    /// <summary>Excel keeps numbers as doubles: whole ones are whole below 2^53, beyond it neighbours fall together.</summary>
    private const double MostExact = 9_007_199_254_740_992;

    static ExcelSheets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static IReadOnlyList<Sheet> Read(string name, Stream content)
    {
        using var reader = ExcelReaderFactory.CreateReader(content, new ExcelReaderConfiguration { LeaveOpen = true });
        var sheets = new List<Sheet>();
        var bounds = new GridBounds(name);
        do
        {
            if (string.Equals(reader.VisibleState, "visible", StringComparison.OrdinalIgnoreCase))
            {
                sheets.Add(ReadSheet(reader, bounds));
            }
        }
        while (reader.NextResult());
        return sheets;
    }

    private static Sheet ReadSheet(IExcelDataReader reader, GridBounds bounds)
    {
        var grid = new List<string?[]>();
        var lost = new Dictionary<int, string>();
        while (reader.Read())
        {
            bounds.Take(reader.Name, grid.Count, reader.FieldCount);
            object?[] values = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)];
            if (Array.FindIndex(values, v => v is double number && Math.Abs(number) >= MostExact) is var column and >= 0)
            {
                lost[grid.Count] = Letters(column);
            }

            string?[] cells = [.. values.Select(Text)];
            Array.ForEach(cells, bounds.Hold);
            grid.Add(cells);
        }

        var merged = 0L;
        foreach (var range in reader.MergeCells ?? [])
        {
            // Ranges that lie on each other would fill the sheet as often as there are any.
            merged += AreaIn(grid, range);
            bounds.Check(reader.Name, merged);
            Fill(grid, range);
        }

        return new(reader.Name, [.. grid.Select((cells, i) => new SheetRow(i + 1, cells) { DigitsLostAt = lost.GetValueOrDefault(i) }).Where(r => r.Cells.Any(c => c is not null))]);
    }

    private static long AreaIn(List<string?[]> grid, CellRange range) =>
        range.FromRow >= grid.Count || range.FromColumn >= grid[range.FromRow].Length
            ? 0
            : Math.Max(0L, Math.Min(range.ToRow, grid.Count - 1) - range.FromRow + 1) * Math.Max(0, Math.Min(range.ToColumn, grid[range.FromRow].Length - 1) - range.FromColumn + 1);

    private static void Fill(List<string?[]> grid, CellRange range)
    {
        if (range.FromRow >= grid.Count || range.FromColumn >= grid[range.FromRow].Length)
        {
            return;
        }

        var value = grid[range.FromRow][range.FromColumn];
        for (var row = range.FromRow; row <= Math.Min(range.ToRow, grid.Count - 1); row++)
        {
            for (var column = range.FromColumn; column <= Math.Min(range.ToColumn, grid[row].Length - 1); column++)
            {
                grid[row][column] ??= value;
            }
        }
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        string text => string.IsNullOrWhiteSpace(text) ? null : text.Trim(),
        DateTime at => at.ToString(at.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        TimeSpan time => time.ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture),
        double number when Math.Abs(number) < MostExact && number == Math.Truncate(number) => ((long)number).ToString(CultureInfo.InvariantCulture),
        double number when Math.Abs(number) < MostExact => ((decimal)number).ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>0 is A, 26 is AA.</summary>
    private static string Letters(int column) => (column >= 26 ? Letters((column / 26) - 1) : "") + (char)('A' + (column % 26));
}
