using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Domain.Conversation;
using Hub.Domain.Envelopes;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Backups;
using Hub.Host.Foundation.Generations;
using Hub.Host.Foundation.Loops;
using Hub.Host.Intake;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Deadlines;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Hub.Host.Watch;

/// <summary>Reads the signs from the database: what ran, what came, what waits.</summary>
public sealed class SignReader(Database database, ConfiguredConnectors connectors, LoopBook loops, ClockWatch clocks, SendingGate gate, SendingWay way, BasisInForce basis, BackupBook backups, FileScan scan, Generation generation, AuditWatch trail, HubOptions options, TimeProvider clock)
{
    /// <summary>How far back "usual" looks.</summary>
    private const int UsualWeeks = 8;

    /// <summary>More missed runs than this say nothing more.</summary>
    private const int MostSlots = 200;

    /// <summary>A slot that has just struck may still be starting.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(45);

    /// <summary>What is usual changes slowly; eight weeks of arrivals are read so often.</summary>
    private static readonly TimeSpan Learned = TimeSpan.FromHours(1);

    private readonly Dictionary<string, (Usual Usual, long At)> known = new(StringComparer.Ordinal);

    private readonly DateTimeOffset startedAt = clock.GetUtcNow();

    public async Task<Signs> ReadAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var now = clock.GetUtcNow();
        var health = await db.SourceHealth.AsNoTracking().ToDictionaryAsync(h => h.Source, token);
        var sources = new List<SourceSigns>();
        foreach (var source in await db.Sources.AsNoTracking().OrderBy(s => s.Name).ToListAsync(token))
        {
            sources.Add(await ReadAsync(db, source, health.GetValueOrDefault(source.Name), now, token));
        }

