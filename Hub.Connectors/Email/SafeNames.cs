using System.Text;

namespace Hub.Connectors.Email;

/// <summary>File names that no system can misread: no path, no control or direction character, no reserved name, a bounded length.</summary>
public static class SafeNames
{
    private const int MaxLength = 120;

    private static readonly HashSet<string> Reserved = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(1, 9).SelectMany(n => new[] { $"COM{n}", $"LPT{n}" })], StringComparer.OrdinalIgnoreCase);

    /// <param name="fallback">Used when nothing of the name is left.</param>
    public static string Of(string? name, string fallback)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var safe = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
        {
            safe.Append(IsSafe(rune) ? rune.ToString() : "_");
        }

        var trimmed = safe.ToString().Trim(' ', '.');
        if (trimmed.Length == 0 || trimmed.All(c => c == '_'))
        {
            return fallback;
        }

        var kept = Shorten(trimmed);
        return Reserved.Contains(kept.Split('.')[0]) ? "_" + kept : kept;
    }

    private static bool IsSafe(Rune rune) =>
        !"<>:\"|?*".Contains((char)Math.Min(rune.Value, char.MaxValue), StringComparison.Ordinal)
        && Rune.GetUnicodeCategory(rune) is not (
            System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator
            or System.Globalization.UnicodeCategory.ParagraphSeparator or System.Globalization.UnicodeCategory.PrivateUse or System.Globalization.UnicodeCategory.OtherNotAssigned)
        && rune != Rune.ReplacementChar;

    /// <summary>The ending stays: it says what opens the file.</summary>
    private static string Shorten(string name)
    {
        if (name.Length <= MaxLength)
        {
            return name;
        }

        var dot = name.LastIndexOf('.');
        var ending = dot > 0 && name.Length - dot <= 12 ? name[dot..] : "";
        var cut = MaxLength - ending.Length;
        return name[..(char.IsHighSurrogate(name[cut - 1]) ? cut - 1 : cut)].TrimEnd(' ', '.') + ending;
    }
}
