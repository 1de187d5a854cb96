using System.Collections.Frozen;
using Hub.Domain.Routing;

namespace Hub.Domain.Identity;

/// <summary>What a text is about, without greetings, courtesy and the wrapping that channels and mail programs put around it.</summary>
internal static class ContentWords
{
    /// <summary>More words than these do not make a grievance clearer.</summary>
    private const int Max = 400;

    private static readonly Lexicon Known = Lexicon.Read("content");

    private static readonly FrozenSet<string> Wrapping = Known.Words("wrapping").Append(TextView.Number).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> WrappingStems = Wrapping.Select(Stemmer.Stem).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>How mail programs and channels begin the lines that they add.</summary>
    private static readonly IReadOnlyList<string> AddedLines = Known["added"];

    /// <summary>The text without quote marks and without the lines that mail programs and channels add.</summary>
    public static string WithoutAddedLines(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal))
        {
            return text;
        }

        var lines = text.Split('\n').Select(line => line.TrimStart(' ', '\t', '>', '|', '*')).ToList();
        var kept = string.Join('\n', lines.Where(line => !AddedLines.Any(start => line.StartsWith(start, StringComparison.OrdinalIgnoreCase))));
        return string.IsNullOrWhiteSpace(kept) ? text : kept;
    }

    /// <summary>The stems that carry meaning, in order.</summary>
    public static List<string> Of(TextView text)
    {
        var kept = new List<string>();
        for (var i = 0; i < text.Words.Count && kept.Count < Max; i++)
        {
            if (text.Words[i].Length > 1 && !Wrapping.Contains(text.Words[i]) && !WrappingStems.Contains(text.Stems[i]))
            {
                kept.Add(text.Stems[i]);
            }
        }

        return kept;
    }
}
