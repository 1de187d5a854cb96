using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host.Figures;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People.Access;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Watch;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Web.Overview;

/// <summary>What the first screen shows.</summary>
public sealed class OverviewQueries(TicketQueries tickets, OpenTickets opened, MonthFigures months, ServiceCatalogue catalogue, WorkingCalendar calendar, SetupCheck setup, SharedLooks looks, Visit visit)
{
    /// <summary>How many months the trend line shows, the running one included.</summary>
    private const int TrendMonths = 6;

    private const int Shown = 8;

    /// <summary>Alarms that a run which went well answers.</summary>
    private static readonly string[] AboutRuns = ["source-failing", "credentials"];

    /// <summary>One look for all who may see the same and open the screen at once.</summary>
    public Task<OverviewFigures> ReadAsync(CancellationToken token) => looks.LookAsync(new Asked(visit.User.Rights, visit.Today), LookAsync, token);

    private async Task<OverviewFigures> LookAsync(CancellationToken token)
    {
        await using var db = tickets.Read();
        var open = await HeldAsync(token);
        return new OverviewFigures
        {
            Bureaus = await BureausAsync(open, token),
            Late = open.Sum(static h => h.Late),
            DueToday = open.Sum(static h => h.Today),
            DueNextDay = open.Sum(static h => h.NextDay),
            DueNear = open.Sum(static h => h.Near),
            New = open.Sum(static h => h.New),
            Answered = await tickets.Visible(db).Matching(db, AnsweredOnes, visit.Now, calendar).CountAsync(token),
            Undelivered = await tickets.Visible(db).Matching(db, UndeliveredOnes, visit.Now, calendar).CountAsync(token),
            Offices = await OfficesAsync(db, open, token),
            Triage = await TriageQueue.Of(tickets.Visible(db)).CountAsync(token),
            TriageLate = await TriageQueue.Late(db, tickets.Visible(db), visit.Now).CountAsync(token),
            Pressing = await PressingAsync(db, token),
            Alarms = await AlarmsAsync(db, token),
            Quarantined = visit.Administers ? await db.Envelopes.CountAsync(e => e.Status == EnvelopeStatus.Quarantined, token) : 0,
            Unsent = visit.Administers ? await StuckNotices.Of(db).CountAsync(token) : 0,
            Bouncing = await BouncingAsync(db, tickets.OnlyBureau, token),
            Sources = await SourcesAsync(db, token),
            SetupLeft = visit.Administers ? (await setup.LookAsync(token)).Count(p => !p.IsDone) : 0,
        };
    }

    private sealed record Asked(Rights Rights, DateOnly Today);

    /// <summary>What is open, by whoever holds it: bureaus, offices, and nobody while in triage.</summary>
    private async Task<IReadOnlyList<Held>> HeldAsync(CancellationToken token)
    {
        var now = visit.Now;
        var today = TicketSelection.EndOf(Due.Today, visit.Today, calendar);
        var week = TicketSelection.EndOf(Due.Week, visit.Today, calendar);
        var near = TicketSelection.EndOf(Due.Near, visit.Today, calendar);
        return
        [
            .. (await opened.ReadAsync(token)).GroupBy(t => t.Bureau, StringComparer.Ordinal)
                .Select(g => new Held(g.Key, g.Count(), g.Count(t => t.LateAt <= now), Until(g, today), Until(g, week))
                {
                    NextDay = g.Count(t => t.LateAt is { } at && DueOn(at) == NextDay),
                    Near = Until(g, near),
                    New = g.Count(t => t.Status == TicketStatus.New),
                }),
        ];
    }

    /// <summary>Open tickets whose reporter answered.</summary>
    internal static readonly TicketFilter AnsweredOnes = new() { Standing = Standing.AnsweredByReporter };

    /// <summary>Tickets whose words did not reach the reporter.</summary>
    internal static readonly TicketFilter UndeliveredOnes = new() { Standing = Standing.Undelivered };

    /// <summary>The working day after this one.</summary>
    internal DateOnly NextDay => calendar.AddWorkingDays(visit.Today, 1);

