using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Lapor;

/// <summary>Reads a row of the export. Pure.</summary>
internal sealed class LaporExportReader(LaporExportOptions options)
{
    public static Submission Read(Envelope envelope)
    {
        var cells = Cells(envelope);
        var drifts = new DriftNotes();
        foreach (var (column, value) in cells.Where(c => !LaporColumns.Known.Contains(c.Key) && !string.IsNullOrWhiteSpace(c.Value)))
        {
            drifts.Note(column, value);
        }

        var first = PlainText.Of(cells.GetValueOrDefault(LaporColumns.FirstBody));
        var final = PlainText.Of(cells.GetValueOrDefault(LaporColumns.FinalBody));
        var body = final is "" or "-" ? first : final;
        var classification = Line(cells, LaporColumns.Classification);
        var status = Line(cells, LaporColumns.Status);
        return new Submission
        {
            Kind = LaporWords.Kind(classification, LaporColumns.Classification, drifts),
            Title = Line(cells, LaporColumns.Title) ?? LaporText.TitleFrom(body),
            Body = body,
            OriginalBody = first is not ("" or "-") && first != body ? first : null,
            Reporter = Reporter(cells, drifts),
            Protection = LaporWords.Protection(classification, KnowsType(cells), KnowsType(cells)),
            ReceivedAt = envelope.ReceivedAt,
            SourceStatus = status,
            SourceState = LaporWords.State(status, LaporColumns.Status, drifts),
            Class = LaporWords.Class(classification),
            Category = LaporText.Category(Line(cells, LaporColumns.Category), LaporColumns.Category, drifts),
            Area = Area(cells),
            To = Line(cells, LaporColumns.Institution),
            Rating = LaporWords.Rating(Line(cells, LaporColumns.Rating), LaporColumns.Rating, drifts),
            Link = LaporText.PublicPage(envelope.Key.ExternalId),
            Facts = Facts(envelope, cells),
            Drifts = drifts.Found,
        };
    }

    /// <summary>Date and time stand in two columns; a time that cannot be read counts as the beginning of the day.</summary>
    public DateTimeOffset? ReportedAt(string? date, string? time)
    {
        var day = IndonesianDate.Instant(AsDay(date), options.Zone);
        var isDayAlone = day?.ToOffset(options.Zone.Offset()).TimeOfDay == TimeSpan.Zero;
        return isDayAlone ? day + (IndonesianDate.TimeOfDay(AsTime(time)) ?? TimeSpan.Zero) : day;
    }

    // Cells without a date format hold the day's number since the end of 1899.
    private static string? AsDay(string? cell) =>
        double.TryParse(cell, CultureInfo.InvariantCulture, out var serial) && serial is > 30_000 and < 80_000
            ? DateTime.FromOADate(serial).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : cell;

    // A time alone may be a share of a day, or come with the day that counts as none.
    private static string? AsTime(string? cell) =>
        double.TryParse(cell, CultureInfo.InvariantCulture, out var share) && share is >= 0 and < 1
            ? TimeSpan.FromSeconds(Math.Round(share * 86_400)).ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture)
            : cell is not null && cell.Length > 11 && cell.StartsWith("18", StringComparison.Ordinal) ? cell[11..] : cell;

    /// <returns>Null when the type of the report is a word that nobody knows, or the table has no such column; a blank cell says neither.</returns>
    private static bool? KnowsType(IReadOnlyDictionary<string, string?> cells)
    {
        if (!cells.ContainsKey(LaporColumns.Type))
        {
            return null;
        }

        var type = Line(cells, LaporColumns.Type);
        return type is null || type.Contains("anonim", StringComparison.OrdinalIgnoreCase) || type.Contains("rahasia", StringComparison.OrdinalIgnoreCase) || type.Equals("normal", StringComparison.OrdinalIgnoreCase) ? true : null;
    }

    private static Reporter Reporter(IReadOnlyDictionary<string, string?> cells, DriftNotes drifts)
    {
        var type = Line(cells, LaporColumns.Type) ?? "";
        var anonymous = type.Contains("anonim", StringComparison.OrdinalIgnoreCase);
        var secret = type.Contains("rahasia", StringComparison.OrdinalIgnoreCase);
        if (type.Length > 0 && !anonymous && !secret && !type.Equals("normal", StringComparison.OrdinalIgnoreCase))
        {
            drifts.Note(LaporColumns.Type, type);
        }

        return LaporText.Reporter(Line(cells, LaporColumns.Name), anonymous, secret);
    }

    private static string? Area(IReadOnlyDictionary<string, string?> cells)
    {
        var parts = new[] { LaporColumns.Village, LaporColumns.District, LaporColumns.Regency, LaporColumns.Province }
            .Select(c => Line(cells, c)).OfType<string>().ToArray();
        return parts.Length == 0 ? null : string.Join(", ", parts);
    }

    private static List<KeyValuePair<string, string>> Facts(Envelope envelope, IReadOnlyDictionary<string, string?> cells)
    {
        var facts = new List<KeyValuePair<string, string>> { new("Nomor LAPOR!", envelope.Key.ExternalId) };
        foreach (var column in new[] { LaporColumns.Classification, LaporColumns.Channel, LaporColumns.Institution, LaporColumns.Reason, LaporColumns.Rating })
        {
            if (Line(cells, column) is string value)
            {
                facts.Add(new(column, value));
            }
        }

        return facts;
    }

    private static string? Line(IReadOnlyDictionary<string, string?> cells, string column) => PlainText.LineOrNull(cells.GetValueOrDefault(column));

    private static Dictionary<string, string?> Cells(Envelope envelope)
    {
        try
        {
            return new Dictionary<string, string?>(
                JsonSerializer.Deserialize<Dictionary<string, string?>>(envelope.Raw.Span)!, StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception e) when (e is JsonException or ArgumentNullException)
        {
            throw new ConnectorFailure(FailureKind.Malformed, Said.Of<LaporTexts>("RowNoJson", envelope.Key.ExternalId), e);
        }
    }
}
