namespace Hub.Connectors.Http;

/// <summary>Keeps a least time between the beginnings of calls to one source.</summary>
internal sealed class Pace(TimeProvider clock, TimeSpan gap)
{
    private readonly Lock gate = new();
    private DateTimeOffset next = DateTimeOffset.MinValue;

    /// <summary>Waits for the caller's turn; turns are given in the order of asking.</summary>
    public Task TurnAsync(CancellationToken token)
    {
        if (gap == TimeSpan.Zero)
        {
            return Task.CompletedTask;
        }

        var wait = Book();
        return wait > TimeSpan.Zero ? Task.Delay(wait, clock, token) : Task.CompletedTask;
    }

    private TimeSpan Book()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();

            // A clock that was set back must not make the source wait for hours.
            if (next - now > gap + gap)
            {
                next = now;
            }

            var turn = next > now ? next : now;
            next = turn + gap;
            return turn - now;
        }
    }
}
