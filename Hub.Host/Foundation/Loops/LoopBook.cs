using System.Collections.Concurrent;

namespace Hub.Host.Foundation.Loops;

/// <summary>Takes turns and remembers how they went. Whatever a turn throws ends that turn and nothing else.</summary>
public sealed partial class LoopBook(TimeProvider clock, ILogger<LoopBook> log)
{
    private static readonly BackOff Waits = new(
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1));

    private static readonly Func<ILogger, string, IDisposable?> Scope = LoggerMessage.DefineScope<string>("{Loop}");

    private readonly ConcurrentDictionary<string, LoopState> states = new(StringComparer.Ordinal);

    /// <summary>Each loop that took a turn, by name.</summary>
    public IReadOnlyList<LoopState> States => [.. states.Values.OrderBy(s => s.Name, StringComparer.Ordinal)];

    /// <summary>Takes one turn.</summary>
    /// <returns>How long to wait before the next one because of trouble; zero when all went well or the hub stops.</returns>
    public async Task<TimeSpan> TakeAsync(string name, Func<CancellationToken, Task> turn, CancellationToken stopping)
    {
        using var scope = Scope(log, name);
        try
        {
            await turn(stopping);
            Note(name, null);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The hub stops.
        }
        catch (Exception e)
        {
            var failures = Note(name, e).Failures;
            var wait = Waits.ScatteredAfter(failures);
            LogBroken(e, name, failures, wait.TotalSeconds);
            return wait;
        }

        return TimeSpan.Zero;
    }

    private LoopState Note(string name, Exception? trouble)
    {
        var now = clock.GetUtcNow();
        return states.AddOrUpdate(name, _ => new LoopState(name, now).After(trouble, now), (_, before) => before.After(trouble, now));
    }

    [LoggerMessage(170, LogLevel.Error, "The loop {Loop} broke off ({Failures} in a row) and goes on in {Seconds} s")]
    private partial void LogBroken(Exception exception, string loop, int failures, double seconds);
}

/// <summary>How a loop fares.</summary>
/// <param name="TurnedAt">When its last turn ended.</param>
/// <param name="Failures">In a row.</param>
/// <param name="Trouble">What the last turn threw; null when it went well.</param>
public sealed record LoopState(string Name, DateTimeOffset TurnedAt, int Failures = 0, DateTimeOffset? FailingSince = null, Exception? Trouble = null)
{
    public bool IsFailing => Failures > 0;

    internal LoopState After(Exception? trouble, DateTimeOffset now) => trouble is null
        ? new LoopState(Name, now)
        : new LoopState(Name, now, Failures + 1, FailingSince ?? now, trouble);
}
