using System.Globalization;
using Hub.Connectors;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Storage;

namespace Hub.Host.Watch;

/// <summary>Decides from the signs what is wrong. Pure; every finding about a source needs two signs that do not follow from each other (P9).</summary>
public static class Watchdog
{
    /// <summary>Below this chance a silence is no accident: with Poisson arrivals the chance of none is e to the minus usual count.</summary>
    private const double Improbable = 1e-5;

    /// <summary>A silence must be so much longer than the longest so far.</summary>
    private const double Unheard = 1.5;

    private const int FailuresInARow = 2;
    private const int SlotsMissed = 2;
    private static readonly TimeSpan UnsentTooLong = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan UnhandledTooLong = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan StoppedTooLong = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LoopFailingTooLong = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan BackupTooOld = TimeSpan.FromHours(49);

    /// <summary>So long a clock that was set stays told; then it is past.</summary>
    private static readonly TimeSpan ClockToldFor = TimeSpan.FromHours(1);

    /// <summary>A broken trail stays broken; its page and the verbs go on saying it when the alarm has ended.</summary>
    private static readonly TimeSpan TrailToldFor = TimeSpan.FromDays(7);

    private static readonly int[] ExpiryDays = [14, 7, 1];

    public static IReadOnlyList<Finding> Look(Signs signs) =>
    [
        .. signs.Sources.Where(s => !s.Paused).SelectMany(s => Look(signs, s)),
        .. Unsent(signs),
        .. Unhandled(signs),
        .. Looping(signs),
        .. Trail(signs),
        .. signs.Bouncing.Select(b => new Finding("bounce", b.Address, Said.Of<AlarmTexts>("bounce", b.Address, b.Reason), Said.Of<AlarmTexts>("bounce.next"), b.Since)),
        .. signs.Refused.Select(r => new Finding("mail-refused", r.Ticket, Said.Of<AlarmTexts>("mail-refused", r.Ticket, r.Answer), Said.Of<AlarmTexts>("mail-refused.next"), r.Since)),
        .. signs.Damaged.Select(d => new Finding("attachments", d.Ticket, Said.Of<AlarmTexts>("attachments", d.Ticket, d.Cause), Said.Of<AlarmTexts>("attachments.next"), d.Since)),
    ];

    /// <summary>What is wrong with the process and the machine themselves.</summary>
    public static IReadOnlyList<Finding> LookAtHub(HubSigns hub, DateTimeOffset now) => [.. Broken(hub, now), .. Stopped(hub, now), .. ClockSet(hub, now), .. Full(hub, now), .. BackedUp(hub, now), .. Unscanned(hub, now), .. PutBack(hub, now)];

    /// <summary>Signs: several turns in a row broke off, over some time. A poll that fails is a trouble of its source and told as such.</summary>
    private static IEnumerable<Finding> Broken(HubSigns hub, DateTimeOffset now) => hub.Failing
        .Where(loop => loop.Failures >= FailuresInARow && now - loop.FailingSince >= LoopFailingTooLong)
        .Select(loop => new Finding("loop-failing", loop.Name, Said.Of<AlarmTexts>("loop-failing", loop.Name, loop.Failures, StoreTrouble.Of(loop.Trouble!)), Said.Of<AlarmTexts>("loop-failing.next"), loop.FailingSince!.Value));

    private static IEnumerable<Finding> Stopped(HubSigns hub, DateTimeOffset now)
    {
        if (hub.SendingStoppedSince is { } since && now - since >= StoppedTooLong)
        {
            var code = hub.IsSendingAside ? "sending-aside" : "sending-stopped";
            yield return new Finding(code, "hub", Said.Of<AlarmTexts>(code, since, hub.SendingCause), Said.Of<AlarmTexts>($"{code}.next"), since);
        }
    }

    private static IEnumerable<Finding> ClockSet(HubSigns hub, DateTimeOffset now)
    {
        if (hub.ClockSetAt is { } at && (now - at).Duration() < ClockToldFor)
        {
            yield return new Finding("clock-set", "hub", Said.Of<AlarmTexts>("clock-set", hub.ClockSetBy.TotalMinutes.ToString("+0;-0", CultureInfo.InvariantCulture), at), Said.Of<AlarmTexts>("clock-set.next"), at);
        }
    }

