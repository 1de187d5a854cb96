using System.Text.Encodings.Web;
using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Connectors.Tabular;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Lapor;

/// <summary>Reports from the export of LAPOR's admin site. Fed by files only; names each report as the REST interface does.</summary>
public sealed class LaporExportConnector(SourceContext context, LaporExportOptions options) : IConnector, IReadsFiles, IProposes
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly LaporExportReader reader = new(options);

    public Task<Batch> FetchAsync(string? cursor, CancellationToken token) => Task.FromResult(new Batch { Envelopes = [], Cursor = cursor });

    public Task<Probe> ProbeAsync(CancellationToken token) =>
        Task.FromResult(new Probe(true, Said.Of<LaporTexts>("NothingToTest")));

    public Submission Read(Envelope envelope) => LaporExportReader.Read(envelope);

    public MappingProposal? Propose(string field, string value) => LaporWords.Propose(field, value);

    /// <exception cref="ConnectorFailure">Malformed: the file is no spreadsheet, or has no row that begins with <c>Tracking ID</c>.</exception>
    public IEnumerable<FileRow> RowsOf(string name, Stream content, DateTimeOffset receivedAt) => Take(ExportSheet.Read(name, content, options.PreambleRows), receivedAt);

    private IEnumerable<FileRow> Take(IEnumerable<ExportRow> rows, DateTimeOffset receivedAt)
    {
        var seen = new HashSet<EnvelopeKey>();
        foreach (var row in rows)
        {
            yield return Take(row, receivedAt, seen);
        }
    }

    private FileRow Take(ExportRow row, DateTimeOffset receivedAt, HashSet<EnvelopeKey> seen)
    {
        if (row.DigitsLostAt is { } column)
        {
            return new(null, row.Refused(Said.Of<SheetTexts>("DigitsLost", column)));
        }

        var id = row[LaporColumns.TrackingId]?.Trim() ?? "";
        if (id.Length == 0 || !id.All(char.IsAsciiDigit))
        {
            var reason = id.Length == 0 ? Said.Of<LaporTexts>("RowWithoutId", LaporColumns.TrackingId) : Said.Of<LaporTexts>("RowNoNumber", LaporColumns.TrackingId, Short(id));
            return new(null, new RowReport(row.Number, RowOutcome.Skipped, reason));
        }

        if (PlainText.LineOrNull(row[LaporColumns.Title]) is null
            && PlainText.LineOrNull(row[LaporColumns.FinalBody]) is null && PlainText.LineOrNull(row[LaporColumns.FirstBody]) is null)
        {
            return new(null, row.Refused(Said.Of<LaporTexts>("RowWithoutText", LaporColumns.Title, LaporColumns.FirstBody, LaporColumns.FinalBody)));
        }

        if (reader.ReportedAt(row[LaporColumns.Date], row[LaporColumns.Time]) is not DateTimeOffset reportedAt)
        {
            return new(null, row.Refused(Said.Of<LaporTexts>("RowNoDate", LaporColumns.Date, Short(row[LaporColumns.Date] ?? ""))));
        }

        var raw = JsonSerializer.SerializeToUtf8Bytes(row.Cells, Json);
        var envelope = new Envelope
        {
            Key = new EnvelopeKey(context.Source, id, Fingerprint.Of(raw)),
            MediaType = "application/json",
            Raw = raw,
            ReceivedAt = reportedAt < receivedAt ? reportedAt : receivedAt,
        };
        return seen.Add(envelope.Key)
            ? new(envelope, new RowReport(row.Number, RowOutcome.Taken))
            : new(null, new RowReport(row.Number, RowOutcome.Skipped, Said.Of<LaporTexts>("RowRepeated", LaporColumns.TrackingId, id)));
    }

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
