using System.Globalization;
using Hub.Connectors;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Privacy;
using Hub.Host.Figures;
using Hub.Host.Intake;
using Hub.Host.People.Privacy;
using Hub.Host.People.Visits;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Watch;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Web.Sources;

/// <summary>What the room of the sources shows.</summary>
public sealed class SourceQueries(Database database, ConfiguredConnectors connectors, Backfill backfill, ItemNumbers numbers, SharedLooks looks, Visit visit)
{
    /// <summary>Today's count is compared with the working-day average of so many weeks.</summary>
    private const int UsualWeeks = 4;

    public Task<IReadOnlyList<SourceRow>> AllAsync(CancellationToken token) => looks.LookAsync(new Asked(null, visit.Today), LookAsync, token);

    public Task<SourceDetail?> FindAsync(string name, CancellationToken token) => looks.LookAsync(new Asked(name, visit.Today), stop => LookAsync(name, stop), token);

    private async Task<IReadOnlyList<SourceRow>> LookAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return await RowsAsync(db, db.Sources, null, token);
    }

    private async Task<SourceDetail?> LookAsync(string name, CancellationToken token)
    {
        await using var db = database.Open();
        var rows = await RowsAsync(db, db.Sources.Where(s => s.Name == name), name, token);
        if (rows is not [var row])
        {
            return null;
        }

        var unseen = await db.UnseenItems.AsNoTracking().Where(u => u.Source == name && u.ClosedAt == null).OrderByDescending(u => u.Nights).ThenBy(u => u.ExternalId).Take(50)
            .Select(u => new { Item = u, Ticket = db.Tickets.Where(t => t.Source == name && t.ExternalId == u.ExternalId).Select(t => t.Number).FirstOrDefault() }).ToListAsync(token);
        var shown = await numbers.ShownAsync(db, name, [.. unseen.Select(u => u.Item.ExternalId)], token);
        return new SourceDetail
        {
            Row = row,
            Runs = await db.Runs.AsNoTracking().Where(r => r.Source == name).OrderByDescending(r => r.PlannedAt).Take(20).ToListAsync(token),
            Drifts = Proposed(row.Source, await db.Drifts.AsNoTracking().Where(d => d.Source == name && d.AcknowledgedAt == null).OrderByDescending(d => d.LastSeenAt).Take(50).ToListAsync(token)),
            Statements = await db.Statements.AsNoTracking().Where(s => s.Source == name).OrderByDescending(s => s.Day).Take(14).ToListAsync(token),
            Unseen = [.. unseen.Select(u => new UnseenTicket(u.Item, u.Ticket, shown[u.Item.ExternalId]))],
            Backfill = await backfill.LastAsync(name, token),
            Statuses = await db.Envelopes.Where(e => e.Source == name).GroupBy(e => e.Status).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, token),
        };
    }

    private IReadOnlyList<ProposedDrift> Proposed(Source source, List<DriftSample> drifts)
    {
        if (drifts.Count == 0)
        {
            return [];
        }

        try
        {
            var connector = connectors.Build(source) as IProposes;
            return [.. drifts.Select(d => new ProposedDrift(d, connector?.Propose(d.Field, d.Value)))];
        }
        catch (SourceUnusable)
        {
            // Its settings cannot be used now; the samples are shown all the same.
            return [.. drifts.Select(d => new ProposedDrift(d, null))];
        }
    }

    private async Task<IReadOnlyList<SourceRow>> RowsAsync(HubDbContext db, IQueryable<Source> sources, string? only, CancellationToken token)
    {
        var days = await DaysAsync(db, only, token);
        var rows = await sources.AsNoTracking().OrderBy(s => s.Name).Select(s => new
        {
            Source = s,
            Health = db.SourceHealth.FirstOrDefault(h => h.Source == s.Name),
            Alarm = db.Alarms.Where(a => a.EndedAt == null && a.Subject == s.Name).OrderByDescending(a => a.LastSeenAt).FirstOrDefault(),
            Running = db.Runs.Where(r => r.Source == s.Name && r.EndedAt == null).OrderByDescending(r => r.StartedAt).FirstOrDefault(),
            Last = db.Runs.Where(r => r.Source == s.Name && r.EndedAt != null).OrderByDescending(r => r.PlannedAt).FirstOrDefault(),
            News = db.Drifts.Where(d => d.Source == s.Name && d.AcknowledgedAt == null).OrderBy(d => d.Value.Contains(LeakGate.Blot)).ThenBy(d => d.FirstSeenAt).FirstOrDefault(),
            NewsCount = db.Drifts.Count(d => d.Source == s.Name && d.AcknowledgedAt == null),
            Quarantined = db.Envelopes.Count(e => e.Status == EnvelopeStatus.Quarantined && e.Source == s.Name),
        }).ToListAsync(token);
        return
        [
            .. rows.Select(r =>
            {
                var brought = days.GetValueOrDefault(r.Source.Name) ?? new int[SourceRow.ShownDays];
                var before = brought[^((7 * UsualWeeks) + 1)..^1].Sum();
                return new SourceRow(r.Source, r.Health, r.Alarm, r.Running, r.Last, brought[^1], before / (5.0 * UsualWeeks), r.Quarantined) { Days = brought, News = r.News, NewsCount = r.NewsCount };
            }),
        ];
    }

    /// <summary>How many items each source brought on each of the last days, oldest first. Counted by the store in hours of UTC, whole numbers of which WITA is ahead; what nothing came from is left out.</summary>
    private async Task<IReadOnlyDictionary<string, int[]>> DaysAsync(HubDbContext db, string? only, CancellationToken token)
    {
        var first = visit.Today.AddDays(1 - SourceRow.ShownDays);
        var since = Wita.StartOf(first).UtcDateTime;
        var hours = await (db.Database.IsNpgsql()
            ? db.Database.SqlQuery<HourCount>($"""
                SELECT source AS "Source", to_char(seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24') AS "Hour", count(*)::int AS "Count" FROM envelopes
                WHERE source IN (SELECT name FROM sources WHERE name = coalesce({only}, name)) AND seen_at >= {since} GROUP BY 1, 2
                """)
            : db.Database.SqlQuery<HourCount>($"""
                SELECT source AS Source, substr(seen_at, 1, 13) AS Hour, count(*) AS Count FROM envelopes
                WHERE source IN (SELECT name FROM sources WHERE name = coalesce({only}, name)) AND seen_at >= {since} GROUP BY 1, 2
                """)).ToListAsync(token);
        var days = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (var (source, hour, count) in hours)
        {
            var at = DateTimeOffset.ParseExact(hour, "yyyy-MM-dd HH", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            var brought = days.TryGetValue(source, out var known) ? known : days[source] = new int[SourceRow.ShownDays];
            brought[Math.Min(brought.Length - 1, Wita.DateOf(at).DayNumber - first.DayNumber)] += count;
        }

        return days;
    }

    /// <param name="Name">Null for all.</param>
    private sealed record Asked(string? Name, DateOnly Today);

    private sealed record HourCount(string Source, string Hour, int Count);
}

