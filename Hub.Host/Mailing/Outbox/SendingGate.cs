using Hub.Host.Foundation.Loops;

namespace Hub.Host.Mailing.Outbox;

/// <summary>Whether mail leaves at all. After trouble of our own everything waits and one mail tries now and then; with the first that leaves all the others do.</summary>
public sealed class SendingGate(TimeProvider clock)
{
    /// <summary>A server that is not reached is back within a minute of its return; one that refuses us needs time or a person.</summary>
    private static readonly BackOff Unreached = new(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1));
    private static readonly BackOff Refused = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15));

    private readonly Lock gate = new();
    private int failures;
    private long stopped;
    private TimeSpan wait;

    /// <summary>Since when nothing leaves; null while mail does.</summary>
    public DateTimeOffset? StoppedSince { get; private set; }

    /// <summary>What the server said, or why it was not reached.</summary>
    public string? Cause { get; private set; }

    /// <summary>How many mails may try now.</summary>
    /// <param name="portion">While nothing is wrong.</param>
    public int Most(int portion)
    {
        lock (gate)
        {
            return StoppedSince is null ? portion : clock.GetElapsedTime(stopped) >= wait ? 1 : 0;
        }
    }

    /// <param name="refused">The server answered, and refuses us.</param>
    public void Stop(string? cause, bool refused)
    {
        lock (gate)
        {
            (StoppedSince, Cause, stopped) = (StoppedSince ?? clock.GetUtcNow(), cause, clock.GetTimestamp());
            wait = (refused ? Refused : Unreached).After(++failures);
        }
    }

    /// <returns>True when it was stopped until now.</returns>
    public bool Open()
    {
        lock (gate)
        {
            var was = StoppedSince is not null;
            (StoppedSince, Cause, failures) = (null, null, 0);
            return was;
        }
    }
}
