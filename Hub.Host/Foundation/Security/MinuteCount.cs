namespace Hub.Host.Foundation.Security;

/// <summary>How often each one may do something within a minute, which begins with the first time. Nothing runs while nobody comes: the library's limiters wake ten times a second each, which cost an idle hub a quarter of its processor.</summary>
/// <param name="clock">Its steps are counted, not its hours: setting the time of the machine changes nothing.</param>
internal sealed class MinuteCount(int most, TimeProvider clock)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, (long Since, int Times)> counted = new(StringComparer.Ordinal);
    private long swept = clock.GetTimestamp();

    /// <summary>Counts one more of this one.</summary>
    /// <returns>How long it must wait; null where it was within the limit.</returns>
    public TimeSpan? Add(string whose)
    {
        lock (gate)
        {
            var (since, times) = Of(whose);
            if (times >= most)
            {
                return Minute - clock.GetElapsedTime(since);
            }

            counted[whose] = (since, times + 1);
            return null;
        }
    }

    /// <summary>Whether this one has reached the limit; counts nothing.</summary>
    public bool IsFull(string whose)
    {
        lock (gate)
        {
            return Of(whose).Times >= most;
        }
    }

    private (long Since, int Times) Of(string whose)
    {
        var now = clock.GetTimestamp();
        if (clock.GetElapsedTime(swept, now) >= Minute)
        {
            swept = now;
            foreach (var (past, _) in counted.Where(c => clock.GetElapsedTime(c.Value.Since, now) >= Minute).ToList())
            {
                counted.Remove(past);
            }
        }

        return counted.TryGetValue(whose, out var known) && clock.GetElapsedTime(known.Since, now) < Minute ? known : (now, 0);
    }
}
