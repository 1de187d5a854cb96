namespace Hub.Connectors.Tabular;

/// <summary>The row, or the two rows, that name the columns; above them may stand titles and dates.</summary>
public sealed class HeaderRow
{
    private const int Deepest = 40;

    private HeaderRow(int lastRow, IReadOnlyDictionary<int, string> columns, IReadOnlyDictionary<int, string> others) =>
        (LastRow, Columns, Others) = (lastRow, columns, others);

    /// <summary>The number of the last heading row; data begin below.</summary>
    public int LastRow { get; }

    /// <summary>Column (from 0) to field.</summary>
    public IReadOnlyDictionary<int, string> Columns { get; }

    /// <summary>Columns whose heading is not known, with that heading.</summary>
    public IReadOnlyDictionary<int, string> Others { get; }

    /// <summary>Finds the heading among the first 40 rows: the row, alone or joined with the one below, that names most fields.</summary>
    /// <param name="required">Fields without which it is no heading.</param>
    /// <returns>Null when there is none.</returns>
    public static HeaderRow? Find(Sheet sheet, Headings headings, IReadOnlyCollection<string> required)
    {
        int? first = null;
        var rows = sheet.Rows.TakeWhile(r => r.Number <= Deepest + (first ??= r.Number)).ToArray();
        var candidates = rows.Select(r => Of(r, null, headings))
            .Concat(rows.Zip(rows.Skip(1), (upper, lower) => lower.Number == upper.Number + 1 ? Of(upper, lower, headings) : null));
        return candidates.OfType<HeaderRow>().Where(h => required.All(h.Columns.Values.Contains)).OrderByDescending(h => h.Columns.Count).FirstOrDefault();
    }

    private static HeaderRow Of(SheetRow upper, SheetRow? lower, Headings headings)
    {
        var columns = new Dictionary<int, string>();
        var others = new Dictionary<int, string>();
        for (var i = 0; i < Math.Max(upper.Cells.Count, lower?.Cells.Count ?? 0); i++)
        {
            var heading = Join(upper.At(i), lower?.At(i));
            var field = headings.Find(heading) ?? (lower is null ? null : headings.Find(lower.At(i)) ?? headings.Find(upper.At(i)));
            if (field is not null && !columns.ContainsValue(field))
            {
                columns[i] = field;
            }
            else if (heading is not null)
            {
                others[i] = heading;
            }
        }

        return new((lower ?? upper).Number, columns, others);
    }

    /// <summary>A cell merged over both rows holds the same word twice.</summary>
    private static string? Join(string? upper, string? lower) =>
        lower is null || upper == lower ? upper : upper is null ? lower : $"{upper} {lower}";
}
