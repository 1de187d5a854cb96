namespace Hub.Connectors.Tabular;

/// <summary>A sheet of a workbook, or a whole CSV file: every cell as text, merged cells filled in.</summary>
/// <param name="Rows">In the order of the file; those of a CSV file are made while they are gone through, each time anew.</param>
public sealed record Sheet(string Name, IEnumerable<SheetRow> Rows);

/// <summary>One row that is not empty.</summary>
/// <param name="Number">1-based, as a spreadsheet shows it.</param>
/// <param name="Cells">Dates as <c>yyyy-MM-dd[ HH:mm:ss]</c>, numbers with a decimal point; null for an empty cell.</param>
public sealed record SheetRow(int Number, IReadOnlyList<string?> Cells)
{
    /// <summary>The column, as a spreadsheet names it, of a number so long that Excel itself no longer holds all its digits; null where there is none.</summary>
    public string? DigitsLostAt { get; init; }

    /// <summary>Null beyond the last cell.</summary>
    public string? At(int column) => column < Cells.Count ? Cells[column] : null;
}
