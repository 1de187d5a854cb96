using System.Text.RegularExpressions;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;

namespace Hub.Domain.Privacy;

/// <summary>Reads from an item whether it needs the protected road: pleas for secrecy, accusations of officials, gifts to them. Pure; in doubt it protects.</summary>
/// <remarks>Looks at folded words without punctuation, so that spelling and look-alike letters change nothing; what it listens for stands in <c>protection.words</c>.</remarks>
public static class ProtectionReader
{
    /// <summary>An accusation names who is meant within so many words of what they did.</summary>
    private const int Reach = 25;

    /// <summary>So many words before a deed tell whether it is prevented, taught or reported on instead of done.</summary>
    private const int Before = 4;

    private static readonly Lexicon Known = Lexicon.Read("protection");
    private static readonly Regex Pleas = Known.Any("pleas");
    private static readonly Regex Deeds = Known.Any("deeds", @"\b{}\b");
    private static readonly Regex Gifts = Known.Any("gifts", @"\b{}\b");
    private static readonly Regex Demands = Known.Any("demands");
    private static readonly Regex Officials = Known.Any("officials", @"\b{}\b");
    private static readonly Regex Verifiers = Known.Any("verifiers", @"\b{}\b");
    private static readonly Regex Prevented = Known.Any("prevented", @"\b{}\b(\s+\w+){0,2}\s*$");
    private static readonly Regex Office = Known.Any("office");

    /// <returns>Null when the item may go the ordinary way.</returns>
    public static ProtectionGround? Of(Submission submission) =>
        submission.Protection ?? Read(TextOf(submission));

    /// <summary>All that the reporter says in it.</summary>
    public static string TextOf(Submission submission) => $"{submission.Title}\n{submission.NewBody}\n{submission.OriginalBody}";

    /// <summary>The deed is laid to the bureau that verifies, or to people of it.</summary>
    public static bool AccusesVerifier(string text)
    {
        var words = TextView.Of(text).Words;
        var line = string.Join(' ', words);
        return Verifiers.IsMatch(line) && (Accuses(words, line, Gifts, Verifiers) || Accuses(words, line, Deeds, Verifiers) || Demands.Matches(line).Any(demand => IsNear(words, line, demand, Verifiers)));
    }

    /// <inheritdoc cref="Of"/>
    public static ProtectionGround? Read(string text)
    {
        var words = TextView.Of(text).Words;
        var line = string.Join(' ', words);
        return Pleas.IsMatch(line) ? ProtectionGround.Plea
            : Accuses(words, line, Gifts, Officials) ? ProtectionGround.Gratification
            : Demands.IsMatch(line) || Accuses(words, line, Deeds, Officials) ? ProtectionGround.Accusation
            : null;
    }

    /// <summary>A deed that is done, by somebody who is named near it.</summary>
    private static bool Accuses(IReadOnlyList<string> words, string line, Regex deeds, Regex who)
    {
        foreach (Match deed in deeds.Matches(line))
        {
            var at = line.AsSpan(0, deed.Index).Count(' ');
            var before = Part(words, at - Before, at);
            var after = Part(words, at, at + 3);
            if (!Prevented.IsMatch(before) && !Office.IsMatch(after) && IsNear(words, line, deed, who))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNear(IReadOnlyList<string> words, string line, Match deed, Regex who)
    {
        var at = line.AsSpan(0, deed.Index).Count(' ');
        return who.IsMatch(Part(words, at - Reach, at + Reach));
    }

    private static string Part(IReadOnlyList<string> words, int from, int to) => string.Join(' ', words.Skip(Math.Max(0, from)).Take(to - Math.Max(0, from)));
}
