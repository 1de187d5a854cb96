using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Support;

/// <summary>A machine whose wall clock can be set: what it counts monotonically goes on as before.</summary>
internal sealed class WrongClock : TimeProvider
{
    private readonly FakeTimeProvider right = new(new DateTimeOffset(2026, 3, 12, 2, 0, 0, TimeSpan.Zero));

    /// <summary>By how much the wall clock is ahead.</summary>
    public TimeSpan Wrong { get; set; }

    public override long TimestampFrequency => right.TimestampFrequency;

    public void Advance(TimeSpan time) => right.Advance(time);

    public override DateTimeOffset GetUtcNow() => right.GetUtcNow() + Wrong;

    public override long GetTimestamp() => right.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => right.CreateTimer(callback, state, dueTime, period);
}
