namespace Hub.Mocks.Demo;

/// <summary>The clock of the demo: set to moments of the past while the year is played, then the machine's own.</summary>
internal sealed class DemoClock : TimeProvider
{
    private volatile Moment? moment;
    private long skipped;

    public override DateTimeOffset GetUtcNow() => moment is { } set ? set.At + GetElapsedTime(set.Since) : base.GetUtcNow();

    /// <summary>What is skipped has passed for whoever measures, too; what is gone back to has not.</summary>
    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref skipped);

    /// <summary>It goes on from there by itself.</summary>
    public void Set(DateTimeOffset at)
    {
        var ahead = at - GetUtcNow();
        if (moment is not null && ahead > TimeSpan.Zero)
        {
            Interlocked.Add(ref skipped, (long)(ahead.TotalSeconds * TimestampFrequency));
        }

        moment = new Moment(at, GetTimestamp());
    }

    public void Release() => moment = null;

    private sealed record Moment(DateTimeOffset At, long Since);
}
