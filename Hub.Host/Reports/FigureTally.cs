using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;

namespace Hub.Host.Reports;

/// <summary>The columns that figures are made of.</summary>
public readonly record struct FigureRow(
    string? Group, TicketStatus Status, DateTimeOffset ReceivedAt, DateTimeOffset? LateAt, DateTimeOffset? FirstResponseAt, DateTimeOffset? DoneAt, int Reopened);

/// <summary>The indicators of a set of tickets received in a period (rules 1.6). Returned, archived and merged ones stand outside the base.</summary>
public sealed class FigureTally
{
    private readonly SortedDictionary<int, int> responses = [];
    private readonly SortedDictionary<int, int> resolutions = [];
    private int answeredWithDays;

    public int Received { get; private set; }
    public int Returned { get; private set; }
    public int Archived { get; private set; }
    public int Base => Received - Returned - Archived;
    public int Answered { get; private set; }
    public int Untouched { get; private set; }
    public int InProcess { get; private set; }
    public int Finished { get; private set; }
    public int OnTime { get; private set; }
    public int FinishedLate { get; private set; }
    public int OverdueOpen { get; private set; }
    public int Reopened { get; private set; }
    public int WithinFive { get; private set; }

    /// <summary>Finished in time, of all that were finished or are overdue; null when there are none.</summary>
    public double? OnTimeShare => Share(OnTime, OnTime + FinishedLate + OverdueOpen);

    public double? FinishedShare => Share(Finished, Base);

    public double? InProcessShare => Share(InProcess, Base);

    public double? UntouchedShare => Share(Untouched, Base);

    public double? FollowedUpShare => Share(InProcess + Finished, Base);

    /// <summary>First response within five working days, of the answered ones.</summary>
    public double? WithinFiveShare => Share(WithinFive, answeredWithDays);

    /// <summary>Working days from receipt to the first substantive answer.</summary>
    public double? MedianResponse => Quantiles.Median(responses, answeredWithDays);

    public double? P90Response => Quantiles.At(responses, answeredWithDays, 0.9);

    /// <summary>Working days from receipt to the end.</summary>
    public double? MedianResolution => Quantiles.Median(resolutions, Finished);

    public double? P90Resolution => Quantiles.At(resolutions, Finished, 0.9);

    public void Add(in FigureRow row, DateTimeOffset now, WorkingCalendar calendar)
    {
        if (row.Status == TicketStatus.Merged)
        {
            return;
        }

        Received++;
        Reopened += row.Reopened > 0 ? 1 : 0;
        switch (row.Status)
        {
            case TicketStatus.NotOurs:
                Returned++;
                return;
            case TicketStatus.Archived:
                Archived++;
                return;
            case TicketStatus.Resolved or TicketStatus.Closed:
                Finish(row, calendar);
                break;
            default:
                InProcess += row.FirstResponseAt is null ? 0 : 1;
                Untouched += row.FirstResponseAt is null ? 1 : 0;
                OverdueOpen += row.LateAt <= now ? 1 : 0;
                break;
        }

        if (row.FirstResponseAt is { } answeredAt)
        {
            Answered++;
            answeredWithDays++;
            var days = Days(row.ReceivedAt, answeredAt, calendar);
            WithinFive += days <= 5 ? 1 : 0;
            responses[days] = responses.GetValueOrDefault(days) + 1;
        }
    }

    private void Finish(in FigureRow row, WorkingCalendar calendar)
    {
        Finished++;
        var doneAt = row.DoneAt ?? row.ReceivedAt;
        OnTime += row.LateAt is { } late && doneAt < late ? 1 : 0;
        FinishedLate += row.LateAt is { } limit && doneAt >= limit ? 1 : 0;
        var days = Days(row.ReceivedAt, doneAt, calendar);
        resolutions[days] = resolutions.GetValueOrDefault(days) + 1;
    }

    private static int Days(DateTimeOffset from, DateTimeOffset to, WorkingCalendar calendar) =>
        calendar.CountWorkingDays(Wita.DateOf(from).AddDays(1), Wita.DateOf(to));

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
