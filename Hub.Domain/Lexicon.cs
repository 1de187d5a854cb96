using System.Collections.Frozen;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Hub.Domain;

/// <summary>The words that a reader of letters knows: a <c>.words</c> file beside it, one word or expression a line under the <c>[name]</c> of its list, so that someone who speaks Indonesian can look it over without reading code.</summary>
/// <remarks><c>{name}</c> in a line stands for any expression of an earlier list; lines that begin with <c>#</c> say where a list comes from.</remarks>
public sealed partial class Lexicon
{
    /// <summary>Of expressions that stand together, unless one alone is longer.</summary>
    private const int MostLetters = 400;

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

    /// <summary>Any expression of the list, within a bound of time that no text of a letter's length reaches.</summary>
    /// <param name="shape">What stands around it: <c>{}</c> is the list.</param>
    public Regex Any(string list, string shape = "{}") => One(lists[list], shape, RegexOptions.None);

    /// <summary>The expressions of the list, some together: what one finds, another may find a part of. Compiled only where somebody asks for it: that costs processor, and gains where very many texts are read.</summary>
    /// <remarks>The runtime needs far more than its share of time and memory for a long expression: four lists as one expression each took 51 MB and four seconds of a busy machine, ten lines together 18 MB and less than one.</remarks>
    /// <inheritdoc cref="Any"/>
    public IReadOnlyList<Regex> Some(string list, string shape = "{}", bool compiled = false)
    {
        var together = new List<List<string>>();
        var length = MostLetters;
        foreach (var expression in lists[list])
        {
            length += expression.Length;
            if (length > MostLetters)
            {
                together.Add([]);
                length = expression.Length;
            }

            together[^1].Add(expression);
        }

        return [.. together.Select(some => One(some, shape, compiled ? RegexOptions.Compiled : RegexOptions.None))];
    }

    private static Regex One(IReadOnlyList<string> expressions, string shape, RegexOptions options) =>
        new(shape.Replace("{}", AnyOf(expressions), StringComparison.Ordinal), RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | options, TimeSpan.FromSeconds(10));

    private static string AnyOf(IReadOnlyList<string> expressions) => $"(?:{string.Join('|', expressions)})";

    private static string Filled(string line, Dictionary<string, IReadOnlyList<string>> earlier) =>
        ListName().Replace(line, name => AnyOf(earlier[name.Groups["name"].Value]));

    [GeneratedRegex(@"\{(?<name>[a-z][a-z\-]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ListName();
}
