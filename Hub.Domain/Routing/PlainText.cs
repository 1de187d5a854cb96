using System.Text;

namespace Hub.Domain.Routing;

/// <summary>Makes text comparable: lower case, no markup, no invisible or look-alike characters, and never more than a fixed amount of it.</summary>
public static class PlainText
{
    /// <summary>What is read of a text; the rest can neither decide nor cost anything.</summary>
    public const int MaxCharacters = 24_000;

    /// <summary>What of that is the end of a longer text: requests often close with what they want.</summary>
    private const int TailCharacters = 4_000;

    private const int MaxTagCharacters = 2_000;

    /// <summary>Cyrillic and Greek letters that look like Latin ones, and Latin letters with marks.</summary>
    private const string LookAlikes = "аaеeоoрpсcхxуyіiјjѕsԁdһhкkмmтtвbнnαaοoρpνvιiτtκkàaáaâaãaäaåaèeéeêeëeìiíiîiïiòoóoôoõoöoùuúuûuüuýyçcñn";

    /// <summary>Folds a text to lower-case letters, digits and separators.</summary>
    public static string Fold(string text)
    {
        var kept = text.Length <= MaxCharacters ? text : string.Concat(text.AsSpan(0, MaxCharacters - TailCharacters), " ", text.AsSpan(text.Length - TailCharacters));
        var folded = new StringBuilder(kept.Length);
        for (var i = 0; i < kept.Length; i++)
        {
            if (kept[i] == '<' && TagEnd(kept, i) is int end)
            {
                folded.Append(' ');
                i = end;
            }
            else if (!IsInvisible(kept[i]))
            {
                folded.Append(Fold(kept[i]));
            }
        }

        return folded.ToString();
    }

    /// <returns>Where the tag that opens here closes; null when it is a plain "less than".</returns>
    private static int? TagEnd(string text, int start)
    {
        if (start + 1 >= text.Length || !(char.IsAsciiLetter(text[start + 1]) || text[start + 1] is '/' or '!'))
        {
            return null;
        }

        var end = text.IndexOf('>', start, Math.Min(MaxTagCharacters, text.Length - start));
        return end < 0 ? null : end;
    }

    private static bool IsInvisible(char c) =>
        c is '\u00AD' or '\u034F' or '\u061C' or '\u180E' or '\uFEFF'
            or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or (>= '\uFE00' and <= '\uFE0F');

    private static char Fold(char c)
    {
        if (char.IsAscii(c))
        {
            return char.ToLowerInvariant(c);
        }

        if (c is >= '\uFF01' and <= '\uFF5E')
        {
            return char.ToLowerInvariant((char)(c - 0xFEE0));
        }

        var lower = char.ToLowerInvariant(c);
        var at = LookAlikes.IndexOf(lower, StringComparison.Ordinal);
        return at >= 0 && at % 2 == 0 ? LookAlikes[at + 1] : lower;
    }
}
