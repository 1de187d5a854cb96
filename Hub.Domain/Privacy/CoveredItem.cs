using System.Globalization;
using System.Text.RegularExpressions;

namespace Hub.Domain.Privacy;

/// <summary>
/// A JSON item as whoever mends its source may see it: names of fields, dates, yes and no, and short numbers. Every other value is covered by a numbered blot, and comes back behind
/// its own field when the mended copy is taken. Reads broken JSON too. Pure.
/// </summary>
public sealed partial class CoveredItem
{
    private readonly List<Covered> covered = [];

    /// <param name="json">As it came.</param>
    public CoveredItem(string json)
    {
        var field = "";
        Shown = Token().Replace(json, token =>
        {
            if (FieldOf(token) is { } name)
            {
                field = name;
                return token.Value;
            }

            return IsOpen(field, token) ? token.Value : Cover(field, token);
        });
    }

    /// <summary>What may be seen and edited.</summary>
    public string Shown { get; }

    /// <returns>The edited copy with what was covered back in place; null where a blot does not stand as the whole value behind the field that it came from.</returns>
    public string? Restore(string edited)
    {
        var (field, isWhole) = ("", true);
        var restored = Token().Replace(edited, token =>
        {
            if (FieldOf(token) is { } name)
            {
                field = name;
                return token.Value;
            }

            if (!token.Value.Contains(Mark, StringComparison.Ordinal))
            {
                return token.Value;
            }

            var value = Find(field, token);
            isWhole &= value is not null;
            return value ?? "";
        });
        return isWhole ? restored : null;
    }

    private const string Mark = "▇";

    private string Cover(string field, Match token)
    {
        covered.Add(new Covered(field, Content(token)));
        return In(token, $"{Mark}{covered.Count.ToString(CultureInfo.InvariantCulture)}{Mark}");
    }

    private string? Find(string field, Match token) =>
        Blot().Match(Content(token)) is { Success: true } blot && int.TryParse(blot.Groups["at"].Value, CultureInfo.InvariantCulture, out var at) && at >= 1 && at <= covered.Count
        && covered[at - 1] is var one && string.Equals(one.Field, field, StringComparison.Ordinal)
            ? In(token, one.Value)
            : null;

    /// <summary>The name of a field; what only looks like one is a value.</summary>
    private static string? FieldOf(Match token) => token.Groups["colon"].Success && FieldName().IsMatch(Content(token)) ? Content(token) : null;

    private static bool IsOpen(string field, Match token) =>
        Content(token) is var text && (text.Length == 0 || Plain().IsMatch(text) || (Date().IsMatch(text) && !Birth().IsMatch(field)));

    private static string Content(Match token) => token.Groups["text"].Success ? token.Groups["text"].Value : token.Groups["bare"].Value;

    /// <summary>Within the signs that the token has around it.</summary>
    private static string In(Match token, string content) => token.Groups["text"].Success ? $"\"{content}{token.Groups["close"].Value}{token.Groups["colon"].Value}" : content;

    [GeneratedRegex("""
        "(?<text>(?:[^"\\]|\\.)*)(?<close>"|\\?$)(?<colon>\s*:)?|(?<bare>[^\s"{}\[\],:]+)
        """, RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Token();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_.\-]{0,40}$", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex FieldName();

    [GeneratedRegex(@"^(?i:true|false|null|ya|tidak|yes|no|-?[0-9]{1,4})$", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^(?:(?:19|20)[0-9]{2}[-/][0-9]{1,2}[-/][0-9]{1,2}|[0-9]{1,2}(?:[-/][0-9]{1,2}[-/]|[ ](?i:jan|feb|peb|mar|apr|mei|may|jun|jul|agu|aug|sep|okt|oct|nov|nop|des|dec)[a-z]{0,6}[ ])(?:19|20)[0-9]{2})(?:[T ][0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2}(?:\.[0-9]{1,7})?)?)?[ ]?(?:Z|WITA|WIB|WIT|[+-][0-9]{2}:?[0-9]{2})?$", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Date();

    [GeneratedRegex("(?i:lahir|birth|born)", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Birth();

    [GeneratedRegex("^▇(?<at>[0-9]{1,6})▇$", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Blot();

    private sealed record Covered(string Field, string Value);
}
