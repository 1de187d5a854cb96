namespace Hub.Connectors.KaltaraApi;

/// <summary>What becomes of an item's protection when its source gets another mapping.</summary>
/// <param name="Fault">The sentence that refuses it, because it shows what the one before read as who sent the item; null where it does not.</param>
/// <param name="Lost">Fields that protected an item or told who sent it, and that the new mapping no longer reads as that: two persons decide.</param>
public sealed record MappingChange(string? Fault, IReadOnlyList<string> Lost)
{
    /// <param name="before">The options until now.</param>
    /// <param name="after">Options without a fault.</param>
    /// <returns>Nothing lost where the kind has no mapping.</returns>
    public static MappingChange Of(ConnectorKind kind, object before, object after)
    {
        if (before is not KaltaraOptions known || after is not KaltaraOptions wanted || known.Mapping == wanted.Mapping)
        {
            return new(null, []);
        }

        var (from, to) = (Known(known, kind.Folder!), wanted.MappingOr(kind.Folder!));
        var fault = SenderFields.ShownBy(to, from) is { } shown ? MappingFile.SaysShown(shown) : null;
        return new(fault, [.. Fields(from.Reporter).Zip(Fields(to.Reporter)).Where(p => p.First is not null && p.First != p.Second).Select(p => p.First!).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>One from before today's rules is still what was read by; where nobody can read it, the kind's own is.</summary>
    private static Mapping Known(KaltaraOptions options, string folder)
    {
        try
        {
            return string.IsNullOrWhiteSpace(options.Mapping) ? MappingFile.Embedded(folder) : MappingFile.Parse(options.Mapping);
        }
        catch (FormatException)
        {
            return MappingFile.Embedded(folder);
        }
    }

    private static IEnumerable<string?> Fields(ReporterMapping reporter) =>
        new[] { reporter.Anonymous, reporter.Secret, reporter.Name, reporter.Email, reporter.Phone, reporter.Address, reporter.NationalId, reporter.Organisation, reporter.Applicant }
            .Select(static field => field is null ? null : FieldForms.PathOf(field));
}