    private int Until(IEnumerable<FigureRow> rows, DateTimeOffset end) => rows.Count(t => t.LateAt > visit.Now && t.LateAt <= end);

    /// <summary>The day of a list that is asked for by it: late from the start of the day after (R6).</summary>
    private static DateOnly DueOn(DateTimeOffset lateAt) => Wita.DateOf(lateAt.AddTicks(-1));

    private async Task<IReadOnlyList<BureauLine>> BureausAsync(IReadOnlyList<Held> open, CancellationToken token)
    {
        var standing = open.Where(h => h.By is not null).ToDictionary(h => h.By!, StringComparer.Ordinal);
        var trend = await months.LastAsync(TrendMonths, visit.Today, token);
        return [.. catalogue.Bureaus.Where(b => tickets.OnlyBureau is null || b.Code == tickets.OnlyBureau).Select(bureau =>
        {
            var held = standing.GetValueOrDefault(bureau.Code);
            return new BureauLine(
                bureau,
                held?.Open ?? 0,
                held?.Today ?? 0,
                held?.Week ?? 0,
                held?.Late ?? 0,
                trend[^1].Bureaus.GetValueOrDefault(bureau.Code),
                [.. trend.Select(m => m.Bureaus.GetValueOrDefault(bureau.Code) is { Measured: >= ReportWords.FewestForPercent } month ? month.OnTimeShare : null)]);
        })];
    }

    /// <summary>What offices of the province hold, those that hold something only.</summary>
    private async Task<IReadOnlyList<OfficeLine>> OfficesAsync(HubDbContext db, IReadOnlyList<Held> open, CancellationToken token)
    {
        var others = open.Where(h => h.By is not null && catalogue.FindBureau(h.By) is null).ToList();
        if (others.Count == 0)
        {
            return [];
        }

        var codes = await db.Offices.Select(static o => o.Code).ToHashSetAsync(token);
        return [.. others.Where(h => codes.Contains(h.By!)).Select(static h => new OfficeLine(h.By!, h.Open, h.Late)).OrderByDescending(o => o.Late).ThenByDescending(o => o.Open)];
    }

    /// <summary>What is late or due today, worst first.</summary>
    private async Task<IReadOnlyList<TicketLine>> PressingAsync(HubDbContext db, CancellationToken token)
    {
        var today = TicketSelection.EndOf(Due.Today, visit.Today, calendar);
        return await tickets.Visible(db)
            .Where(t => TicketQueries.Open.Contains(t.Status) && t.LateAt <= today)
            .OrderBy(t => t.LateAt).ThenBy(t => t.Id).Take(Shown)
            .Select(TicketLine.FromTicket).ToListAsync(token);
    }

    private async Task<IReadOnlyList<Alarm>> AlarmsAsync(HubDbContext db, CancellationToken token) => visit.Administers
        ? await db.Alarms.AsNoTracking()
            // What a source did well since the last watch is over, though the watch has not looked yet.
            .Where(a => a.EndedAt == null && !(AboutRuns.Contains(a.Code) && db.SourceHealth.Any(h => h.Source == a.Subject && h.FailingSince == null && h.LastSuccessAt > a.LastSeenAt))).OrderBy(a => a.FirstSeenAt).Take(Shown).ToListAsync(token)
        : [];

    /// <summary>People of the visible bureaus whom mail does not reach.</summary>
    /// <param name="bureau">Null for all.</param>
    internal static async Task<IReadOnlyList<Contact>> BouncingAsync(HubDbContext db, string? bureau, CancellationToken token) =>
        await db.Contacts.AsNoTracking().Where(c => c.BouncingSince != null && (bureau == null || c.Bureau == bureau)).OrderBy(c => c.BouncingSince).Take(Shown).ToListAsync(token);

    /// <summary>What came in today, from one source or all.</summary>
    internal TicketFilter Arrived(string? source) => new() { Standing = Standing.All, Source = source, From = visit.Today, Order = TicketOrder.Newest };

