using System.Runtime.InteropServices;
using System.Text;

namespace Hub.Connectors.Letters;

/// <summary>A word and where it stands on its page, in any unit; what is higher has the greater bottom.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PlacedWord(string Text, double Left, double Right, double Bottom, double Height);

/// <summary>Writes the lines of a page as text: how far a word stands from the left edge is kept, so that a head of two columns stays one.</summary>
internal static class Columns
{
    private const int MaxColumns = 200;

    /// <summary>The middle one of all words; none is lower than four units.</summary>
    public static double HeightOf(IEnumerable<PlacedWord> words) => Math.Max(4, Middle(words.Select(static w => w.Height)));

    /// <param name="lines">From the top; in each the words in any order, none empty.</param>
    /// <param name="leastGap">Words nearer than this share of a sign's width are one word.</param>
    public static void Write(IReadOnlyList<List<PlacedWord>> lines, double leastGap, StringBuilder text)
    {
        if (lines.Count == 0)
        {
            return;
        }

        var words = lines.SelectMany(static l => l).ToList();
        var width = Math.Max(2, Middle(words.Select(static w => (w.Right - w.Left) / w.Text.Length)));
        var (height, left, above) = (HeightOf(words), words.Min(static w => w.Left), (double?)null);
        foreach (var line in lines)
        {
            var at = line[0].Bottom;
            if (above is { } before && before - at > 3.2 * height)
            {
                text.Append('\n');
            }

            Write(line, left, width, leastGap, text);
            above = at;
        }

        text.Append('\n');
    }

    private static void Write(List<PlacedWord> line, double left, double width, double leastGap, StringBuilder text)
    {
        var (start, end) = (text.Length, (double?)null);
        foreach (var word in line.OrderBy(static w => w.Left))
        {
            var gap = end is { } before ? word.Left - before : double.MaxValue;
            if (gap > 2.5 * width)
            {
                var column = Math.Min(MaxColumns, (int)((word.Left - left) / width));
                var wanted = Math.Max(column, text.Length == start ? 0 : text.Length - start + 3);
                text.Append(' ', wanted - (text.Length - start));
            }
            else if (gap > leastGap * width)
            {
                text.Append(' ');
            }

            text.Append(word.Text);
            end = word.Right;
        }

        text.Append('\n');
    }

    private static double Middle(IEnumerable<double> sizes)
    {
        var sorted = sizes.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[sorted.Count / 2];
    }
}
