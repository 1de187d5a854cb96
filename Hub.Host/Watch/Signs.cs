using Hub.Domain;
using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Loops;

namespace Hub.Host.Watch;

/// <summary>What the watchdog looks at; read from the database, never asked of the poller itself.</summary>
public sealed record Signs
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>Since when this process runs, or since its clock was set: what it could not yet do is not missing.</summary>
    public required DateTimeOffset StartedAt { get; init; }
    public required IReadOnlyList<SourceSigns> Sources { get; init; }

    /// <summary>What this process knows of itself.</summary>
    public HubSigns Hub { get; init; } = new();

    /// <summary>How the audit trail stands; null where nobody looked.</summary>
    public AuditState? Trail { get; init; }

    /// <summary>The oldest notice that is due and has not left; null when none is.</summary>
    public DateTimeOffset? OldestUnsent { get; init; }

    /// <summary>What the last attempt said.</summary>
    public Said? UnsentCause { get; init; }

    /// <summary>The first notice of the last hour that a cap on mails holds back; null when none is.</summary>
    public DateTimeOffset? FirstCapped { get; init; }

    /// <summary>How many there are.</summary>
    public int Capped { get; init; }

    /// <summary>Addresses of ours to which mail bounces, with the reason and since when.</summary>
    public IReadOnlyList<(string Address, Said? Reason, DateTimeOffset Since)> Bouncing { get; init; } = [];

    /// <summary>Tickets of the last day whose files are not stored whole, with what is missing.</summary>
    public IReadOnlyList<(string Ticket, Said? Cause, DateTimeOffset Since)> Damaged { get; init; } = [];

    /// <summary>Notices of the last day that a server refused for what they are, with its sentence.</summary>
    public IReadOnlyList<(string Ticket, Said? Answer, DateTimeOffset Since)> Refused { get; init; } = [];

    /// <summary>The oldest item that is stored and not processed; null when none is.</summary>
    public DateTimeOffset? OldestUnhandled { get; init; }
}

/// <summary>The signs of this process and the machine under it.</summary>
public sealed record HubSigns
{
    /// <summary>The loops whose last turn broke off.</summary>
    public IReadOnlyList<LoopState> Failing { get; init; } = [];

    /// <summary>When the wall clock was last seen to jump; null when it never did.</summary>
    public DateTimeOffset? ClockSetAt { get; init; }
    public TimeSpan ClockSetBy { get; init; }

    /// <summary>Since when no mail leaves by the first account because of trouble of our own; null while it does.</summary>
    public DateTimeOffset? SendingStoppedSince { get; init; }
    public Said? SendingCause { get; init; }

    /// <summary>Mail leaves by the second account meanwhile.</summary>
    public bool IsSendingAside { get; init; }

    /// <summary>Since when the virus scanner gives no verdict while files wait for one; null while it does.</summary>
    public DateTimeOffset? ScannerSilentSince { get; init; }
    public Said? ScannerCause { get; init; }

    /// <summary>The newest of the backups that the hub is to make by itself; null when there is none.</summary>
    public DateTimeOffset? LastBackup { get; init; }

    /// <summary>Where it is to make them; null when it is not.</summary>
    public string? BackupPlace { get; init; }

    /// <summary>The last moment known to a store that was put back; null in ordinary life.</summary>
    public DateTimeOffset? RestoredSince { get; init; }

    /// <summary>Since when this process runs.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Bytes free where the data lies.</summary>
    public long FreeSpace { get; init; } = long.MaxValue;
}

/// <summary>The signs of one source.</summary>
public sealed record SourceSigns
{
    public required string Name { get; init; }

    /// <summary>Time between two planned runs now; null for sources without a schedule.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Planned runs since the last one that took place; none are counted while the source waits after a failure.</summary>
    public int Missed { get; init; }
    public bool Paused { get; init; }
    public DateTimeOffset? LastRunAt { get; init; }
    public DateTimeOffset? LastSuccessAt { get; init; }
    public DateTimeOffset? FailingSince { get; init; }
    public int Failures { get; init; }
    public Said? Cause { get; init; }

    /// <summary>Name of a <see cref="Hub.Connectors.FailureKind"/>.</summary>
    public string? FailureKind { get; init; }
    public DateOnly? CredentialsExpireOn { get; init; }

    /// <summary>Since when its statements do not balance; null while the latest does.</summary>
    public DateTimeOffset? UnbalancedSince { get; init; }

    /// <summary>Open items that the last statement missed all at once; null when there were not too many.</summary>
    public Shrunk? Shrunk { get; init; }

    /// <summary>When the last item came; null when none ever did.</summary>
    public DateTimeOffset? LastItemAt { get; init; }

    /// <summary>How many items usually come in the time since <see cref="LastItemAt"/>, by weekday and hour of the last eight weeks.</summary>
    public double UsualSince { get; init; }

    /// <summary>The longest silence of those weeks, counted in the items that usually come in such a time.</summary>
    public double MostMissed { get; init; }
}

/// <summary>A source shows much less than before.</summary>
public sealed record Shrunk(int Items, DateTimeOffset Since);
