using System.Collections.Frozen;
using System.Text.Json;

namespace Hub.Connectors.Reading;

/// <summary>Words of a source and what they mean to us, kept as data beside the connector.</summary>
/// <typeparam name="T">An enum of ours.</typeparam>
public sealed class WordTable<T>
    where T : struct, Enum
{
    private readonly FrozenDictionary<string, T> words;
    private readonly (string Start, T Value)[] starts;

    /// <param name="rows">From the source's word to the name of a value; a word that ends in <c>*</c> stands for everything that begins so.</param>
    /// <exception cref="FormatException">A row names a value that does not exist.</exception>
    public WordTable(IEnumerable<KeyValuePair<string, string>> rows)
    {
        var all = rows.Select(r => (Word: r.Key, Value: Parse(r))).ToArray();
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

    private static string Key(string word) => PlainText.Line(word).ToUpperInvariant();

    private static T Parse(KeyValuePair<string, string> row) =>
        Enum.TryParse<T>(row.Value, out var value)
            ? value
            : throw new FormatException($"Tabel kata: nilai \"{row.Value}\" untuk \"{row.Key}\" tidak dikenal.");
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