    private async Task<IReadOnlyList<SourceToday>> SourcesAsync(HubDbContext db, CancellationToken token)
    {
        var arrived = await tickets.Visible(db).Matching(db, Arrived(null), visit.Now, calendar).GroupBy(t => t.Source).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, StringComparer.Ordinal, token);
        var sources = await db.Sources.AsNoTracking().OrderBy(s => s.Name).Select(s => new SourceToday(
            s.Name,
            s.Title,
            s.Cron,
            s.PausedAt,
            db.SourceHealth.Where(h => h.Source == s.Name).Select(h => h.FailingSince).FirstOrDefault(),
            db.SourceHealth.Where(h => h.Source == s.Name).Select(h => h.LastSuccessAt).FirstOrDefault(),
            0)).ToListAsync(token);
        return [.. sources.Select(s => s with { Items = arrived.GetValueOrDefault(s.Name) })];
    }
}

/// <summary>What one holder has to do.</summary>
/// <param name="By">The code of a bureau or an office; null for nobody.</param>
/// <param name="Today">Due today and not late yet.</param>
/// <param name="Week">Due from now to Sunday.</param>
internal sealed record Held(string? By, int Open, int Late, int Today, int Week)
{
    /// <summary>Due on the next working day.</summary>
    public required int NextDay { get; init; }

    /// <summary>Due within three working days and not late yet.</summary>
    public required int Near { get; init; }

    /// <summary>Given to it and not accepted yet.</summary>
    public required int New { get; init; }
}

/// <summary>Everything on the first screen.</summary>
public sealed record OverviewFigures
{
    public required IReadOnlyList<BureauLine> Bureaus { get; init; }
    public required IReadOnlyList<OfficeLine> Offices { get; init; }
    public required int Triage { get; init; }

    /// <summary>Those whose day for the decision has passed.</summary>
    public required int TriageLate { get; init; }
    public required IReadOnlyList<TicketLine> Pressing { get; init; }
    public required IReadOnlyList<Alarm> Alarms { get; init; }
    public required int Quarantined { get; init; }

    /// <summary>Notices that could not leave or were stopped.</summary>
    public required int Unsent { get; init; }
    public required IReadOnlyList<SourceToday> Sources { get; init; }

    /// <summary>People whom mail does not reach.</summary>
    public required IReadOnlyList<Contact> Bouncing { get; init; }

    /// <summary>How many steps of the set-up are missing; told to administrators.</summary>
    public required int SetupLeft { get; init; }

    /// <summary>Late, whoever holds it.</summary>
    public required int Late { get; init; }

    /// <summary>Due today, whoever holds it.</summary>
    public required int DueToday { get; init; }

    /// <summary>Due on the next working day.</summary>
    public required int DueNextDay { get; init; }

    /// <summary>Due within three working days, today with them.</summary>
    public required int DueNear { get; init; }

    /// <summary>Given to somebody and not accepted yet.</summary>
    public required int New { get; init; }

    /// <summary>The reporter answered, and nobody has taken it up yet.</summary>
    public required int Answered { get; init; }

    /// <summary>What was written to the reporter did not arrive.</summary>
    public required int Undelivered { get; init; }
}

/// <summary>One bureau: what waits now and what this month brought.</summary>
/// <param name="Today">Due today.</param>
/// <param name="Week">Due from now to Sunday.</param>
/// <param name="Month">Finished this month; null when nothing was.</param>
/// <param name="Trend">On-time share by month, oldest first; null where nothing was measured.</param>
public sealed record BureauLine(Bureau Bureau, int Open, int Today, int Week, int Late, Tally? Month, IReadOnlyList<double?> Trend);

/// <summary>What one office of the province holds now; on no bureau's score.</summary>
public sealed record OfficeLine(string Code, int Open, int Late);

/// <summary>What a source brought today.</summary>
/// <param name="Cron">Null for one that is only fed.</param>
public sealed record SourceToday(string Name, string Title, string? Cron, DateTimeOffset? PausedAt, DateTimeOffset? FailingSince, DateTimeOffset? LastSuccessAt, int Items)
{
    /// <summary>It brings what there is: not paused, not in trouble, and it succeeded once.</summary>
    public bool IsRunning => PausedAt is null && FailingSince is null && (Cron is null || LastSuccessAt is not null);
}
