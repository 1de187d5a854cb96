using System.Text;
using System.Text.RegularExpressions;

namespace Hub.Domain.Letters;

/// <summary>What stands together in a line: from which column on, and the text.</summary>
internal sealed record LetterCell(int At, string Text)
{
    /// <summary>In small letters, sign by sign: what is found in it stands at the same place in <see cref="Text"/>.</summary>
    public string Folded { get; } = LetterSheet.Fold(Text);
}

/// <summary>A letter's text as lines of cells: a head of two columns has two cells in a line.</summary>
internal sealed partial class LetterSheet
{
    /// <summary>Letters are read to here; a head is never longer.</summary>
    public const int MaxLines = 400;

    private const int MaxLine = 400;
    private const int Gap = 3;

    private LetterSheet(List<IReadOnlyList<LetterCell>> lines) => Lines = lines;

    /// <summary>A line without cells is blank.</summary>
    public IReadOnlyList<IReadOnlyList<LetterCell>> Lines { get; }

    public static LetterSheet Of(string text) =>
        new([.. text.ReplaceLineEndings("\n").Split('\n').Take(MaxLines).Select(line => Cells(Plain(line.Length > MaxLine ? line[..MaxLine] : line)))]);

    public static string Fold(string text) => string.Create(text.Length, text, static (folded, from) =>
    {
        for (var i = 0; i < folded.Length; i++)
        {
            folded[i] = char.ToLowerInvariant(from[i]);
        }
    });

    /// <summary>Tabs and strange blanks as blanks; "N o m o r" as "Nomor".</summary>
    private static string Plain(string line)
    {
        var plain = new StringBuilder(line.Length);
        foreach (var c in line)
        {
            if (c is '\t' or '|')
            {
                plain.Append(' ', 4);
            }
            else if (!char.IsControl(c) && c is not ('\u200B' or '\uFEFF' or '\u00AD'))
            {
                plain.Append(char.IsWhiteSpace(c) ? ' ' : c);
            }
        }

        return IsDrawnOut(plain) ? Narrow(plain) : Spread().Replace(plain.ToString(), word => word.Value.Replace(" ", "", StringComparison.Ordinal));
    }

    /// <summary>Nearly every second sign is a blank: a scanner's reading, or a heading that was spread.</summary>
    private static bool IsDrawnOut(StringBuilder line)
    {
        int signs = 0, single = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != ' ')
            {
                signs++;
                single += (i == 0 || line[i - 1] == ' ') && (i + 1 == line.Length || line[i + 1] == ' ') ? 1 : 0;
            }
        }

        return signs >= 6 && single >= signs * 0.8;
    }

    /// <summary>One blank parts signs, several part words.</summary>
    private static string Narrow(StringBuilder line) =>
        string.Join(' ', line.ToString().Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(word => word.Replace(" ", "", StringComparison.Ordinal)));

    /// <summary>Wide gaps part cells, but not a label from its colon and value.</summary>
    private static List<LetterCell> Cells(string line)
    {
        var cells = new List<LetterCell>();
        var start = Next(line, 0);
        while (start < line.Length)
        {
            var end = End(line, start);
            for (var next = Next(line, end); next < line.Length && (line[next] == ':' || line[end - 1] == ':'); next = Next(line, end))
            {
                end = End(line, next);
            }

            cells.Add(new LetterCell(start, line[start..end]));
            start = Next(line, end);
        }

        return cells;
    }

    [GeneratedRegex(@"(?<!\S)(?:\p{L} ){2,}\p{L}(?!\S)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Spread();

    private static int Next(string line, int from)
    {
        while (from < line.Length && line[from] == ' ')
        {
            from++;
        }

        return from;
    }

    /// <summary>Behind the last sign before a wide gap or the end.</summary>
    private static int End(string line, int start)
    {
        var blanks = 0;
        for (var i = start; i < line.Length; i++)
        {
            blanks = line[i] == ' ' ? blanks + 1 : 0;
            if (blanks == Gap)
            {
                return i - Gap + 1;
            }
        }

        return line.TrimEnd(' ').Length;
    }
}
