using System.Text.Json;
using Hub.Connectors.Reading;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Lapor;

/// <summary>What happened to a report so far: movements (<c>data_logs</c>) and answers (<c>followups</c>).</summary>
internal sealed class LaporLog
{
    /// <summary>Oldest first; undated lines first.</summary>
    public required IReadOnlyList<Line> Lines { get; init; }

    /// <summary>When the report came to the province, the last time if it had been given back in between.</summary>
    public DateTimeOffset? DisposedToUsAt { get; init; }

    /// <summary>When the report last came to a state that ends it; null where no movement says so.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The answers by us or one of our own offices since <see cref="DisposedToUsAt"/>.</summary>
    public required IReadOnlyList<DateTimeOffset> Answers { get; init; }

    public required IReadOnlyList<Attachment> Attachments { get; init; }

    internal sealed record Line(DateTimeOffset? At, string Text);

    public static LaporLog Read(JsonElement complaint, JsonElement followUps, LaporOptions options)
    {
        var reporter = complaint.Field("data").Field("reporter").Line("name");
        var movements = complaint.Field("data_logs").Items()
            .Select(json => Movement.Read(json, options)).OrderBy(m => m.At ?? DateTimeOffset.MinValue).ToArray();
        var answers = followUps.Items().Select(json => Answer.Read(json, reporter, options)).OrderBy(a => a.At ?? DateTimeOffset.MinValue).ToArray();
        var disposedAt = DisposedAt(movements);
        return new LaporLog
        {
            Lines = [.. movements.Select(m => m.Line).Concat(answers.Select(a => a.Line)).Where(l => l.Text.Length > 0).OrderBy(l => l.At ?? DateTimeOffset.MinValue)],
            DisposedToUsAt = disposedAt,
            EndedAt = movements.LastOrDefault(m => m.Ends)?.At,
            Answers = [.. answers.Where(a => a.IsOurs && (disposedAt is null || a.At >= disposedAt)).Select(a => a.At).OfType<DateTimeOffset>()],
            Attachments = [.. answers.SelectMany(a => a.Attachments)],
        };
    }

    // By who passed it to whom, never by the position in the log: extra movements come in front.
    private static DateTimeOffset? DisposedAt(IEnumerable<Movement> movements)
    {
        DateTimeOffset? disposed = null;
        foreach (var movement in movements)
        {
            if (movement.IsReturn)
            {
                disposed = null;
            }
            else if (movement.IsToUs)
            {
                disposed ??= movement.At;
            }
        }

        return disposed;
    }

    private sealed record Movement(DateTimeOffset? At, bool IsToUs, bool IsReturn, bool Ends, Line Line)
    {
        public static Movement Read(JsonElement json, LaporOptions options)
        {
            var at = IndonesianDate.Instant(json.Raw("date") ?? json.Raw("created_at"), options.Zone);
            var to = json.Field("institution_to");
            var toName = to.Line("name") ?? json.Line("institution_to_name");
            var from = json.Line("institution_from_name");
            var states = json.Field("data").Inner();
            var oldState = states.Field("status_old").Line("name");
            var newState = states.Field("status_new").Line("name");
            var isToUs = to.Id("id") == options.InstitutionId || string.Equals(toName, options.InstitutionName, StringComparison.OrdinalIgnoreCase);
            var text = Named(json.Raw("content"), from, toName);
            if (newState is not null && newState != oldState)
            {
                text = $"{text} [{oldState ?? "baru"} → {newState}]".Trim();
            }

            return new Movement(at, isToUs, LaporWords.IsReturned(newState), newState != oldState && LaporWords.Ends(newState), new Line(at, text));
        }
    }

    private sealed record Answer(DateTimeOffset? At, bool IsOurs, Line Line, IReadOnlyList<Attachment> Attachments)
    {
        public static Answer Read(JsonElement json, string? reporter, LaporOptions options)
        {
            var at = IndonesianDate.Instant(json.Raw("created_at") ?? json.Raw("date"), options.Zone);
            var from = json.Line("institution_from_name");
            var to = json.Line("institution_to_name");
            var content = Named(json.Raw("content"), from, to);
            var isMovement = json.Raw("template_code") == LaporReplies.Disposition;
            var text = content.Length > 0 ? content : Named(json.Raw("template_content"), from, to);
            var isOurs = !isMovement && content.Length > 0 && CameFromUs(json, from, options);

            // Never by name: the reporter may be protected, and this line is shown to everyone who sees the ticket.
            var who = from is null || string.Equals(from, reporter, StringComparison.OrdinalIgnoreCase) ? "Pelapor" : from;
            return new Answer(at, isOurs, new Line(at, text.Length > 0 ? $"{who}: {text}" : ""), [.. LaporAttachments.Of(json.Field("attachments"))]);
        }

        private static bool CameFromUs(JsonElement json, string? from, LaporOptions options) =>
            json.Id("institution_from_id") == options.InstitutionId
            || (from is not null && (from.Equals(options.InstitutionName, StringComparison.OrdinalIgnoreCase)
                || from.EndsWith(Province(options.InstitutionName), StringComparison.OrdinalIgnoreCase)));

        // "Pemerintah Provinsi Kalimantan Utara" also answers as "Dinas … Provinsi Kalimantan Utara".
        private static string Province(string institution) =>
            institution.StartsWith("Pemerintah ", StringComparison.OrdinalIgnoreCase) ? institution["Pemerintah ".Length..] : institution;
    }

    private static string Named(string? content, string? from, string? to) => PlainText.Line(PlainText.Of(content, name => name switch
    {
        "institution_from" or "institution_from_name" or "institution_from_link" => from,
        "institution_to" or "institution_to_name" or "institution_to_link" => to,
        _ => null,
    }));
}
