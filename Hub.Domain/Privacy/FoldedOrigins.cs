using System.Runtime.InteropServices;

namespace Hub.Domain.Privacy;

/// <summary>Where the characters of a folded text came from, row by row: most of them follow one another as they did, and a row is three numbers however long it is.</summary>
internal sealed class FoldedOrigins
{
    private readonly List<Row> rows = [];

    /// <summary>Notes the next character.</summary>
    /// <param name="at">Its index in the folded text.</param>
    /// <param name="start">Where it came from.</param>
    /// <param name="end">Behind the last character of what it came from.</param>
    public void Add(int at, int start, int end)
    {
        if (rows.Count == 0 || rows[^1].Of(at) != (start, end))
        {
            rows.Add(new Row(at, start, end));
        }
    }

    public (int Start, int End) At(int index)
    {
        var (low, high) = (0, rows.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = rows[middle].First <= index ? (middle, high) : (low, middle - 1);
        }

        return rows[low].Of(index);
    }

    /// <summary>Characters from the first to before the next row: each came from the one behind that of the one before, or all from the same ones.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Row(int First, int Start, int End)
    {
        public (int Start, int End) Of(int index) => End == Start + 1 ? (Start + index - First, End + index - First) : (Start, End);
    }
}
