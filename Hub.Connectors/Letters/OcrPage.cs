using System.Globalization;
using System.Text;

namespace Hub.Connectors.Letters;

/// <summary>The words of one picture as Tesseract tables them (<c>tsv</c>): twelve cells a word, among them its line, its place in dots and how sure the program is.</summary>
internal static class OcrPage
{
    private const int Cells = 12;

    /// <summary>Of a hundred. Below it stand lines, folds and stamps that were taken for letters.</summary>
    private const double LeastSure = 30;

    /// <summary>Of a hundred, in the middle of all words: a photo of anything but writing stays below.</summary>
    private const double LeastSureOfAll = 60;

    /// <summary>The program has parted them, however near they stand.</summary>
    private const double WholeWords = double.NegativeInfinity;

    /// <summary>Fewer signs are noise.</summary>
    private const int FewestLetters = 40;

    /// <returns>Lines with their columns; null when the picture holds no writing.</returns>
    public static string? TextOf(string table)
    {
        var words = table.Split('\n').Skip(1).Select(static row => row.Split('\t')).Where(static c => c.Length == Cells && c[11].Trim().Length > 0).ToList();
        if (words.Sum(static c => c[11].Count(char.IsLetter)) < FewestLetters || words.Select(static c => Number(c[10])).Order().ElementAt(words.Count / 2) < LeastSureOfAll)
        {
            return null;
        }

        var lines = words.Where(static c => Number(c[10]) >= LeastSure).GroupBy(static c => (c[2], c[3], c[4])).Select(static line => line.Select(Placed).ToList()).ToList();
        var text = new StringBuilder();
        Columns.Write(lines, WholeWords, text);
        return text.ToString();
    }

    /// <summary>Dots are counted from the top.</summary>
    private static PlacedWord Placed(string[] cells)
    {
        var (left, top, width, height) = (Number(cells[6]), Number(cells[7]), Number(cells[8]), Number(cells[9]));
        return new PlacedWord(cells[11].Trim(), left, left + width, -(top + height), height);
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