    private static IEnumerable<Finding> Full(HubSigns hub, DateTimeOffset now)
    {
        if (hub.FreeSpace < DiskSpace.Least)
        {
            yield return new Finding("disk-full", "hub", Said.Of<AlarmTexts>("disk-full", hub.FreeSpace / (1024 * 1024)), Said.Of<AlarmTexts>("disk-full.next"), now);
        }
    }

    /// <summary>Signs: no file younger than two nights, and the hub was up to make one.</summary>
    private static IEnumerable<Finding> BackedUp(HubSigns hub, DateTimeOffset now)
    {
        if (hub.BackupPlace is { } place && now - hub.StartedAt > BackupTooOld && (hub.LastBackup is not { } last || now - last > BackupTooOld))
        {
            yield return new Finding(
                "backup-old", "hub", hub.LastBackup is { } at ? Said.Of<AlarmTexts>("backup-old", at) : Said.Of<AlarmTexts>("backup-none", place), Said.Of<AlarmTexts>("backup-old.next"), hub.LastBackup ?? hub.StartedAt);
        }
    }

    private static IEnumerable<Finding> Unscanned(HubSigns hub, DateTimeOffset now)
    {
        if (hub.ScannerSilentSince is { } since && now - since >= StoppedTooLong)
        {
            yield return new Finding("scanner-silent", "hub", Said.Of<AlarmTexts>("scanner-silent", since, hub.ScannerCause), Said.Of<AlarmTexts>("scanner-silent.next"), since);
        }
    }

    private static IEnumerable<Finding> PutBack(HubSigns hub, DateTimeOffset now)
    {
        if (hub.RestoredSince is { } since)
        {
            yield return new Finding("restored", "hub", Said.Of<AlarmTexts>("restored", since), Said.Of<AlarmTexts>("restored.next"), now);
        }
    }

    /// <summary>Each break is an alarm of its own, told once.</summary>
    private static IEnumerable<Finding> Trail(Signs signs)
    {
        if (signs.Trail?.Broken is { } broken && signs.Now - broken.FoundAt < TrailToldFor)
        {
            yield return new Finding("audit-broken", broken.Entry.ToString(CultureInfo.InvariantCulture), Said.Of<AlarmTexts>("audit-broken", broken.Entry), Said.Of<AlarmTexts>("audit-broken.next"), broken.FoundAt);
        }

        if (signs.Trail is { IsGuarded: false })
        {
            yield return new Finding("audit-unguarded", "now", Said.Of<AlarmTexts>("audit-unguarded"), Said.Of<AlarmTexts>("audit-unguarded.next"), signs.Now);
        }
        else if (signs.Trail?.UnguardedAt is { } at && signs.Now - at < TrailToldFor)
        {
            yield return new Finding("audit-unguarded", "start", Said.Of<AlarmTexts>("audit-guarded-again", at), Said.Of<AlarmTexts>("audit-broken.next"), at);
        }
    }

    private static IEnumerable<Finding> Look(Signs signs, SourceSigns source)
    {
        if (Expires(signs, source) is { } expires)
        {
            yield return expires;
        }

        if (source.UnbalancedSince is { } since)
        {
            yield return new Finding("unbalanced", source.Name, Said.Of<AlarmTexts>("unbalanced", source.Name, since), Said.Of<AlarmTexts>("unbalanced.next"), since);
        }

        if (source.Shrunk is { } shrunk)
        {
            yield return new Finding("shows-less", source.Name, Said.Of<AlarmTexts>("shows-less", source.Name, shrunk.Items), Said.Of<AlarmTexts>("shows-less.next"), shrunk.Since);
        }

        if (Failing(signs, source) is { } failing)
        {
            yield return failing;
        }
        else if (Missing(signs, source) is { } missing)
        {
            yield return missing;
        }
        else if (Silent(signs, source) is { } silent)
        {
            yield return silent;
        }
    }

