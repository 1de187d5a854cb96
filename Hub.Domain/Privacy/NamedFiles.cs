using System.Text;

namespace Hub.Domain.Privacy;

/// <summary>The files of who is erased, wherever a text calls one by its name: people name files after themselves and after others, whom nothing else tells of. Pure.</summary>
/// <remarks>A blank, an underscore and a plus are one sign, for names are shown with one and written with another.</remarks>
internal sealed class NamedFiles
{
    private readonly List<(string Name, string Extension, bool IsTelling)> names;

    public NamedFiles(IEnumerable<string> names) =>
        // A name that another one begins or ends with comes after it.
        this.names = [.. names.Select(Joined).Distinct(StringComparer.OrdinalIgnoreCase).Where(static n => n.Any(char.IsLetterOrDigit)).OrderByDescending(static n => n.Length).Select(static n => (n, ExtensionOf(n), IsTelling(n)))];

    /// <summary>What kind of file it was stays.</summary>
    public static string Covered(string name) => LeakGate.Blot + ExtensionOf(name);

    /// <summary>The ending of a name, with its dot; nothing where what stands behind the dot is no ending.</summary>
    public static string ExtensionOf(string name) => Path.GetExtension(name) is { Length: <= 6 } extension && extension.All(static c => c == '.' || char.IsAsciiLetterOrDigit(c)) ? extension : "";

    public string Over(string text)
    {
        foreach (var (name, extension, isTelling) in names)
        {
            text = Over(text, name, LeakGate.Blot + extension, isTelling);
        }

        return text;
    }

    private static string Over(string text, string name, string covered, bool isTelling)
    {
        var joined = Joined(text);
        StringBuilder? shown = null;
        var done = 0;
        for (var at = joined.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = joined.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (at >= done && (isTelling ? IsWhole(joined, at, name.Length) : IsListed(joined, at, name.Length)))
            {
                (shown ??= new StringBuilder(text.Length)).Append(text, done, at - done).Append(covered);
                done = at + name.Length;
            }
        }

        return shown is null ? text : shown.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>One word without an ending (<c>surat</c>) is a word like any other where it is not said to be a file.</summary>
    private static bool IsTelling(string name) => ExtensionOf(name).Length > 1 || name.Any(static c => c == ' ' || char.IsDigit(c));

    private static bool IsWhole(string text, int at, int length) =>
        (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + length == text.Length || !char.IsLetterOrDigit(text[at + length]));

    /// <summary>As the hub itself lists files: <c>[surat]</c>, <c>surat, denah: …</c>.</summary>
    private static bool IsListed(string text, int at, int length) =>
        (at == 0 || text[at - 1] == '[' || (at > 1 && text[at - 2] == ',' && text[at - 1] == ' ')) && (at + length == text.Length || text[at + length] is ']' or ':' or ',');

    private static string Joined(string text) => text.Replace('_', ' ').Replace('+', ' ');
}
