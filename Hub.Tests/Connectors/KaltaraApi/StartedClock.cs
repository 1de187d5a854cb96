namespace Hub.Tests.Connectors.KaltaraApi;

/// <summary>A clock that starts at a given instant and runs on at the usual speed; its timers are real.</summary>
internal sealed class StartedClock(DateTimeOffset start) : TimeProvider
{
    private readonly long began = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => start + System.GetElapsedTime(began);
}
