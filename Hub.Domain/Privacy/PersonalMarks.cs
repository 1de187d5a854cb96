using System.Text.RegularExpressions;

namespace Hub.Domain.Privacy;

/// <summary>What leads to a person without being a number: e-mail address, handle, number plate, home address, a name that introduces itself.</summary>
internal static partial class PersonalMarks
{
    private static readonly Lexicon Known = Lexicon.Read("offices");
    private static readonly Regex Introduction = Known.Any("introduction", @"\b{}[^\S\n]{0,8}(?:adalah|ialah|yaitu|:|=|,)?[^\S\n]{0,8}(?:\n[^\S\n]{0,8})?(?<name>\p{L}[\p{L}.'\-]+(?:[ ]\p{L}[\p{L}.'\-]*){0,3})");

    /// <summary>A word in the place of a name that names nobody.</summary>
    internal static readonly Regex Nobody = Known.Any("nobody", @"^{}\b");

    public static IEnumerable<Finding> In(FoldedText text, IReadOnlySet<string> allowed) =>
        Handles.In(text, allowed)
            .Concat(NumberPlates.In(text))
            .Concat(Finding.Of(text, LeakKind.NationalId, Passport(), static _ => true))
            .Concat(HomeAddresses.In(text))
            .Concat(Finding.Of(text, LeakKind.Name, Introduction, m => text.IsCapital(m.Groups["name"].Index) && !Nobody.IsMatch(m.Groups["name"].Value)));

    [GeneratedRegex(@"\b(?:paspor|passport)\b[^\d\n]{0,24}?\b(?<name>[a-z] ?\d(?:[ .\-]?\d){5,7})(?!\d)", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Passport();
}
