using System.Collections.Frozen;
using System.Text.Json;

namespace Hub.Connectors.Reading;

/// <summary>Words of a source and what they mean to us, kept as data beside the connector.</summary>
/// <typeparam name="T">An enum of ours.</typeparam>
public sealed class WordTable<T>
    where T : struct, Enum
{
    private const double LeastAlike = 0.4;

    private readonly FrozenDictionary<string, T> words;
    private readonly (string Word, T Value)[] all;
    private readonly (string Start, T Value)[] starts;

    /// <param name="rows">From the source's word to the name of a value; a word that ends in <c>*</c> stands for everything that begins so.</param>
    /// <exception cref="FormatException">A row names a value that does not exist.</exception>
    public WordTable(IEnumerable<KeyValuePair<string, string>> rows)
    {
        all = rows.Select(r => (Word: r.Key, Value: Parse(r))).ToArray();
        words = all.Where(r => !r.Word.EndsWith('*')).ToFrozenDictionary(r => Key(r.Word), r => r.Value, StringComparer.Ordinal);
        starts = [.. all.Where(r => r.Word.EndsWith('*')).Select(r => (Key(r.Word.TrimEnd('*')), r.Value))];
    }

    /// <summary>Case, blanks and invisible characters do not matter.</summary>
    /// <returns>Null for a word that the table does not know.</returns>
    public T? Find(string? word)
    {
        if (word is null)
        {
            return null;
        }

        var key = Key(word);
        return words.TryGetValue(key, out var value) ? value
            : Array.Find(starts, s => key.StartsWith(s.Start, StringComparison.Ordinal)) is { Start: not null } hit ? hit.Value
            : null;
    }

    /// <summary>The known word that resembles the given one most, by pairs of letters in common (Dice); null when none does.</summary>
    public (string Word, T Value)? Nearest(string word)
    {
        var pairs = Pairs(word);
        var (best, share) = all.Select(row => (Row: row, Share: Common(pairs, Pairs(row.Word)))).OrderByDescending(r => r.Share).FirstOrDefault();
        return share >= LeastAlike ? best : null;
    }

    private static double Common(HashSet<string> a, HashSet<string> b) => a.Count + b.Count == 0 ? 0 : 2.0 * a.Count(b.Contains) / (a.Count + b.Count);

    private static HashSet<string> Pairs(string word)
    {
        var key = Key(word.TrimEnd('*'));
        return [.. Enumerable.Range(0, Math.Max(0, key.Length - 1)).Select(i => key.Substring(i, 2))];
    }

    private static string Key(string word) => PlainText.Line(word).ToUpperInvariant();

    private static T Parse(KeyValuePair<string, string> row) =>
        Enum.TryParse<T>(row.Value, out var value)
            ? value
            : throw new FormatException($"Word table: {row.Key}={row.Value} is unknown.");
}

/// <summary>Reads word tables that are embedded in this assembly.</summary>
internal static class WordTables
{
    /// <param name="file">Path below this project, for example <c>Lapor/words.json</c>.</param>
    public static IReadOnlyDictionary<string, Dictionary<string, string>> Load(string file)
    {
        using var stream = typeof(WordTables).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is not embedded.");
        return JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(stream)!;
    }
}
