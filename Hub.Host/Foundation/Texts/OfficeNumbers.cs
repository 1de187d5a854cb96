using Hub.Domain;

namespace Hub.Host.Foundation.Texts;

/// <summary>Numbers as people write them: <c>1.234,5</c> in Indonesian, <c>1,234.5</c> in English.</summary>
public static class OfficeNumbers
{
    public static string Whole(long number, Language language = Language.Indonesian) => number.ToString("N0", OfficeCulture.Of(language));

    /// <param name="decimals">How many digits after the comma, always shown.</param>
    public static string Fraction(double number, int decimals = 1, Language language = Language.Indonesian) =>
        number.ToString($"N{decimals}", OfficeCulture.Of(language));

    /// <param name="share">0 to 1.</param>
    /// <returns><c>94 %</c>; rounded down, so that 100 % means all.</returns>
    public static string Percent(double share, Language language = Language.Indonesian) =>
        Math.Floor((share * 100) + 1e-9).ToString("0") + (language == Language.English ? "%" : " %");

    /// <returns><c>12 KB</c>, <c>3,4 MB</c>.</returns>
    public static string Size(long bytes, Language language = Language.Indonesian) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => $"{Whole(bytes / 1024, language)} KB",
        _ => $"{Fraction(bytes / (1024.0 * 1024), 1, language)} MB",
    };
}
