using Hub.Domain.Routing;

namespace Hub.Host.Figures;

/// <summary>Turns what somebody typed into index queries in which Indonesian forms of one word meet: <c>peminjaman</c> finds <c>meminjam</c> and <c>dipinjamkan</c>.</summary>
/// <remarks>The index keeps words as written; the question carries the forms. So the index needs no code, and any writer keeps it true.</remarks>
public static class SearchWords
{
    private const int MostWords = 8;

    /// <summary>What is shorter is a word of its own; as a beginning it stands in every text.</summary>
    private const int Beginning = 3;

    private static readonly string[] Plain = ["", "di", "ber", "be", "ter", "ke", "se", "per", "memper", "diper"];

    /// <summary>For SQLite FTS5: every word must occur, in any of its forms.</summary>
    /// <returns>Null when there is no word to look for.</returns>
    public static string? ForFts5(string typed) => Join(typed, " AND ", " OR ", static form => form.Length < Beginning ? $"\"{form}\"" : $"\"{form}\" *");

    /// <summary>The same for PostgreSQL <c>to_tsquery('simple', …)</c>.</summary>
    /// <returns>Null when there is no word to look for.</returns>
    public static string? ForTsquery(string typed) => Join(typed, " & ", " | ", static form => form.Length < Beginning ? $"'{form}'" : $"'{form}':*");

    private static string? Join(string typed, string and, string or, Func<string, string> write)
    {
        var words = Words(typed).Take(MostWords).Select(word => "(" + string.Join(or, Forms(word).Select(write)) + ")").ToList();
        return words.Count == 0 ? null : string.Join(and, words);
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
