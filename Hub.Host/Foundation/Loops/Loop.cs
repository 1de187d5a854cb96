namespace Hub.Host.Foundation.Loops;

/// <summary>Something that the hub does again and again.</summary>
/// <param name="Name">In kebab-case; the log, <c>/health/ready</c> and the alarms name it so.</param>
/// <param name="Turn">May throw anything: it is noted, and the next turn comes after a while.</param>
public sealed record Loop(string Name, Pace Pace, Func<CancellationToken, Task> Turn)
{
    /// <summary>What its turns began and left going on; awaited when the hub stops.</summary>
    public Func<Task> Rest { get; init; } = static () => Task.CompletedTask;
}
