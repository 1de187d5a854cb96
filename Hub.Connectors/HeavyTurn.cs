namespace Hub.Connectors;

/// <summary>One large item at a time in the whole program: while one is fetched and stored, or read, those of other sources wait. Memory holds one.</summary>
public sealed class HeavyTurn : IDisposable
{
    /// <summary>Bytes from which an item takes the turn.</summary>
    private const long Large = 4L * 1024 * 1024;

    private static readonly SemaphoreSlim Free = new(1, 1);
    private static readonly AsyncLocal<HeavyTurn?> Current = new();
    private bool isHeld;
    private bool isOver;

    private HeavyTurn()
    {
    }

    /// <returns>The step within which the turn is kept once it is taken; disposing gives it back. Null within another, which keeps it.</returns>
    public static HeavyTurn? Begin() => Current.Value is { isOver: false } ? null : Current.Value = new HeavyTurn();

    /// <summary>Waits for the turn where the item is large; outside of a step nobody would give it back, and nobody waits.</summary>
    public static async Task TakeAsync(long bytes, CancellationToken token)
    {
        if (bytes >= Large && Current.Value is { isOver: false } step)
        {
            if (!step.isHeld)
            {
                await Free.WaitAsync(token);
                step.isHeld = true;
            }

            await Unwinding.OfSteps();

            // What lies about from before, also from the item before within the step, would come on top of the item.
            MappedPages.LetGo();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }

    public void Dispose()
    {
        isOver = true;
        if (isHeld)
        {
            isHeld = false;
            Free.Release();
        }
    }
}
