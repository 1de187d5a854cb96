using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Lapor;

/// <summary>Reads a report as the REST interface gives it. Pure.</summary>
internal sealed class LaporReader(LaporOptions options)
{
    private const int LinesOfLog = 20;

    private static readonly FrozenSet<string> KnownFields = """
        id complaint_id title content content_original status_code status_name disposition_id disposition_name is_anonymous is_secret is_priority is_approval
        status_logs classification_id classification_name supervision_name category_id category_name location_id location_name date_of_incident
        channel channel_name tracking_id created_at updated_at attachments reporter user_id tags_raw priority_program_id community_id copy_externals
        info_disposition info_attachments rating
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    private static readonly FrozenSet<string> KnownFollowUpFields = """
        id complaint_id institution_from_id institution_from_name institution_to_id institution_to_name template_code template_content content
        created_at date attachments user_id user_name rating is_secret info_disposition
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    private static readonly FrozenSet<string> KnownReporterFields = "id name email phone nik address".Split(' ').ToFrozenSet();

    public Submission Read(Envelope envelope)
    {
        using var document = Parse(envelope);
        var root = document.RootElement;
        if (root.Raw("unreadable") is string reason)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Read(reason));
        }

        var complaint = root.Field("complaint");
        var data = complaint.Field("data");
        var log = LaporLog.Read(complaint, root.Field("followups"), options);
        var drifts = new DriftNotes();
        drifts.Fields(data, KnownFields);
        foreach (var followUp in root.Field("followups").Items())
        {
            drifts.Fields(followUp, KnownFollowUpFields, "followups.");
        }

        return Compose(envelope, data, log, drifts);
    }

    /// <summary>R3: disposition to the province if known, else report time; null when neither is readable.</summary>
    public DateTimeOffset? ReceivedAt(JsonElement complaint) =>
        LaporLog.Read(complaint, default, options).DisposedToUsAt
        ?? IndonesianDate.Instant(complaint.Field("data").Raw("created_at"), options.Zone);

    private Submission Compose(Envelope envelope, JsonElement data, LaporLog log, DriftNotes drifts)
    {
        var body = PlainText.Of(data.Raw("content"));
        var original = PlainText.Of(data.Raw("content_original"));
        if (body.Length == 0)
        {
            body = original;
        }

        var title = data.Line("title");
        if (title is null && body.Length == 0)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<LaporTexts>("ReportWithoutText", envelope.Key.ExternalId));
        }

        var classification = data.Line("classification_name");
        var status = data.Line("status_name");
        return new Submission
        {
            Kind = LaporWords.Kind(classification, "classification_name", drifts),
            Title = title ?? LaporText.TitleFrom(body),
            Body = body,
            OriginalBody = original.Length > 0 && original != body ? original : null,
            Reporter = Reporter(data, drifts),
            Protection = LaporWords.Protection(classification, data.YesOrNo("is_anonymous"), data.YesOrNo("is_secret")),
            ReceivedAt = log.DisposedToUsAt ?? IndonesianDate.Instant(data.Raw("created_at"), options.Zone) ?? envelope.ReceivedAt,
            SentAt = IndonesianDate.Instant(data.Raw("created_at"), options.Zone),
            SourceStatus = status,
            SourceState = LaporWords.State(status, "status_name", drifts),
            Class = LaporWords.Class(data.Line("supervision_name"), classification),
            Category = LaporText.Category(data.Line("category_name"), "category_name", drifts),
            Area = data.Line("location_name"),
            To = data.Line("disposition_name"),
            Answers = log.Answers,
            EndedAt = LaporWords.Ends(status) ? log.EndedAt : null,
            Rating = LaporWords.Rating(data.Line("rating"), "rating", drifts),
            Link = LaporText.PublicPage(envelope.Key.ExternalId),
            Attachments = [.. LaporAttachments.Of(data.Field("attachments")), .. log.Attachments],
            Facts = Facts(data, log),
            Drifts = drifts.Found,
        };
    }

    private static Reporter Reporter(JsonElement data, DriftNotes drifts)
    {
        var reporter = data.Field("reporter");
        drifts.Fields(reporter, KnownReporterFields, "reporter.");
        return LaporText.Reporter(
            reporter.Line("name"),
            data.Flag("is_anonymous"),
            data.Flag("is_secret")) with
        {
            Email = reporter.Line("email")?.ToLowerInvariant(),
            Phone = reporter.Line("phone"),
            Address = reporter.Line("address"),
            NationalId = reporter.Line("nik"),
        };
    }

    private static List<KeyValuePair<string, string>> Facts(JsonElement data, LaporLog log)
    {
        var facts = new List<KeyValuePair<string, string>>();
        Add("Nomor LAPOR!", data.Line("tracking_id") ?? data.Line("id"));
        Add("Klasifikasi", data.Line("classification_name"));
        Add("Sumber laporan", data.Line("channel_name") ?? data.Line("channel"));
        Add("Instansi terdisposisi", data.Line("disposition_name"));
        Add("Tanggal kejadian", IndonesianDate.Day(data.Raw("date_of_incident"))?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? data.Line("date_of_incident"));
        Add("Penilaian pelapor", data.Line("rating"));
        foreach (var lines in log.Lines.TakeLast(LinesOfLog).GroupBy(l => l.At is DateTimeOffset at ? $"Log {Wita.At(at):yyyy-MM-dd HH.mm} WITA" : "Log"))
        {
            facts.Add(new(lines.Key, string.Join('\n', lines.Select(l => l.Text))));
        }

        return facts;

        void Add(string label, string? value)
        {
            if (value is not null)
            {
                facts.Add(new(label, value));
            }
        }
    }

    private static JsonDocument Parse(Envelope envelope)
    {
        try
        {
            return JsonDocument.Parse(envelope.Raw);
        }
        catch (JsonException e)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<LaporTexts>("ReportNoJson", envelope.Key.ExternalId), e);
        }
    }
}
