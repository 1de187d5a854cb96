using System.Runtime.CompilerServices;
using Hub.Domain.Routing;

namespace Hub.Domain.Catalogue;

/// <summary>Finds an office by what people call it: its name, the beginning of a long name, or a short form.</summary>
public static class OfficeNames
{
    /// <summary>Of a long name so many words are enough, where no other office begins with them.</summary>
    private const int EnoughWords = 2;

    /// <summary>Folded once for each register; by their first word, so that a text is gone through once.</summary>
    private static readonly ConditionalWeakTable<IReadOnlyList<Office>, ILookup<string, Name>> Registers = [];

    /// <summary>The office that a text begins with.</summary>
    /// <param name="offices">Changed by another list, never in place.</param>
    /// <returns>The office and how many words name it; null when none is named, or more than one could be meant.</returns>
    public static (Office Office, int Words)? Begin(IReadOnlyList<string> words, IReadOnlyList<Office> offices)
    {
        var folded = words.Select(Fold).ToArray();
        var named = At(folded, 0, offices)
            .Select(name => (name.Office, Words: name.Common(folded, 0), Whole: name.Words.Length))
            .Where(n => n.Words == n.Whole || n.Words >= EnoughWords)
            .ToList();
        var most = named.Select(n => n.Words).DefaultIfEmpty(0).Max();
        var best = named.Where(n => n.Words == most).OrderByDescending(n => n.Words == n.Whole).ToList();
        var candidates = best.Exists(n => n.Words == n.Whole) ? best.Where(n => n.Words == n.Whole) : best;
        return candidates.Select(n => n.Office).Distinct().ToList() is [var office] ? (office, most) : null;
    }

    /// <summary>The one office that a text names in full or by a short form, anywhere in it.</summary>
    /// <param name="offices">Changed by another list, never in place.</param>
    /// <returns>Null when it names none, or several.</returns>
    public static Office? Named(string text, IReadOnlyList<Office> offices)
    {
        var words = Split(text);
        var named = new HashSet<Office>();
        var (from, to) = (-1, -1);
        foreach (var (name, at) in Enumerable.Range(0, words.Length).SelectMany(at => At(words, at, offices).Where(n => n.Common(words, at) == n.Words.Length).OrderByDescending(static n => n.Words.Length).Select(n => (n, at))))
        {
            // "Cabang Dinas Pendidikan … Wilayah Nunukan" does not also name the office within its name.
            var end = at + name.Words.Length;
            if (end > to || (at, end) == (from, to))
            {
                named.Add(name.Office);
                (from, to) = (at, end);
            }
        }

        return named.Count == 1 ? named.Single() : null;
    }

    /// <summary>The names that begin with the word at that place.</summary>
    private static IEnumerable<Name> At(string[] words, int place, IReadOnlyList<Office> offices) => place < words.Length ? Registers.GetValue(offices, FoldedNames)[words[place]] : [];

    private static ILookup<string, Name> FoldedNames(IReadOnlyList<Office> offices) =>
        offices.SelectMany(office => office.Also.Prepend(office.Name).Select(name => new Name(office, Split(name)))).Where(static name => name.Words.Length > 0).ToLookup(static name => name.Words[0], StringComparer.Ordinal);

    private static string[] Split(string text) => Fold(text).Split([.. Separators], StringSplitOptions.RemoveEmptyEntries);

    private const string Separators = " -.,;:/()\n\r\t\"'";

    private static string Fold(string text) => PlainText.Fold(text);

    private sealed record Name(Office Office, string[] Words)
    {
        /// <summary>So many words of it stand at that place.</summary>
        public int Common(string[] words, int place)
        {
            var common = 0;
            while (common < Words.Length && place + common < words.Length && Words[common] == words[place + common])
            {
                common++;
            }

            return common;
        }
    }
}
