using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Texts;
using Microsoft.Extensions.Localization;

namespace Hub.Host.People.Visits;

/// <summary>Says states, dates and numbers in the visitor's language.</summary>
public sealed class Words(Visit visit, IStringLocalizer<PagesTexts> texts, WorkingCalendar calendar)
{
    public string this[string key] => texts[key];

    public string this[string key, params object[] values] => Sentences.Fill(texts[key], values);

    /// <returns>The text, or null when there is none under that key.</returns>
    public string? Find(string key) => texts[key] is { ResourceNotFound: false } found ? found.Value : null;

    public string Day(DateOnly date) => OfficeDates.Day(date, visit.Language);

    public string ShortDay(DateOnly date) => OfficeDates.ShortDay(date, visit.Language);

    public string Month(DateOnly date) => OfficeDates.Month(date, visit.Language);

    /// <returns><c>20 Maret 2026</c>.</returns>
    public string LongDate(DateOnly date) => OfficeDates.LongDate(date, visit.Language);

    public string ShortMonth(DateOnly date) => OfficeDates.ShortMonth(date, visit.Language);

    public string Instant(DateTimeOffset at) => OfficeDates.Instant(at, visit.Language);

    public string Time(DateTimeOffset at) => OfficeDates.Time(at, visit.Language);

    public string Number(long number) => OfficeNumbers.Whole(number, visit.Language);

    public string Number(double number) => OfficeNumbers.Fraction(number, 1, visit.Language);

    public string Percent(double share) => OfficeNumbers.Percent(share, visit.Language);

    /// <param name="percent">0 to 100; told to a tenth, as it is.</param>
    public string Tenth(double percent) => this["percent", OfficeNumbers.Fraction(percent, 1, visit.Language)];

    /// <summary>With two digits after the comma.</summary>
    public string Fine(double number) => OfficeNumbers.Fraction(number, 2, visit.Language);

    public string Size(long bytes) => OfficeNumbers.Size(bytes, visit.Language);

    public string Status(TicketStatus status) => this["status." + status];

    public string Kind(SubmissionKind kind) => this["kind." + kind];

    /// <returns><c>3 menit lalu</c>, <c>2 jam lalu</c>, then the date.</returns>
    public string Ago(DateTimeOffset at) => (visit.Now - at) switch
    {
        { TotalSeconds: < 60 } => this["ago.now"],
        { TotalMinutes: < 60 } span => this["ago.minutes", (int)span.TotalMinutes],
        { TotalHours: < 24 } span => this["ago.hours", (int)span.TotalHours],
        _ => Instant(at),
    };

    /// <returns><c>dalam 3 menit</c>, <c>dalam 2 jam</c>, then the date.</returns>
    public string Ahead(DateTimeOffset at) => (at - visit.Now) switch
    {
        { TotalSeconds: < 60 } => this["ahead.now"],
        { TotalMinutes: < 60 } span => this["ahead.minutes", (int)span.TotalMinutes],
        { TotalHours: < 24 } span => this["ahead.hours", (int)span.TotalHours],
        _ => Instant(at),
    };

    public TimeLeft Left(Ticket ticket) => Left(ticket.Status, ticket.DueOn, ticket.LateAt, ticket.PausedSince);

    /// <summary>How long a ticket still has, in working days.</summary>
    /// <param name="pausedSince">Since when it waits for its reporter: what is left then is nobody's here, and its day moves. Past the longest pause the count goes on, and its day is a day again (R19).</param>
    public TimeLeft Left(TicketStatus status, DateOnly? dueOn, DateTimeOffset? lateAt, DateOnly? pausedSince)
    {
        if (!status.IsOpen())
        {
            return new(Urgency.Done, Status(status));
        }

        if (dueOn is not DateOnly due || lateAt is not DateTimeOffset late)
        {
            return new(Urgency.Calm, this["left.none"]);
        }

        if (pausedSince is { } since && visit.Today <= since.AddDays(Pauses.LongestOpen))
        {
            return new(Urgency.Paused, this["left.paused", Day(since)]);
        }

        var (urgency, days) = TimeToGo.Of(due, late, calendar, visit.Now);
        return new(urgency, urgency switch
        {
            Urgency.Late => days == 0 ? this["left.late-today"] : this["left.late", days],
            Urgency.Today => due == visit.Today ? this["left.today"] : this["left.before", Day(due)],
            _ => this["left.days", days],
        });
    }
}

/// <summary>A ticket's time left: a word and how much it presses.</summary>
public sealed record TimeLeft(Urgency Urgency, string Text);
