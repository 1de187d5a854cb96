using System.Text.RegularExpressions;
using Hub.Domain;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Fields that tell who sent an item: those that a mapping reads as such, and every one whose name or heading says so (<c>senders.words</c>).</summary>
internal static partial class SenderFields
{
    private const string Text = "body";
    private static readonly Lexicon Known = Lexicon.Read("senders", typeof(SenderFields).Assembly);
    private static readonly Regex Whole = Known.Any("whole", "^{}$");
    private static readonly Regex End = Known.Any("end", "(?:^|_){}$");

    /// <summary>The paths of name, number and addresses.</summary>
    public static IEnumerable<string> Of(ReporterMapping reporter) =>
        new[] { reporter.Name, reporter.Email, reporter.Phone, reporter.Address, reporter.NationalId, reporter.Applicant }.OfType<string>().Select(FieldForms.PathOf);

    /// <summary>Where the mapping lets such a field be read on a ticket that hides its reporter: in what is shown as it came, or in the text without its being covered there.</summary>
    /// <param name="before">The mapping until now, which may know of more such fields.</param>
    /// <returns>The first setting and field; null where there is none.</returns>
    public static (string Place, string Field)? ShownBy(Mapping mapping, Mapping? before = null)
    {
        var senders = Of(mapping.Reporter).Concat(before is null ? [] : Of(before.Reporter)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var headings = new[] { mapping, before }.OfType<Mapping>().SelectMany(m => m.Columns).Where(c => senders.Contains(c.Key)).SelectMany(c => c.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var covered = Of(mapping.Reporter).Append(mapping.Reporter.Organisation is { } body ? FieldForms.PathOf(body) : "").ToHashSet(StringComparer.Ordinal);
        foreach (var (place, field) in Shown(mapping))
        {
            var tells = senders.Contains(field) || Looks(field) || (mapping.Columns.TryGetValue(field, out var named) && named.Any(h => headings.Contains(h) || Looks(h)));
            if (tells && !(place == Text && covered.Contains(field)))
            {
                return (place, field);
            }
        }

        return null;
    }

    /// <summary>Whether a field of that path or heading is named like one.</summary>
    public static bool Looks(string name) => Parts().Replace(Flags.Folded(name), "_").Trim('_') is var folded && (Whole.IsMatch(folded) || End.IsMatch(folded));

    private static IEnumerable<(string Place, string Field)> Shown(Mapping m) =>
        m.Id.Select(f => ("id", f))
            .Concat(m.Title.SelectMany(TextTemplate.Fields).Select(f => ("title", f)))
            .Concat(m.Body.SelectMany(TextTemplate.Fields).Select(f => (Text, f)))
            .Concat(m.Status.Fields.Select(f => ("status.fields", f)))
            .Concat(m.Facts.Select(f => ("facts", f.Field)))
            .Concat(new[] { ("category", m.Category), ("area", m.Area), ("letterNumber", m.LetterNumber) }.Where(p => p.Item2 is not null).Select(p => (p.Item1, p.Item2!)))
            .Select(p => (p.Item1, FieldForms.PathOf(p.Item2)));

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Parts();
}
