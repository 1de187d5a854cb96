namespace Hub.Domain.Routing;

/// <summary>Letter numbers such as <c>400/442/ BKESRA / 2025</c>: which unit's code stands in them.</summary>
/// <remarks>The code names the office that wrote the letter; other agencies use codes that look alike (<c>BPBD</c>). A hint, never proof.</remarks>
public static class LetterNumber
{
    /// <summary>The unit code in one spelling: capitals, no dots, blanks, hyphens or trailing roman numerals.</summary>
    /// <returns>Null when the number has no such part.</returns>
    public static string? UnitCode(string? number)
    {
        if (number is null)
        {
            return null;
        }

        var parts = number.Split('/', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Skip(1).Select(Plain).FirstOrDefault(code => code.Length >= 2 && !IsRoman(code) && code.All(char.IsAsciiLetterUpper));
    }

    /// <summary>A code in the form that <see cref="UnitCode"/> gives.</summary>
    public static string Plain(string code)
    {
        var whole = code.Trim().ToUpperInvariant();
        var hyphen = whole.LastIndexOf('-');
        if (hyphen > 0 && IsRoman(whole[(hyphen + 1)..].Trim()))
        {
            whole = whole[..hyphen];
        }

        return string.Concat(whole.Where(char.IsLetterOrDigit));
    }

    private static bool IsRoman(string text) => text.Length > 0 && text.All(c => c is 'I' or 'V' or 'X');
}