        // What waits for the end of the quiet hours is not overdue; what was tried and failed is, from the beginning.
        var unsent = await db.Outbox.AsNoTracking().Where(m => m.State == OutboxState.Pending && m.Purpose != NoticePurpose.Alarm && m.CreatedAt <= now && (m.Attempts > 0 || m.DueAt <= now))
            .Select(m => new { CreatedAt = m.Attempts > 0 ? m.CreatedAt : m.DueAt, m.Answer }).OrderBy(m => m.CreatedAt).FirstOrDefaultAsync(token);
        var hour = now - LoopGuard.Window;
        var held = await db.Outbox.AsNoTracking().Where(m => m.State == OutboxState.Held && m.CreatedAt > hour)
            .OrderBy(m => m.CreatedAt).Select(m => new { m.CreatedAt, m.Answer }).ToListAsync(token);
        var capped = held.Where(m => OutboxWriter.IsCapped(m.Answer)).Select(m => m.CreatedAt).ToList();
        return new Signs
        {
            Bouncing = [.. (await db.Contacts.AsNoTracking().Where(c => c.BouncingSince != null).ToListAsync(token)).DistinctBy(c => c.Address).Select(c => (c.Address, c.BounceReason, c.BouncingSince!.Value))],
            Damaged = await DamagedAsync(db, now, token),
            Refused = await RefusedAsync(db, now, token),
            Capped = capped.Count,
            FirstCapped = capped.Count > 0 ? capped[0] : null,
            Now = now,
            StartedAt = clocks.SetAt ?? startedAt,
            Trail = await trail.LookAsync(db, token),
            Hub = Own(await backups.LastTakenAsync(token)),
            Sources = sources,
            OldestUnsent = unsent?.CreatedAt,
            UnsentCause = unsent?.Answer,
            OldestUnhandled = await db.Envelopes.Where(e => e.Status == EnvelopeStatus.Received).OrderBy(e => e.SeenAt).Select(e => (DateTimeOffset?)e.SeenAt).FirstOrDefaultAsync(token),
        };
    }

    private HubSigns Own(DateTimeOffset? lastBackup) => new()
    {
        Failing = [.. loops.States.Where(s => s.IsFailing)],
        ClockSetAt = clocks.SetAt,
        SendingStoppedSince = gate.StoppedSince,
        SendingCause = gate.Cause,
        IsSendingAside = way.IsAside,
        ScannerSilentSince = scan.SilentSince,
        ScannerCause = scan.Cause,
        ClockSetBy = clocks.SetBy,
        FreeSpace = DiskSpace.Free(options),
        StartedAt = startedAt,
        BackupPlace = backups.Place,
        LastBackup = lastBackup,
        RestoredSince = generation.Restored is { } restored ? restored.Since ?? restored.At : null,
    };

    private static async Task<IReadOnlyList<(string Ticket, Said? Answer, DateTimeOffset Since)>> RefusedAsync(HubDbContext db, DateTimeOffset now, CancellationToken token)
    {
        var day = now.AddDays(-1);
        var rows = await db.Outbox.AsNoTracking().Where(m => m.State == OutboxState.Failed && m.Blame == Blame.Content && m.CreatedAt > day)
            .Join(db.Tickets, m => m.TicketId, t => t.Id, (m, t) => new { t.Number, m.Answer, m.CreatedAt }).ToListAsync(token);
        return [.. rows.DistinctBy(r => r.Number).Select(r => (r.Number, r.Answer, r.CreatedAt))];
    }

    private static async Task<IReadOnlyList<(string Ticket, Said? Cause, DateTimeOffset Since)>> DamagedAsync(HubDbContext db, DateTimeOffset now, CancellationToken token)
    {
        var day = now.AddDays(-1);
        var rows = await db.Envelopes.AsNoTracking().Where(e => e.Status == EnvelopeStatus.Done && e.CauseCode == AttachmentList.FaultCode && e.SeenAt > day)
            .Join(db.Tickets, e => e.TicketId, t => t.Id, (e, t) => new { t.Number, e.Cause, e.SeenAt }).ToListAsync(token);
        return [.. rows.DistinctBy(r => r.Number).Select(r => (r.Number, r.Cause, r.SeenAt))];
    }

    private async Task<SourceSigns> ReadAsync(HubDbContext db, Source source, SourceHealth? health, DateTimeOffset now, CancellationToken token)
    {
        var usual = await UsualAsync(db, source.Name, now, token);
        var last = await db.Envelopes.Where(e => e.Source == source.Name && !e.Quiet).OrderByDescending(e => e.SeenAt).Select(e => (DateTimeOffset?)e.SeenAt).FirstOrDefaultAsync(token);
        var slots = Slots(source, health, now);
        var stated = await db.Statements.AsNoTracking().Where(s => s.Source == source.Name).OrderByDescending(s => s.Day).FirstOrDefaultAsync(token);
        return new SourceSigns
        {
            Name = source.Name,
            Interval = slots.Interval,
            Missed = slots.Missed,
            Paused = source.PausedAt is not null,
            LastRunAt = health?.LastRunAt,
            LastSuccessAt = health?.LastSuccessAt,
            FailingSince = health?.FailingSince,
            Failures = health?.Failures ?? 0,
            Cause = health?.Cause,
            FailureKind = health?.FailureKind,
            CredentialsExpireOn = ExpiryOf(source),
            UnbalancedSince = stated is { Balances: false } ? stated.MadeAt : null,
            Shrunk = stated is { GoneAtOnce: > 0 } ? new Shrunk(stated.GoneAtOnce, stated.MadeAt) : null,
            LastItemAt = last,
            UsualSince = last is { } at ? usual.Between(at, now) : 0,
            MostMissed = usual.MostMissed,
        };
    }

    private async Task<Usual> UsualAsync(HubDbContext db, string source, DateTimeOffset now, CancellationToken token)
    {
        if (!known.TryGetValue(source, out var usual) || clock.GetElapsedTime(usual.At) > Learned)
        {
            var arrivals = await db.Envelopes.Where(e => e.Source == source && !e.Quiet && e.SeenAt >= now.AddDays(-7 * UsualWeeks)).OrderBy(e => e.SeenAt).Select(e => e.SeenAt).ToListAsync(token);
            known[source] = usual = (new Usual(arrivals, now, day => basis.Calendar.SpansOn(day).Length > 0), clock.GetTimestamp());
        }

        return usual.Usual;
    }

    /// <summary>The planned runs that found no place since the last one.</summary>
    internal static PlannedSlots Slots(Source source, SourceHealth? health, DateTimeOffset now)
    {
        if (source.Cron is null)
        {
            return new PlannedSlots(null, 0, null);
        }

        var cron = new CronExpression(source.Cron, Pace.Zone);
        var from = health?.LastRunAt ?? source.CreatedAt;
        if (health?.RetryAt > from)
        {
            from = health.RetryAt.Value;
        }

        var (missed, last) = (0, (DateTimeOffset?)null);
        for (var slot = cron.GetNextValidTimeAfter(from); slot is { } at && at <= now - Grace && missed < MostSlots; slot = cron.GetNextValidTimeAfter(at))
        {
            (missed, last) = (missed + 1, at);
        }

        var next = cron.GetNextValidTimeAfter(now);
        var interval = next is { } a && cron.GetNextValidTimeAfter(a) is { } b ? b - a : (TimeSpan?)null;
        return new PlannedSlots(interval, missed, last);
    }

    /// <summary>Options of any kind may say until when their credentials are valid.</summary>
    private DateOnly? ExpiryOf(Source source)
    {
        try
        {
            return (connectors.OptionsOf(source) as IExpires)?.CredentialsExpireOn;
        }
        catch (SourceUnusable)
        {
            // Its run fails with this very sentence; here there is simply no date.
            return null;
        }
    }
}

/// <summary>What the schedule asked for.</summary>
/// <param name="Interval">Between the next two runs; null without a schedule.</param>
/// <param name="Missed">Slots without a run since the last run.</param>
/// <param name="LastMissed">The latest of them.</param>
internal sealed record PlannedSlots(TimeSpan? Interval, int Missed, DateTimeOffset? LastMissed);
