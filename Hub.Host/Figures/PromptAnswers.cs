using System.Globalization;
using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>Finds the tickets that were answered within five working days of their receipt. A store knows no working days: it is told, for each span of receipt, by when.</summary>
internal static class PromptAnswers
{
    private const string Utc = "yyyy-MM-dd HH:mm:ss";

    /// <param name="from">The first day of receipt; null goes back as far as a report does.</param>
    public static IQueryable<Ticket> AnsweredPromptly(this IQueryable<Ticket> tickets, HubDbContext db, DateOnly? from, DateOnly to, WorkingCalendar calendar)
    {
        var spans = JsonSerializer.Serialize(Spans(from ?? to.AddDays(-Period.MostDays), to, calendar), JsonSerializerOptions.Web);
        var found = db.Database.IsNpgsql()
            ? db.Database.SqlQuery<long>($"""
                SELECT t.id AS "Value" FROM jsonb_to_recordset({spans}::jsonb) AS s("from" text, "until" text, "limit" text)
                JOIN tickets t ON t.received_at >= (s."from" || '+00')::timestamptz AND t.received_at < (s."until" || '+00')::timestamptz AND t.first_response_at < (s."limit" || '+00')::timestamptz
                """)
            : db.Database.SqlQuery<long>($"""
                SELECT t.id AS "Value" FROM json_each({spans}) s
                JOIN tickets t ON t.received_at >= s.value ->> 'from' AND t.received_at < s.value ->> 'until' AND t.first_response_at < s.value ->> 'limit'
                """);
        return tickets.Where(t => found.Contains(t.Id));
    }

    /// <summary>Days of receipt with the same last day for an answer, put together: what came on Friday, Saturday and Sunday has the same five days.</summary>
    private static IEnumerable<Span> Spans(DateOnly from, DateOnly to, WorkingCalendar calendar)
    {
        for (var (start, day) = (from, from); day <= to; day = day.AddDays(1))
        {
            var over = calendar.AddWorkingDays(day, FigureTally.PromptDays + 1);
            if (day == to || calendar.AddWorkingDays(day.AddDays(1), FigureTally.PromptDays + 1) != over)
            {
                yield return new Span(Instant(start), Instant(day.AddDays(1)), Instant(over));
                start = day.AddDays(1);
            }
        }
    }

    private static string Instant(DateOnly day) => Wita.StartOf(day).UtcDateTime.ToString(Utc, CultureInfo.InvariantCulture);

    /// <summary>Received from that instant and before the second one; answered before the third.</summary>
    private sealed record Span(string From, string Until, string Limit);
}
