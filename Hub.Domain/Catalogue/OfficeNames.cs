using Hub.Domain.Routing;

namespace Hub.Domain.Catalogue;

/// <summary>Finds an office by what people call it: its name, the beginning of a long name, or a short form.</summary>
public static class OfficeNames
{
    /// <summary>Of a long name so many words are enough, where no other office begins with them.</summary>
    private const int EnoughWords = 2;

    /// <summary>The office that a text begins with.</summary>
    /// <returns>The office and how many words name it; null when none is named, or more than one could be meant.</returns>
    public static (Office Office, int Words)? Begin(IReadOnlyList<string> words, IReadOnlyList<Office> offices)
    {
        var named = offices
            .SelectMany(office => Names(office).Select(name => (Office: office, Words: Common(name, words), Whole: name.Length)))
            .Where(n => n.Words == n.Whole || n.Words >= EnoughWords)
            .ToList();
        var most = named.Select(n => n.Words).DefaultIfEmpty(0).Max();
        var best = named.Where(n => n.Words == most).OrderByDescending(n => n.Words == n.Whole).ToList();
        var candidates = best.Exists(n => n.Words == n.Whole) ? best.Where(n => n.Words == n.Whole) : best;
        return candidates.Select(n => n.Office).Distinct().ToList() is [var office] ? (office, most) : null;
    }

    /// <summary>The one office that a text names in full or by a short form, anywhere in it.</summary>
    /// <returns>Null when it names none, or several.</returns>
    public static Office? Named(string text, IReadOnlyList<Office> offices)
    {
        var words = Split(text);
        var found = offices
            .SelectMany(office => Names(office).SelectMany(name => Enumerable.Range(0, words.Length).Where(at => Common(name, words[at..]) == name.Length).Select(at => (Office: office, From: at, To: at + name.Length))))
            .ToList();
        // "Cabang Dinas Pendidikan … Wilayah Nunukan" does not also name the office within its name.
        var whole = found.Where(f => !found.Exists(o => o.To - o.From > f.To - f.From && o.From <= f.From && o.To >= f.To));
        return whole.Select(f => f.Office).Distinct().ToList() is [var office] ? office : null;
    }

    private static IEnumerable<string[]> Names(Office office) => office.Also.Prepend(office.Name).Select(Split);

    private static int Common(string[] name, IReadOnlyList<string> words) => name.Zip(words).TakeWhile(pair => pair.First == Fold(pair.Second)).Count();

    private static string[] Split(string text) => Fold(text).Split([.. Separators], StringSplitOptions.RemoveEmptyEntries);

    private const string Separators = " -.,;:/()\n\r\t\"'";

    private static string Fold(string text) => PlainText.Fold(text);
}
