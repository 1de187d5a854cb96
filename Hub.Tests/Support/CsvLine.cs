using System.Text.RegularExpressions;

namespace Hub.Tests.Support;

/// <summary>A line of RFC 4180 without line breaks in its cells.</summary>
internal static partial class CsvLine
{
    public static IReadOnlyList<string> Cells(string line) => Read(Semicolons(), line);

    public static IReadOnlyList<string> CommaCells(string line) => Read(Commas(), line);

    private static IReadOnlyList<string> Read(Regex cell, string line) =>
        [.. cell.Matches(line).Select(m => m.Groups["quoted"].Success ? m.Groups["quoted"].Value.Replace("\"\"", "\"", StringComparison.Ordinal) : m.Groups["plain"].Value)];

    [GeneratedRegex("(?:^|;)(?:\"(?<quoted>(?:[^\"]|\"\")*)\"|(?<plain>[^;]*))", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Semicolons();

    [GeneratedRegex("(?:^|,)(?:\"(?<quoted>(?:[^\"]|\"\")*)\"|(?<plain>[^,]*))", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Commas();
}
