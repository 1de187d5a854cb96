using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Figures;

/// <summary>The indicators of a set of tickets received in a period (rules 1.6). Returned, archived and merged ones stand outside the base.</summary>
public sealed class FigureTally
{
    /// <summary>Within so many working days a first response is wanted (road map of the ministry).</summary>
    public const int PromptDays = 5;

    private readonly DayCounts responses = new();
    private readonly DayCounts resolutions = new();
    private readonly DayCounts promises = new();
    private readonly int[] stages = new int[Enum.GetValues<Stage>().Length];
    private int stars;

    public int Received { get; private set; }
    public int Returned { get; private set; }
    public int Archived { get; private set; }
    public int Base => Received - Returned - Archived;
    public int Answered { get; private set; }
    public int Untouched { get; private set; }
    public int InProcess { get; private set; }
    public int Finished { get; private set; }

    /// <summary>Finished at their source, which does not say when: in no figure about time.</summary>
    public int EndUnknown { get; private set; }

    /// <summary>Finished at a known time.</summary>
    public int EndKnown => Finished - EndUnknown;
    public int FollowedUp => InProcess + Finished;
    public int OnTime { get; private set; }
    public int FinishedLate { get; private set; }
    public int OverdueOpen { get; private set; }
    public int Overdue => FinishedLate + OverdueOpen;

    /// <summary>Open within their terms: nobody knows yet whether they will be on time.</summary>
    public int Undecided => Untouched + InProcess - OverdueOpen;
    public int Reopened { get; private set; }
    public int WithinFive { get; private set; }

    /// <summary>Those to which the reporter gave stars.</summary>
    public int Rated { get; private set; }

    /// <summary>Open though a term of a statute is over (UU 25/2009); anybody may take such a one to the Ombudsman.</summary>
    public int OmbudsmanRisk { get; private set; }

    /// <summary>Finished in time, of all that were finished or are overdue; null when there are none.</summary>
    public double? OnTimeShare => Share(OnTime, OnTime + Overdue);

    public double? ReopenedShare => Share(Reopened, Base);

    /// <summary>First response within five working days, of the answered ones.</summary>
    public double? WithinFiveShare => Share(WithinFive, Answered);

    /// <summary>Mean of the stars, 1 to 5; null when nobody gave any.</summary>
    public double? AverageRating => Rated == 0 ? null : (double)stars / Rated;

    /// <summary>Working days from receipt to the first substantive answer.</summary>
    public double? MedianResponse => responses.Median;

    public double? MeanResponse => responses.Mean;

    public double? P90Response => responses.At(0.9);

    /// <summary>Working days from receipt to the end.</summary>
    public double? MedianResolution => resolutions.Median;

    /// <summary>Working days that were promised for what was finished; null where nothing was.</summary>
    public double? MedianPromise => promises.Median;

    public double? P90Resolution => resolutions.At(0.9);

    /// <summary>Untouched, in process and finished in tenths of a per cent of the base, rounded so that the three make exactly 1000; all 0 without a base.</summary>
    public (int Untouched, int InProcess, int Finished) Tenths
    {
        get
        {
            var parts = Apportioned.Of(1_000, Untouched, InProcess, Finished);
            return (parts[0], parts[1], parts[2]);
        }
    }

    /// <summary>How many came at least so far.</summary>
    public int Reached(Stage stage) => stages.Skip((int)stage).Sum();

    /// <summary>Adds what another one counted.</summary>
    public void Add(FigureTally other)
    {
        Received += other.Received;
        Returned += other.Returned;
        Archived += other.Archived;
        Answered += other.Answered;
        Untouched += other.Untouched;
        InProcess += other.InProcess;
        Finished += other.Finished;
        EndUnknown += other.EndUnknown;
        OnTime += other.OnTime;
        FinishedLate += other.FinishedLate;
        OverdueOpen += other.OverdueOpen;
        Reopened += other.Reopened;
        WithinFive += other.WithinFive;
        Rated += other.Rated;
        OmbudsmanRisk += other.OmbudsmanRisk;
        stars += other.stars;
        for (var i = 0; i < stages.Length; i++)
        {
            stages[i] += other.stages[i];
        }

        responses.Add(other.responses);
        resolutions.Add(other.resolutions);
        promises.Add(other.promises);
    }

    /// <summary>Counts so many of the open ones as past a statute.</summary>
    public void AtRisk(int count) => OmbudsmanRisk += count;

    public void Add(in FigureRow row, DateTimeOffset now, WorkingCalendar calendar)
    {
        if (Stages.Of(row.Status, row.FirstResponseAt is not null) is not { } stage)
        {
            return;
        }

        Received++;
        stages[(int)stage]++;
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

        Reopened += row.Reopened > 0 ? 1 : 0;
        Rated += row.Rating is null ? 0 : 1;
        stars += row.Rating ?? 0;
        if (row.FirstResponseAt is { } answeredAt)
        {
            Answered++;
            var days = Days(row.ReceivedAt, answeredAt, calendar);
            WithinFive += days <= PromptDays ? 1 : 0;
            responses.Add(days);
        }
    }

    private void Finish(in FigureRow row, WorkingCalendar calendar)
    {
        Finished++;
        if (row.DoneAt is not { } doneAt)
        {
            EndUnknown++;
            return;
        }

        if (row.LateAt is { } late)
        {
            OnTime += doneAt < late ? 1 : 0;
            FinishedLate += doneAt < late ? 0 : 1;
            promises.Add(Days(row.ReceivedAt, late.AddTicks(-1), calendar));
        }

        resolutions.Add(Days(row.ReceivedAt, doneAt, calendar));
    }

    private static int Days(DateTimeOffset from, DateTimeOffset to, WorkingCalendar calendar) =>
        calendar.CountWorkingDays(Wita.DateOf(from).AddDays(1), Wita.DateOf(to));

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
