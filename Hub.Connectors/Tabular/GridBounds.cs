using System.Runtime.CompilerServices;
using Hub.Domain;

namespace Hub.Connectors.Tabular;

/// <summary>How many rows a sheet and how many cells a file may have, whatever program wrote it: each of them is an object in memory.</summary>
/// <param name="file">Its name, for who reads the refusal.</param>
internal sealed class GridBounds(string file)
{
    /// <summary>As many as a sheet of Excel 97 has: such files say that they use them all.</summary>
    private const int MostRows = 65_536;

    /// <summary>Rows times columns of all sheets, empty ones too: one cell far to the right makes every row that wide.</summary>
    internal const long MostCells = 1_000_000;

    /// <summary>Characters of all cells of a workbook that are held at once.</summary>
    private const long MostCharacters = 32L * 1024 * 1024;

    /// <summary>Texts that were met lately: a workbook keeps one for all cells in which it stands.</summary>
    private readonly string?[] lately = new string?[4096];

    private long cells;
    private long characters;

    /// <param name="before">Rows of the sheet that were read.</param>
    /// <param name="width">Cells of the row that comes.</param>
    /// <exception cref="ConnectorFailure">Malformed: one row or cell too many.</exception>
    public void Take(string sheet, int before, int width)
    {
        if (before == MostRows)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<SheetTexts>("TooManyRows", file, sheet, MostRows));
        }

        cells += width;
        Check(sheet, cells);
    }

    /// <exception cref="ConnectorFailure">Malformed: too much text.</exception>
    public void Hold(string? text)
    {
        if (text is null)
        {
            return;
        }

        ref var before = ref lately[RuntimeHelpers.GetHashCode(text) & (lately.Length - 1)];
        if (ReferenceEquals(before, text))
        {
            return;
        }

        before = text;
        characters += text.Length;
        if (characters > MostCharacters)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<SheetTexts>("UnpacksTooLarge", file));
        }
    }

    /// <exception cref="ConnectorFailure">Malformed: so many cells are too many.</exception>
    public void Check(string sheet, long count)
    {
        if (count > MostCells)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<SheetTexts>("TooManyCells", file, sheet, MostCells));
        }
    }
}
