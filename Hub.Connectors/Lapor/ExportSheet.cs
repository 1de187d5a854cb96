using Hub.Connectors.Reading;
using Hub.Connectors.Tabular;
using Hub.Domain;

namespace Hub.Connectors.Lapor;

/// <summary>A row below the header.</summary>
/// <param name="Number">1-based, as a spreadsheet shows it.</param>
/// <param name="Cells">By column, as printed in the header.</param>
internal sealed record ExportRow(int Number, IReadOnlyDictionary<string, string?> Cells)
{
    /// <inheritdoc cref="SheetRow.DigitsLostAt"/>
    public string? DigitsLostAt { get; init; }

    internal RowReport Refused(Said reason) => new(Number, RowOutcome.Refused, reason) { Cells = [.. Cells.Values.OfType<string>()] };

    public string? this[string column] => Cells.GetValueOrDefault(column);
}

/// <summary>The table of an export: it begins below some information rows, with the row whose first cell says <c>Tracking ID</c>.</summary>
internal static class ExportSheet
{
    public static IEnumerable<ExportRow> Read(string name, Stream content, int preambleRows)
    {
        foreach (var sheet in SheetFile.Read(name, content))
        {
            if (sheet.Rows.TakeWhile(r => r.Number <= preambleRows + 1).FirstOrDefault(IsHeader) is SheetRow header)
            {
                return Table(name, sheet, header);
            }
        }

        throw new ConnectorFailure(
            FailureKind.Malformed, Said.Of<LaporTexts>("NoHeading", name, LaporColumns.TrackingId, preambleRows + 1));
    }

    private static bool IsHeader(SheetRow row) => PlainText.Line(row.At(0)).Equals(LaporColumns.TrackingId, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<ExportRow> Table(string name, Sheet sheet, SheetRow header)
    {
        var names = header.Cells.Select(PlainText.Line).ToArray();
        if (LaporColumns.Needed.FirstOrDefault(c => !names.Contains(c, StringComparer.OrdinalIgnoreCase)) is string missing)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<LaporTexts>("NoColumn", name, missing, header.Number));
        }

        return sheet.Rows.Where(r => r.Number > header.Number).Select(r => new ExportRow(r.Number, Cells(names, r)) { DigitsLostAt = r.DigitsLostAt });
    }

    private static Dictionary<string, string?> Cells(string[] names, SheetRow row)
    {
        var cells = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Length > 0)
            {
                cells.TryAdd(names[i], row.At(i));
            }
        }

        return cells;
    }
}
