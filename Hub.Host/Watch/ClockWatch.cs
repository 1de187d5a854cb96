using Hub.Domain.Envelopes;
using Hub.Host.Intake;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Watch;

/// <summary>Sees when the machine's clock was set, and puts right what waits by a time that now lies in a wrong future.</summary>
/// <remarks>The wall clock is compared with the monotonic one; a hub that starts cannot compare and puts right at once. Everything done here is to try earlier than planned, which harms nobody.</remarks>
public sealed partial class ClockWatch(Database database, PollTriggers polls, TimeProvider clock, ILogger<ClockWatch> log)
{
    /// <summary>Time synchronisation moves a clock by less.</summary>
    private static readonly TimeSpan Jump = TimeSpan.FromMinutes(1);

    private long? mark;
    private DateTimeOffset wall;

    /// <summary>When a jump was last seen, by the new time; null when none was.</summary>
    public DateTimeOffset? SetAt { get; private set; }

    /// <summary>Forward is positive.</summary>
    public TimeSpan SetBy { get; private set; }

    public async Task LookAsync(CancellationToken token)
    {
        var now = clock.GetUtcNow();
        var jumped = mark is { } since ? now - wall - clock.GetElapsedTime(since) : TimeSpan.Zero;
        var first = mark is null;
        if (!first && jumped.Duration() <= Jump)
        {
            (mark, wall) = (clock.GetTimestamp(), now);
            return;
        }

        await PutRightAsync(now, token);
        if (!first)
        {
            await polls.RenewAllAsync(token);
            (SetAt, SetBy) = (now, jumped);
            LogSet(jumped.TotalMinutes);
        }

        (mark, wall) = (clock.GetTimestamp(), now);
    }

    private async Task PutRightAsync(DateTimeOffset now, CancellationToken token)
    {
        await using var db = database.Open();
        await db.Outbox.Where(m => m.State == OutboxState.Pending && m.DueAt > now && (m.CreatedAt > now || m.Attempts > 0))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.DueAt, now), token);
        await db.Envelopes.Where(e => e.Status == EnvelopeStatus.Received && e.NextAttemptAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.NextAttemptAt, now), token);
        await db.SourceHealth.Where(h => h.LastRunAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(h => h.LastRunAt, now).SetProperty(h => h.LastSuccessAt, h => h.LastSuccessAt > now ? now : h.LastSuccessAt).SetProperty(h => h.RetryAt, (DateTimeOffset?)null), token);
    }

    [LoggerMessage(152, LogLevel.Warning, "The clock of this machine was set by {Minutes} min; schedules and queues follow")]
    private partial void LogSet(double minutes);
}
