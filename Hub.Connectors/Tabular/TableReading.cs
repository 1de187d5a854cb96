using Hub.Domain;

namespace Hub.Connectors.Tabular;

/// <summary>The rows below the headings of a file.</summary>
/// <param name="Lines">In the order of the file, made while they are gone through, each time anew.</param>
public sealed record TableReading(IEnumerable<TableLine> Lines)
{
    private static readonly string[] SumWords = ["jumlah", "total", "sub total", "subtotal", "sub-total", "grand total", "rata-rata", "rekapitulasi"];

    public IEnumerable<TableRow> Rows => Lines.Select(l => l.Row).OfType<TableRow>();

    /// <summary>Finds every sheet that has the headings.</summary>
    /// <param name="required">Fields without which a row is no item and a sheet no table.</param>
    /// <exception cref="ConnectorFailure">Malformed: no sheet has them; the message names the file and the columns.</exception>
    public static TableReading Of(string name, Stream content, Headings headings, IReadOnlyCollection<string> required)
    {
        var lines = new List<IEnumerable<TableLine>>();
        foreach (var sheet in SheetFile.Read(name, content))
        {
            if (HeaderRow.Find(sheet, headings, required) is { } header)
            {
                lines.Add(sheet.Rows.Where(r => r.Number > header.LastRow).Select(r => Read(sheet, r, header, headings, required)));
            }
        }

        return lines.Count > 0
            ? new(lines.SelectMany(static l => l))
            : throw new ConnectorFailure(FailureKind.Malformed, Said.Of<SheetTexts>("NoHeading", name, string.Join(", ", required.Select(headings.TitleOf))));
    }

    private static TableLine Read(Sheet sheet, SheetRow row, HeaderRow header, Headings headings, IReadOnlyCollection<string> required)
    {
        if (WhyNotAnItem(row, header, headings, required) is Said reason)
        {
            return new(null, new(row.Number, RowOutcome.Skipped, reason));
        }

        return row.DigitsLostAt is { } column
            ? new(null, new(row.Number, RowOutcome.Refused, Said.Of<SheetTexts>("DigitsLost", column)) { Cells = [.. row.Cells.OfType<string>()] })
            : new(Read(sheet, row, header), null);
    }

    private static Said? WhyNotAnItem(SheetRow row, HeaderRow header, Headings headings, IReadOnlyCollection<string> required)
    {
        var cells = header.Columns.Where(c => row.At(c.Key) is not null).ToDictionary(c => c.Value, c => row.At(c.Key)!);
        if (cells.Count == 0)
        {
            return Said.Of<SheetTexts>("OutsideTable");
        }

        if (cells.All(c => headings.Find(c.Value) == c.Key))
        {
            return Said.Of<SheetTexts>("HeadingRepeated");
        }

        var inOrder = row.Cells.Where(c => c is not null).ToArray();
        if (inOrder.Length > 2 && inOrder.Select((c, i) => int.TryParse(c!.Trim('(', ')'), out var n) && n == i + 1).All(x => x))
        {
            return Said.Of<SheetTexts>("NumberOfColumns");
        }

        var isSum = row.Cells.Any(c => c is not null && Array.Exists(SumWords, w => c.StartsWith(w, StringComparison.OrdinalIgnoreCase)));
        return isSum && required.Any(f => !cells.ContainsKey(f) || Array.Exists(SumWords, w => cells[f].StartsWith(w, StringComparison.OrdinalIgnoreCase))) ? Said.Of<SheetTexts>("SumRow") : null;
    }

    private static TableRow Read(Sheet sheet, SheetRow row, HeaderRow header)
    {
        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (column, field) in header.Columns.Concat(header.Others.Select(o => KeyValuePair.Create(o.Key, o.Value))))
        {
            if (row.At(column) is string value)
            {
                cells.TryAdd(field, value);
            }
        }

        return new(sheet.Name, row.Number, cells);
    }
}

/// <summary>One of them: an item, or what else it is.</summary>
/// <param name="Other">A sub-total, column numbers, a repeated heading; or an item whose numbers are no longer whole.</param>
public sealed record TableLine(TableRow? Row, RowReport? Other);

/// <summary>One item of a table.</summary>
/// <param name="Cells">Field to text; a column whose heading is not known stands under its heading.</param>
public sealed record TableRow(string Sheet, int Number, IReadOnlyDictionary<string, string> Cells)
{
    internal RowReport Refused(Said reason) => new(Number, RowOutcome.Refused, reason) { Cells = [.. Cells.Values] };
}
