using System.Globalization;

namespace Hub.Host.Foundation.Security;

/// <summary>A text on its way into a table that people open with a spreadsheet.</summary>
public static class CsvCell
{
    /// <summary>Characters with which a spreadsheet begins a formula, also in their full-width forms.</summary>
    private const string Beginners = "=+-@\t\r\n|%＝＋－＠";

    /// <summary>Puts an apostrophe before what a spreadsheet would compute (CSV injection); plain numbers stay.</summary>
    public static string Neutralise(string text)
    {
        var first = text.AsSpan().TrimStart(' ');
        if (first.IsEmpty || !Beginners.Contains(first[0], StringComparison.Ordinal) || IsNumber(text))
        {
            return text;
        }

        return "'" + text;
    }

    /// <summary>Neutralised and quoted where RFC 4180 asks for it.</summary>
    public static string Write(string? text)
    {
        var safe = Neutralise(text ?? "");
        return safe.AsSpan().ContainsAny("\",;\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static bool IsNumber(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
