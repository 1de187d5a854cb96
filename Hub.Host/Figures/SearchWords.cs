using Hub.Domain.Routing;

namespace Hub.Host.Figures;

/// <summary>Turns what somebody typed into index queries in which Indonesian forms of one word meet: <c>peminjaman</c> finds <c>meminjam</c> and <c>dipinjamkan</c>.</summary>
/// <remarks>The index keeps words as written; the question carries the forms. So the index needs no code, and any writer keeps it true.</remarks>
public static class SearchWords
{
    private const int MostWords = 8;

    /// <summary>What is shorter is a word of its own; as a beginning it stands in every text.</summary>
    private const int Beginning = 3;

    private const int ShortestPhone = 10;
    private const int LongestPhone = 13;

    /// <summary>Digits of the second group, after four.</summary>
    private static readonly int[] Groups = [3, 4];

    private static readonly string[] Plain = ["", "di", "ber", "be", "ter", "ke", "se", "per", "memper", "diper"];

    /// <summary>For SQLite FTS5: every word must occur, in any of its forms.</summary>
    /// <returns>Null when there is no word to look for.</returns>
    public static string? ForFts5(string typed) =>
        With(Join(typed, " AND ", " OR ", static form => form.Length < Beginning ? $"\"{form}\"" : $"\"{form}\" *"), " OR ", Grouped(typed).Select(static groups => $"({string.Join(" AND ", groups.Select(static g => $"\"{g}\""))})"));

    /// <summary>The same for PostgreSQL <c>to_tsquery('simple', …)</c>.</summary>
    /// <returns>Null when there is no word to look for.</returns>
    public static string? ForTsquery(string typed) =>
        With(Join(typed, " & ", " | ", static form => Lexeme(form, form.Length < Beginning ? "" : ":*")), " | ", Grouped(typed).Select(static groups => $"({string.Join(" & ", groups.Select(static g => Lexeme(g, "")))})"));

    /// <summary>PostgreSQL takes what follows a hyphen for the sign of a number: <c>0812-5522</c> is 0812 and -5522.</summary>
    private static string Lexeme(string form, string end) => form.All(char.IsAsciiDigit) ? $"('{form}'{end} | '-{form}'{end})" : $"'{form}'{end}";

    private static string? With(string? words, string or, IEnumerable<string> phrases) => words is null ? null : string.Join(or, phrases.Prepend(words));

    private static string? Join(string typed, string and, string or, Func<string, string> write)
    {
        var words = Words(typed).Take(MostWords).Select(word => "(" + string.Join(or, Forms(word).Select(write)) + ")").ToList();
        return words.Count == 0 ? null : string.Join(and, words);
    }

    /// <summary>How a telephone number that was typed in one piece is written in texts, in the groups that people make.</summary>
    /// <returns>Each as its groups; none when no such number was typed.</returns>
    private static IEnumerable<string[]> Grouped(string typed)
    {
        var digits = typed.Trim().TrimStart('+');
        if (digits.Length is < ShortestPhone or > LongestPhone || !digits.All(char.IsAsciiDigit))
        {
            return [];
        }

        return Groups.Select(group => (string[])[digits[..4], digits[4..(4 + group)], digits[(4 + group)..]]);
    }

    private static IEnumerable<string> Words(string typed) => PlainText.Fold(typed)
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(part => new string([.. part.Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Distinct(StringComparer.Ordinal);

    /// <summary>Beginnings under which the word may stand in a text; suffixes are covered by matching beginnings.</summary>
    public static IReadOnlyList<string> Forms(string word)
    {
        var stem = Stemmer.Stem(word);
        if (stem.Length < 3 || word.Any(char.IsAsciiDigit))
        {
            return [word];
        }

        var nasal = Nasal(stem);
        return [.. Plain.Select(prefix => prefix + stem).Append("me" + nasal).Append("pe" + nasal).Append(word).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>What stands after me- and pe-: the nasal, with the first letter kept or swallowed.</summary>
    private static string Nasal(string stem) => stem[0] switch
    {
        'p' => "m" + stem[1..],
        't' => "n" + stem[1..],
        's' => "ny" + stem[1..],
        'k' => "ng" + stem[1..],
        'a' or 'i' or 'u' or 'e' or 'o' or 'g' or 'h' => "ng" + stem,
        'b' or 'f' or 'v' => "m" + stem,
        'd' or 'c' or 'j' or 'z' => "n" + stem,
        _ => stem,
    };
}
