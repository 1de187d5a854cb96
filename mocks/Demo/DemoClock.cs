namespace Hub.Mocks.Demo;

/// <summary>The clock of the demo: set to moments of the past while the year is played, then the machine's own.</summary>
internal sealed class DemoClock : TimeProvider
{
    private volatile Moment? moment;

    public override DateTimeOffset GetUtcNow() => moment is { } set ? set.At + GetElapsedTime(set.Since) : base.GetUtcNow();

    /// <summary>It goes on from there by itself.</summary>
    public void Set(DateTimeOffset at) => moment = new Moment(at, GetTimestamp());

    public void Release() => moment = null;

    private sealed record Moment(DateTimeOffset At, long Since);
}
