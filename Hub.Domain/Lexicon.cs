using System.Collections.Frozen;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Hub.Domain;

/// <summary>The words that a reader of letters knows: a <c>.words</c> file beside it, one word or expression a line under the <c>[name]</c> of its list, so that someone who speaks Indonesian can look it over without reading code.</summary>
/// <remarks><c>{name}</c> in a line stands for any expression of an earlier list; lines that begin with <c>#</c> say where a list comes from.</remarks>
public sealed partial class Lexicon
{
    private readonly FrozenDictionary<string, IReadOnlyList<string>> lists;

    private Lexicon(FrozenDictionary<string, IReadOnlyList<string>> lists) => this.lists = lists;

    /// <param name="name">The file without its ending, as it is built into the library.</param>
    /// <param name="library">Null for this one.</param>
    public static Lexicon Read(string name, Assembly? library = null)
    {
        using var reader = new StreamReader((library ?? typeof(Lexicon).Assembly).GetManifestResourceStream(name + ".words")!);
        var read = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        List<string>? list = null;
        while (reader.ReadLine() is { } line)
        {
            if (line is ['[', .. var title, ']'])
            {
                read.Add(title, list = []);
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                (list ?? throw new FormatException($"{name}.words has a line before its first list.")).Add(Filled(line, read));
            }
        }

        return new Lexicon(read.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>The lines of a list.</summary>
    public IReadOnlyList<string> this[string list] => lists[list];

    /// <summary>The single words of a list that has several in a line.</summary>
    public IEnumerable<string> Words(string list) => lists[list].SelectMany(line => line.Split(' '));

    /// <summary>Any expression of the list, within a bound of time that no text of a letter's length reaches. Compiled only where somebody asks for it: that costs processor and memory, and gains where very many texts are read.</summary>
    /// <param name="shape">What stands around it: <c>{}</c> is the list.</param>
    public Regex Any(string list, string shape = "{}", bool compiled = false) => new(
        shape.Replace("{}", AnyOf(lists[list]), StringComparison.Ordinal),
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | (compiled ? RegexOptions.Compiled : RegexOptions.None),
        TimeSpan.FromSeconds(10));

    private static string AnyOf(IReadOnlyList<string> expressions) => $"(?:{string.Join('|', expressions)})";

    private static string Filled(string line, Dictionary<string, IReadOnlyList<string>> earlier) =>
        ListName().Replace(line, name => AnyOf(earlier[name.Groups["name"].Value]));

    [GeneratedRegex(@"\{(?<name>[a-z][a-z\-]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ListName();
}
