using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>Turns a filter into conditions. Lists, exports and the links behind numbers all pass here, so that a number and its list cannot differ.</summary>
public static class TicketSelection
{
    /// <param name="now">What "late" and "today" are measured against.</param>
    public static IQueryable<Ticket> Matching(this IQueryable<Ticket> tickets, HubDbContext db, TicketFilter filter, DateTimeOffset now, WorkingCalendar calendar)
    {
        tickets = tickets.Standing(db, filter.Standing).DueWithin(filter.Due, now, calendar).Counted(filter.Figure, now);
        if (filter.Figure == Figure.WithinFive)
        {
            tickets = tickets.AnsweredPromptly(db, filter.From, filter.To ?? Wita.DateOf(now), calendar);
        }

        if (filter.Stage is { } stage)
        {
            tickets = tickets.Reached(stage);
        }

        if (filter.Bureau is { } bureau)
        {
            tickets = bureau == "-" ? tickets.Where(t => t.Bureau == null) : tickets.Where(t => t.Bureau == bureau);
        }
        else if (filter.Figure is not null)
        {
            tickets = tickets.WithBureaus(db);
        }

        if (filter.Kind is { } kind)
        {
            tickets = tickets.Where(t => t.Kind == kind);
        }

        if (filter.Source is { } source)
        {
            tickets = tickets.Where(t => t.Source == source);
        }

        if (filter.System is { } system)
        {
            tickets = tickets.Where(t => t.System == system);
        }

        if (filter.Service is { } service)
        {
            tickets = service == 0 ? tickets.Where(t => t.Service == null) : tickets.Where(t => t.Service == service);
        }

        if (filter.Class is { } complaintClass)
        {
            tickets = complaintClass == "-" ? tickets.Where(t => t.Class == null) : tickets.Where(t => t.Class == complaintClass);
        }

        if (filter.TakenBy is { } person)
        {
            tickets = tickets.Where(t => t.TakenBy == person);
        }

        return tickets.Within(filter);
    }

    /// <summary>Without what offices of the province hold: figures count those apart.</summary>
    public static IQueryable<Ticket> WithBureaus(this IQueryable<Ticket> tickets, HubDbContext db) => tickets.Where(t => t.Bureau == null || !db.Offices.Any(o => o.Code == t.Bureau));

    private static readonly TicketStatus[] Finished = [TicketStatus.Resolved, TicketStatus.Closed];

    /// <summary>Most tickets of an old store are finished: said by what they are not, the index of the status, which would lead through all of them, is not taken.</summary>
    private static readonly TicketStatus[] NotFinished = [.. Enum.GetValues<TicketStatus>().Except(Finished)];

    private static readonly NoticePurpose[] ToReporters = [NoticePurpose.Question, NoticePurpose.Answer, NoticePurpose.WriteBack];

    /// <summary>What was written to reporters and did not arrive.</summary>
    internal static IQueryable<OutboxMessage> Undelivered(HubDbContext db) => db.Stuck.Where(m => ToReporters.Contains(m.Purpose));

    private static IQueryable<Ticket> Standing(this IQueryable<Ticket> tickets, HubDbContext db, Standing standing)
    {
        if (standing == Figures.Standing.Finished)
        {
            return tickets.Where(t => !NotFinished.Contains(t.Status));
        }

        if (standing == Figures.Standing.AnsweredByReporter)
        {
            // From the open ones by their index: with the other columns beside it SQLite walks through an index that holds them all, and every ticket.
            var open = db.Tickets.Where(o => TicketQueries.Open.Contains(o.Status)).Select(static o => o.Id);
            return tickets.Where(t => open.Contains(t.Id) && (t.Status == TicketStatus.WaitingForReporter || t.FirstResponseAt != null)
                && t.Events.Where(e => TicketHistory.Turns.Contains(e.Kind)).OrderByDescending(e => e.Sequence).Select(e => (TicketEventKind?)e.Kind).FirstOrDefault() == TicketEventKind.ReporterWrote);
        }

        if (standing == Figures.Standing.Undelivered)
        {
            // From the few rows that are stuck to their tickets, not from each ticket to its rows.
            var stuck = Undelivered(db).Select(m => m.TicketId);
            return tickets.Where(t => stuck.Contains(t.Id));
        }

        TicketStatus[] wanted = standing switch
        {
            Figures.Standing.Open => TicketQueries.Open,
            Figures.Standing.All => [],
            _ => [Enum.Parse<TicketStatus>(standing.ToString())],
        };
        if (wanted.Length == 0)
        {
            return tickets;
        }

        // What is not finished has an index of its own, by day of receipt; the condition must stand there as in the index.
        return wanted is [_] ? tickets.Where(t => t.Status == wanted[0] && !EF.Constant(Finished).Contains(t.Status)) : tickets.Where(t => wanted.Contains(t.Status));
    }

    private static IQueryable<Ticket> DueWithin(this IQueryable<Ticket> tickets, Due? due, DateTimeOffset now, WorkingCalendar calendar)
    {
        if (due is null)
        {
            return tickets;
        }

        if (due == Due.Late)
        {
            return tickets.Where(t => t.LateAt <= now);
        }

        var end = EndOf(due.Value, Wita.DateOf(now), calendar);
        return tickets.Where(t => t.LateAt > now && t.LateAt <= end);
    }

    /// <summary>Due until that instant, which is the start of the day after (R6).</summary>
    public static DateTimeOffset EndOf(Due due, DateOnly today, WorkingCalendar calendar)
    {
        var last = due switch
        {
            Due.Today => today,
            Due.Near => calendar.AddWorkingDays(today, 3),
            Due.Soon => calendar.AddWorkingDays(today, 5),
            _ => today.AddDays((7 - (int)today.DayOfWeek) % 7),
        };
        return Wita.StartOf(last.AddDays(1)).ToUniversalTime();
    }