/// <summary>One source as its row shows it.</summary>
/// <param name="Alarm">The open trouble, with cause and next step; null while all is well.</param>
/// <param name="Usual">Items on an average working day of the last four weeks.</param>
public sealed record SourceRow(Source Source, SourceHealth? Health, Alarm? Alarm, Run? Running, Run? Last, int Today, double Usual, int Quarantined)
{
    /// <summary>A month, as people look back.</summary>
    public const int ShownDays = 30;

    /// <summary>Items on each of the last days, oldest first.</summary>
    public IReadOnlyList<int> Days { get; init; } = [];

    /// <summary>The first field or value that its reader does not know and nobody has acknowledged; null when there is none.</summary>
    public DriftSample? News { get; init; }

    /// <summary>All such fields and values.</summary>
    public int NewsCount { get; init; }

    /// <summary>It was added and not yet switched on.</summary>
    public bool NeverRan => Last is null && Running is null;

    public bool Failing => Health?.FailingSince is not null;

    /// <summary>Paused by a person, not yet filled in, or never successful yet.</summary>
    public bool Rests => Source.PausedAt is not null || (!Failing && Source.Cron is not null && Health?.LastSuccessAt is null);

    /// <summary>The next runs by its schedule, none before it may try again; empty when it has none, is paused or the schedule cannot be read.</summary>
    public IReadOnlyList<DateTimeOffset> Next(DateTimeOffset after, int count) =>
        Source.PausedAt is null && Source.Cron is { } cron ? Schedule.Next(cron, Health is { Failures: > 0, RetryAt: { } retry } && retry > after ? retry : after, count) : [];
}

/// <summary>Something new at the source, and how it could be read.</summary>
public sealed record ProposedDrift(DriftSample Sample, MappingProposal? Proposal);

/// <summary>An open item that the source shows no longer, with the number of its ticket; null where it goes on in another.</summary>
/// <param name="Number">Its number at the source, as people may read it.</param>
public sealed record UnseenTicket(UnseenItem Item, string? Ticket, string Number);

/// <summary>One source opened.</summary>
public sealed record SourceDetail
{
    public required SourceRow Row { get; init; }
    public required IReadOnlyList<Run> Runs { get; init; }
    public required IReadOnlyList<ProposedDrift> Drifts { get; init; }
    public required IReadOnlyDictionary<EnvelopeStatus, int> Statuses { get; init; }

    /// <summary>The last two weeks', latest first.</summary>
    public required IReadOnlyList<Statement> Statements { get; init; }

    /// <summary>Open items that it shows no longer, longest first.</summary>
    public required IReadOnlyList<UnseenTicket> Unseen { get; init; }

    /// <summary>The last one, going on or over; null when there was none.</summary>
    public required StoredBackfill? Backfill { get; init; }
}
