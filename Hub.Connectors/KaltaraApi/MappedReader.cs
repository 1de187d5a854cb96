using System.Text;
using System.Text.Json;
using Hub.Connectors.Http;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;

namespace Hub.Connectors.KaltaraApi;

/// <summary>Turns one item of a mapped system into our words. Pure.</summary>
public sealed class MappedReader(Mapping mapping)
{
    /// <summary>A longer text is no number, and no key that every store could keep.</summary>
    private const int LongestId = 400;

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly WordTable<SourceState> states = new(mapping.Status.Table);
    private readonly WordTable<SubmissionKind> kinds = new(mapping.Kind.Table);
    private readonly KnownFields known = new(mapping);

    /// <returns>The item's name at the source; null when a part of it is missing.</returns>
    public string? IdOf(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.IsReadable())
        {
            return null;
        }

        var parts = mapping.Id.Select(field => FieldForms.Show(item, field)).ToArray();
        return !Array.Exists(parts, p => p is null) && string.Join(':', parts) is { Length: <= LongestId } id ? id : null;
    }

    /// <returns>In UTC; null when the source does not say or nobody can read it.</returns>
    public DateTimeOffset? UpdatedAt(JsonElement item) =>
        mapping.Updated is null ? null : IndonesianDate.Instant(FieldForms.At(item, mapping.Updated).Raw(), mapping.Zone);

    /// <inheritdoc cref="UpdatedAt"/>
    public DateTimeOffset? ReceivedAt(JsonElement item) => Instants(item, mapping.Received).Select(at => (DateTimeOffset?)at).FirstOrDefault();

    private IEnumerable<DateTimeOffset> Instants(JsonElement item, IReadOnlyList<string> fields) =>
        fields.Select(f => IndonesianDate.Instant(FieldForms.At(item, f).Raw(), mapping.Zone)).OfType<DateTimeOffset>();

    /// <summary>An unknown value is proposed as the known one it resembles; a new field as one that carries nothing.</summary>
    public MappingProposal? Propose(string field, string value)
    {
        if (field == string.Join(" | ", mapping.Status.Fields))
        {
            return Of("status", value, states.Nearest(value));
        }

        return field == mapping.Kind.Field ? Of("kind", value, kinds.Nearest(value)) : new MappingProposal(null, null, $"\"ignore\": [\"{field}\"]");
    }

    private static MappingProposal? Of<T>(string table, string value, (string Word, T Value)? near)
        where T : struct, Enum =>
        near is var (word, meaning) ? new MappingProposal(word, meaning.ToString(), $"\"{table}\": {{ \"table\": {{ {JsonSerializer.Serialize(value)}: \"{meaning}\" }} }}") : null;

    /// <exception cref="ConnectorFailure">Malformed.</exception>
    public Submission Read(Envelope envelope)
    {
        using var document = Parse(envelope.Raw);
        var item = document.RootElement;
        if (!item.IsReadable())
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MappedTexts>("ItemNotReadable"));
        }

        if (ItemBounds.Refused(item) is { } tooLarge)
        {
            throw new ConnectorFailure(FailureKind.Malformed, tooLarge);
        }

        if (IdOf(item) is null)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MappedTexts>("ItemWithoutId", string.Join(", ", mapping.Id.Select(FieldForms.PathOf))));
        }

        return Read(item, envelope.ReceivedAt);
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> raw)
    {
        try
        {
            var document = JsonDocument.Parse(raw, Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MappedTexts>("ItemNoObject"));
        }
        catch (JsonException e)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<MappedTexts>("ItemNoJson"), e);
        }
    }

    private Submission Read(JsonElement item, DateTimeOffset fetchedAt)
    {
        var drifts = new DriftNotes();
        known.NoteOthers(item, drifts);
        NoteDates(item, drifts);
        var percents = Percents.Of(item, mapping.Percent);
        string? Show(string? field) => FieldForms.Show(item, field, percents);
        var status = mapping.Status.Fields.Select(Show).ToArray();
        var state = StateOf(status, drifts);
        var flags = Flags.Of(item, mapping.Reporter);
        // Of a list the length is known before; else each thread keeps room for the longest.
        string?[] paragraphs = [.. mapping.Body.Select(text => TextTemplate.Fill(text, Show)).Where(t => t is not null)];
        var body = string.Join("\n\n", paragraphs);
        return new Submission
        {
            Kind = KindOf(item),
            Title = TitleOf(Show) ?? IdOf(item)!,
            Body = body,
            Reporter = MappedReporter.Of(item, mapping.Reporter) with { Anonymous = flags.Anonymous || MappedReporter.AsksForNoName(item, mapping.Reporter), Secret = flags.Secret },
            Protection = flags.IsUnclear ? ProtectionGround.UnclearFlag : null,
            ReceivedAt = ReceivedAt(item) ?? fetchedAt,
            SourceStatus = string.Join(" | ", status.Where(s => s is not null)) is { Length: > 0 } said ? said : null,
            SourceState = state,
            Answers = [.. Instants(item, mapping.Answered).Order()],
            EndedAt = state is SourceState.Closed or SourceState.Archived or SourceState.Returned ? Instants(item, mapping.Ended).Select(at => (DateTimeOffset?)at).FirstOrDefault() : null,
            Service = ServiceOf(item, drifts),
            Category = Show(mapping.Category),
            Area = Show(mapping.Area),
            LetterNumber = Show(mapping.LetterNumber),
            EventOn = mapping.EventOn is null ? null : IndonesianDate.Day(FieldForms.At(item, mapping.EventOn).Raw()),
            Link = Web(Show(mapping.Link)),
            Attachments = [.. AttachmentsOf(item)],
            Facts = [.. mapping.Facts.Select(f => KeyValuePair.Create(f.Label, Show(f.Field))).Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Key, f.Value!))],
            Drifts = drifts.Found,
        };
    }

    /// <summary>The first text whose fields are all there, else the first that has any.</summary>
    private string? TitleOf(Func<string, string?> show) =>
        mapping.Title.Where(t => TextTemplate.Fields(t).All(f => show(f) is not null)).Concat(mapping.Title)
            .Select(t => TextTemplate.Fill(t, show)).FirstOrDefault(t => t is not null);

    /// <summary>A date that is there and that nobody can read is news, not a reason to lose the item.</summary>
    private void NoteDates(JsonElement item, DriftNotes drifts)
    {
        foreach (var field in mapping.Received.Concat(mapping.Ended).Concat(mapping.Answered).Append(mapping.Updated).OfType<string>())
        {
            if (FieldForms.Show(item, field) is string text && IndonesianDate.Instant(text, mapping.Zone) is null)
            {
                drifts.Note(field, text);
            }
        }
    }

    private SourceState StateOf(string?[] status, DriftNotes drifts)
    {
        if (status[0] is null)
        {
            return SourceState.Unknown;
        }

        var together = string.Join(" | ", status.Select(s => s ?? ""));
        if ((states.Find(together) ?? states.Find(status[0])) is SourceState state)
        {
            return state;
        }

        drifts.Note(string.Join(" | ", mapping.Status.Fields), together);
        return SourceState.Unknown;
    }

    private SubmissionKind? KindOf(JsonElement item) => kinds.Find(FieldForms.Show(item, mapping.Kind.Field)) ?? mapping.Kind.Default;

    private int? ServiceOf(JsonElement item, DriftNotes drifts)
    {
        if (FieldForms.Show(item, mapping.Service.Field) is not string word)
        {
            return mapping.Service.Default;
        }

        foreach (var (key, number) in mapping.Service.Table)
        {
            if (string.Equals(key, word, StringComparison.OrdinalIgnoreCase))
            {
                return number;
            }
        }

        drifts.Note(mapping.Service.Field!, word);
        return mapping.Service.Default;
    }

    private IEnumerable<Attachment> AttachmentsOf(JsonElement item)
    {
        if (mapping.Attachments is null)
        {
            yield break;
        }

        foreach (var file in FieldForms.At(item, mapping.Attachments.List).Items())
        {
            var address = file.ValueKind == JsonValueKind.String ? file.GetString() : FieldForms.Show(file, mapping.Attachments.Link);
            var name = file.ValueKind == JsonValueKind.Object ? FieldForms.Show(file, mapping.Attachments.Name) : null;
            if (name is null && address is null)
            {
                continue;
            }

            name = SafeName(name ?? Uri.UnescapeDataString(Path.GetFileName(address!)));
            yield return new Attachment { Name = name, MediaType = MediaTypeOf(name), Link = Web(address) };
        }
    }

    private static Uri? Web(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;

    private static string SafeName(string name)
    {
        var safe = new StringBuilder(name.Length);
        foreach (var c in name.Take(150))
        {
            safe.Append(char.IsControl(c) || c is '/' or '\\' or ':' or '"' or '<' or '>' or '|' or '?' or '*' ? '_' : c);
        }

        return safe.Length == 0 ? "berkas" : safe.ToString();
    }

    private static string MediaTypeOf(string name) => Path.GetExtension(name).ToUpperInvariant() switch
    {
        ".PDF" => "application/pdf",
        ".JPG" or ".JPEG" => "image/jpeg",
        ".PNG" => "image/png",
        ".DOCX" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".XLSX" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    };
}
