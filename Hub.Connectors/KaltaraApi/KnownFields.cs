using System.Text.Json;
using Hub.Connectors.Reading;

namespace Hub.Connectors.KaltaraApi;

/// <summary>The fields that a mapping speaks of; everything else is news about the source.</summary>
internal sealed class KnownFields
{
    private readonly HashSet<string> whole = new(StringComparer.Ordinal);
    private readonly HashSet<string> parents = new(StringComparer.Ordinal);

    public KnownFields(Mapping m)
    {
        var fields = m.Id.Concat(m.Received).Concat(m.Ended).Concat(m.Answered).Concat(m.Ignore).Concat(m.Volatile).Concat(m.Status.Fields)
            .Concat(m.Title.Concat(m.Body).SelectMany(TextTemplate.Fields))
            .Concat(m.Facts.Select(f => f.Field))
            .Concat(new[]
            {
                m.Updated, m.Kind.Field, m.Service.Field, m.Category, m.Area, m.LetterNumber, m.EventOn, m.Link, m.Attachments?.List,
                m.Reporter.Name, m.Reporter.Organisation, m.Reporter.Applicant, m.Reporter.Email, m.Reporter.Phone, m.Reporter.Address, m.Reporter.NationalId, m.Reporter.Anonymous, m.Reporter.Secret,
                m.Percent?.Field, m.Percent?.Part, m.Percent?.Whole,
            }.OfType<string>())
            .Concat(m.Replies.Values.Select(r => r.KeyField).OfType<string>());
        foreach (var path in fields.Select(FieldForms.PathOf))
        {
            whole.Add(path);
            for (var dot = path.IndexOf('.'); dot >= 0; dot = path.IndexOf('.', dot + 1))
            {
                parents.Add(path[..dot]);
            }
        }
    }

    /// <summary>Notes what is neither known nor empty; looks into objects only where some of their fields are known.</summary>
    public void NoteOthers(JsonElement item, DriftNotes drifts, string prefix = "")
    {
        foreach (var field in item.EnumerateObject())
        {
            var path = prefix + field.Name;
            if (whole.Contains(path) || field.Value.ValueKind == JsonValueKind.Null || (Flags.Looks(field.Name) && YesNo.Read(field.Value.Raw()) is not null))
            {
                continue;
            }

            if (parents.Contains(path) && field.Value.ValueKind == JsonValueKind.Object)
            {
                NoteOthers(field.Value, drifts, path + ".");
            }
            else
            {
                drifts.Note(path, field.Value.Raw() ?? field.Value.GetRawText());
            }
        }
    }
}
