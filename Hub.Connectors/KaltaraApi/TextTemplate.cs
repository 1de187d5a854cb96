using System.Text.RegularExpressions;

namespace Hub.Connectors.KaltaraApi;

/// <summary>A text with fields in braces.</summary>
public static partial class TextTemplate
{
    /// <returns>Null when the text has fields and all of them are empty.</returns>
    public static string? Fill(string text, Func<string, string?> field)
    {
        var (asked, found) = (0, 0);
        var filled = Braces().Replace(text, m =>
        {
            asked++;
            var value = field(m.Groups["field"].Value);
            found += value is null ? 0 : 1;
            return value ?? "–";
        });
        return asked > 0 && found == 0 ? null : filled.Trim();
    }

    public static IEnumerable<string> Fields(string text) => Braces().Matches(text).Select(m => m.Groups["field"].Value);

    [GeneratedRegex(@"\{(?<field>[A-Za-z_][\w.:]*)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Braces();
}
