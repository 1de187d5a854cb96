namespace Hub.Host.Storage.Rows;

/// <summary>One trouble, from its first sign to its end: said once, with cause, count and next step.</summary>
public sealed class Alarm
{
    public long Id { get; set; }

    /// <summary>Who watches for it: <c>watchdog</c>, <c>reminders</c> … Whoever raised an alarm alone ends it.</summary>
    public required string Family { get; set; }

    /// <summary>What is wrong with what: <c>source-failing:lapor</c>; at most one open alarm per key.</summary>
    public required string Key { get; set; }

    /// <summary>The kind, the part before the colon.</summary>
    public required string Code { get; set; }
    public required string Subject { get; set; }
    public required string Cause { get; set; }
    public required string NextStep { get; set; }
    public required DateTimeOffset FirstSeenAt { get; set; }
    public required DateTimeOffset LastSeenAt { get; set; }
    public int Count { get; set; }

    /// <summary>Null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}