    /// <summary>Signs: several failures in a row, and no success for two intervals.</summary>
    private static Finding? Failing(Signs signs, SourceSigns source)
    {
        if (source.Failures < FailuresInARow || (source.Interval is { } interval && source.LastSuccessAt > signs.Now - (2 * interval)))
        {
            return null;
        }

        var since = source.FailingSince ?? signs.Now;
        return source.FailureKind == nameof(FailureKind.Credentials)
            ? new Finding("credentials", source.Name, Said.Of<AlarmTexts>("credentials", source.Name, source.Cause), Said.Of<AlarmTexts>("credentials.next"), since)
            : new Finding("source-failing", source.Name, Said.Of<AlarmTexts>("source-failing", source.Name, source.Failures, source.Cause), Said.Of<AlarmTexts>("source-failing.next"), since);
    }

    /// <summary>Signs: planned runs without a row in the database, and the last run older than two intervals. The hub has been up long enough to have done them.</summary>
    private static Finding? Missing(Signs signs, SourceSigns source)
    {
        if (source.Interval is not { } interval || source.Missed < SlotsMissed || source.LastRunAt > signs.Now - (2 * interval) || signs.StartedAt > signs.Now - (2 * interval))
        {
            return null;
        }

        var cause = source.LastRunAt is { } at
            ? Said.Of<AlarmTexts>("runs-missing", source.Name, at, source.Missed)
            : Said.Of<AlarmTexts>("runs-never", source.Name, source.Missed);
        return new Finding("runs-missing", source.Name, cause, Said.Of<AlarmTexts>("runs-missing.next"), source.LastRunAt ?? signs.StartedAt);
    }

    /// <summary>Signs: so many items are usual in this time that none is improbable, and it was never nearly this quiet in eight weeks. Only for a source that answers.</summary>
    private static Finding? Silent(Signs signs, SourceSigns source)
    {
        if (source.LastItemAt is not { } last || Math.Exp(-source.UsualSince) >= Improbable || source.UsualSince <= Unheard * source.MostMissed)
        {
            return null;
        }

        var cause = Said.Of<AlarmTexts>("silence", source.Name, last, Math.Round(source.UsualSince));
        return new Finding("silence", source.Name, cause, Said.Of<AlarmTexts>("silence.next"), last);
    }

    private static Finding? Expires(Signs signs, SourceSigns source)
    {
        if (source.CredentialsExpireOn is not { } day || day.DayNumber - Wita.DateOf(signs.Now).DayNumber is var left && left > ExpiryDays[0])
        {
            return null;
        }

        // Each step is an alarm of its own: told at 14 days, at 7 and at 1.
        var code = left <= ExpiryDays[2] ? "credentials-expire-1" : left <= ExpiryDays[1] ? "credentials-expire-7" : "credentials-expire";
        var cause = left > 0
            ? Said.Of<AlarmTexts>("expires-in", source.Name, day, left)
            : Said.Of<AlarmTexts>(left == 0 ? "expires-today" : "expired", source.Name, day);
        return new Finding(code, source.Name, cause, Said.Of<AlarmTexts>("credentials-expire.next"), signs.Now);
    }

    private static IEnumerable<Finding> Unsent(Signs signs)
    {
        // While nothing can leave, that is the trouble, told once.
        if ((signs.Hub.SendingStoppedSince is null || signs.Hub.IsSendingAside) && signs.OldestUnsent is { } since && signs.Now - since > UnsentTooLong && signs.Now - signs.StartedAt > UnsentTooLong)
        {
            yield return new Finding("unsent", "hub", signs.UnsentCause is { } why ? Said.Of<AlarmTexts>("unsent-why", since, why) : Said.Of<AlarmTexts>("unsent", since), Said.Of<AlarmTexts>("unsent.next"), since);
        }
    }

    private static IEnumerable<Finding> Unhandled(Signs signs)
    {
        if (signs.OldestUnhandled is { } since && signs.Now - since > UnhandledTooLong && signs.Now - signs.StartedAt > UnhandledTooLong)
        {
            yield return new Finding("unhandled", "hub", Said.Of<AlarmTexts>("unhandled", since), Said.Of<AlarmTexts>("unhandled.next"), since);
        }
    }

    /// <summary>Two signs lie in the cap itself: so many mails in an hour, and one more that wanted to leave.</summary>
    private static IEnumerable<Finding> Looping(Signs signs)
    {
        if (signs.FirstCapped is { } since)
        {
            yield return new Finding("mail-loop", "hub", Said.Of<AlarmTexts>("mail-loop", signs.Capped, since), Said.Of<AlarmTexts>("mail-loop.next"), since);
        }
    }
}
