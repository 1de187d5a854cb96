using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Who sent an item, by the fields of the mapping; without flags.</summary>
internal static class MappedReporter
{
    public static Reporter Of(JsonElement item, ReporterMapping mapping)
    {
        var stated = Stated(item, mapping);
        return Name(item, mapping.Applicant) switch
        {
            null => stated,
            var body when LeakGate.IsBody(body) => stated with { Organisation = stated.Organisation ?? body },
            var person when stated.Name is null => stated with { Name = person },
            var person => stated.Beside(new Reporter { Name = person }),
        };
    }

    /// <summary>Whoever is called "Anonim" there asked for it where the form has no flag.</summary>
    public static bool AsksForNoName(JsonElement item, ReporterMapping mapping) =>
        NoName.Asks(FieldForms.Show(item, mapping.Name)) || NoName.Asks(FieldForms.Show(item, mapping.Applicant));

    private static Reporter Stated(JsonElement item, ReporterMapping mapping) => new()
    {
        Name = Name(item, mapping.Name),
        Organisation = FieldForms.Show(item, mapping.Organisation),
        Email = FieldForms.Show(item, mapping.Email)?.ToLowerInvariant(),
        Phone = FieldForms.Show(item, mapping.Phone) is string phone ? FieldForms.Phone(phone) : null,
        Address = FieldForms.Show(item, mapping.Address),
        NationalId = FieldForms.Show(item, mapping.NationalId),
    };

    private static string? Name(JsonElement item, string? field) => FieldForms.Show(item, field) is { } name && !NoName.Asks(name) ? name : null;
}
