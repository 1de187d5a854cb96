using Hub.Domain;

namespace Hub.Host.Storage.Rows;

/// <summary>One run of a source. The database, not the scheduler, is the record of what ran.</summary>
public sealed class Run
{
    public long Id { get; set; }
    public required string Source { get; set; }

    /// <summary>The slot of the schedule; unique with the source, so that a slot runs once.</summary>
    public required DateTimeOffset PlannedAt { get; set; }
    public required DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
    public RunOutcome Outcome { get; set; }

    /// <summary>Who asked: <c>schedule</c>, a user name, <c>recovery</c>.</summary>
    public required string Trigger { get; set; }

    /// <summary>Items the source showed.</summary>
    public int Seen { get; set; }

    /// <summary>Items that were new to the ledger.</summary>
    public int Taken { get; set; }

    /// <summary>Items that still wait at the source behind those seen; null when it does not say.</summary>
    public int? Left { get; set; }

    /// <summary>What the source says it holds; null when it does not say.</summary>
    public int? TotalAtSource { get; set; }

    /// <summary>Null when all was well.</summary>
    public Said? Cause { get; set; }
}

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    Running,
    Succeeded,

    /// <summary>Good, but with something to look at.</summary>
    Warned,
    Failed,

    /// <summary>The process went away in the middle: nobody holds the lease of its source. The next run continues from the checkpoint.</summary>
    Died,

    /// <summary>Another run of the source held the lease.</summary>
    Skipped,
}
