namespace Hub.Mocks.Certify;

/// <summary>The clock of hub and fakes alike: it runs as usual and can be moved ahead between two processes.</summary>
internal sealed class WorldClock(TimeSpan ahead) : TimeProvider
{
    private long ahead = ahead.Ticks;

    public TimeSpan Ahead => TimeSpan.FromTicks(Interlocked.Read(ref ahead));

    public void Move(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
}