    private static IQueryable<Ticket> Counted(this IQueryable<Ticket> tickets, Figure? figure, DateTimeOffset now)
    {
        TicketStatus[] outside = [TicketStatus.NotOurs, TicketStatus.Archived, TicketStatus.Merged];
        return figure switch
        {
            null => tickets,
            Figure.Received => tickets.Where(t => t.Status != TicketStatus.Merged),
            Figure.Base => tickets.Where(t => !outside.Contains(t.Status)),
            Figure.Answered or Figure.WithinFive => tickets.Where(t => !outside.Contains(t.Status) && t.FirstResponseAt != null),
            Figure.Untouched => tickets.Where(t => TicketQueries.Open.Contains(t.Status) && t.FirstResponseAt == null),
            Figure.InProcess => tickets.Where(t => TicketQueries.Open.Contains(t.Status) && t.FirstResponseAt != null),
            Figure.Finished => tickets.Where(t => !NotFinished.Contains(t.Status)),
            Figure.FollowedUp => tickets.Where(t => !NotFinished.Contains(t.Status) || (TicketQueries.Open.Contains(t.Status) && t.FirstResponseAt != null)),
            Figure.OnTime => tickets.Where(t => !NotFinished.Contains(t.Status) && t.LateAt != null && (t.ResolvedAt ?? t.ClosedAt) < t.LateAt),
            Figure.Measured => tickets.Where(t => !NotFinished.Contains(t.Status) && t.LateAt != null && (t.ResolvedAt ?? t.ClosedAt) != null),
            // First what few are, and without an "or": most tickets are dropped after one look at their dates.
            Figure.Overdue => tickets.Where(t => t.LateAt <= (Finished.Contains(t.Status) ? t.ResolvedAt ?? t.ClosedAt : now) && !outside.Contains(t.Status)),
            Figure.OverdueOpen => tickets.Where(t => TicketQueries.Open.Contains(t.Status) && t.LateAt <= now),
            Figure.OmbudsmanRisk => tickets.PastStatute(now),
            Figure.Rated => tickets.Where(t => !outside.Contains(t.Status) && t.Rating != null),
            Figure.Returned => tickets.Where(t => t.Status == TicketStatus.NotOurs),
            Figure.EndUnknown => tickets.Where(t => !NotFinished.Contains(t.Status) && t.ResolvedAt == null && t.ClosedAt == null),
            Figure.Archived => tickets.Where(t => t.Status == TicketStatus.Archived),
            _ => tickets.Where(t => !outside.Contains(t.Status) && t.Reopened > 0),
        };
    }

    /// <summary>Open though the time that a law gives is over: the reporter may go to the Ombudsman (rules 1.5).</summary>
    private static IQueryable<Ticket> PastStatute(this IQueryable<Ticket> tickets, DateTimeOffset now) => tickets.Where(t =>
        TicketQueries.Open.Contains(t.Status) && t.Clocks.Any(c => c.Kind == ClockKind.Statute && c.EndedAt == null && !c.Informational && c.LateAt <= now));

    /// <summary>The same of the clocks.</summary>
    internal static IQueryable<TicketClock> PastStatute(this IQueryable<TicketClock> clocks, DateTimeOffset now) =>
        clocks.Where(c => c.Kind == ClockKind.Statute && c.EndedAt == null && !c.Informational && c.LateAt <= now);

    /// <summary>The open ones, by their numbers: open are few, whatever was received. Asked for them by their status, SQLite takes each status for as common as any other and reads every ticket there is.</summary>
    internal static async Task<IQueryable<Ticket>> StillOpenAsync(this IQueryable<Ticket> tickets, HubDbContext db, CancellationToken token)
    {
        var open = await db.Tickets.Where(static t => TicketQueries.Open.Contains(t.Status)).Select(static t => t.Id).ToListAsync(token);
        return tickets.Where(t => EF.Parameter(open).Contains(t.Id));
    }

    private static IQueryable<Ticket> Reached(this IQueryable<Ticket> tickets, Stage stage)
    {
        var (anyhow, answered) = (Stages.Reaching(stage, isAnswered: false), Stages.Reaching(stage, isAnswered: true));
        return tickets.Where(t => anyhow.Contains(t.Status) || (t.FirstResponseAt != null && answered.Contains(t.Status)));
    }

    private static IQueryable<Ticket> Within(this IQueryable<Ticket> tickets, TicketFilter filter)
    {
        if (filter.From is { } from)
        {
            var start = Start(from);
            tickets = tickets.Where(t => t.ReceivedAt >= start);
        }

        if (filter.To is { } to)
        {
            var end = Start(to.AddDays(1));
            tickets = tickets.Where(t => t.ReceivedAt < end);
        }

        if (filter.DueOn is { } day)
        {
            // Late from the start of the day after (R6).
            var (start, end) = (Start(day), Start(day.AddDays(1)));
            tickets = tickets.Where(t => t.LateAt > start && t.LateAt <= end);
        }

        if (filter.DoneFrom is { } doneFrom)
        {
            var start = Start(doneFrom);
            tickets = tickets.Where(t => (t.ResolvedAt ?? t.ClosedAt) >= start);
        }

        if (filter.DoneTo is { } doneTo)
        {
            var end = Start(doneTo.AddDays(1));
            tickets = tickets.Where(t => (t.ResolvedAt ?? t.ClosedAt) < end);
        }

        return tickets;
    }

    private static DateTimeOffset Start(DateOnly date) => Wita.StartOf(date).ToUniversalTime();
}
