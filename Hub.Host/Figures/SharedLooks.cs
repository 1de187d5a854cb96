namespace Hub.Host.Figures;

/// <summary>Those who ask the same at once share one look. Nobody is given a look that began before he asked: whoever comes while one goes on waits for the next, together with all who come meanwhile.</summary>
/// <remarks>So every answer is at least as new as one's own would have been, in any store and with no clock. A question is a record; what a person may see must be part of it (<see cref="People.Access.CurrentUser.Rights"/>).</remarks>
public sealed class SharedLooks
{
    private readonly Lock gate = new();
    private readonly Dictionary<object, Line> lines = [];

    /// <param name="question">Equal ones have one answer.</param>
    /// <param name="look">Runs without the asker: it must not need his request, and what it gives is read by several. Of those who wait, the last to come says how, so its moment is the latest.</param>
    /// <param name="token">Ends the waiting; the look itself ends when nobody waits for it any more.</param>
    /// <exception cref="Exception">What went wrong with the look, told to each who waited for it; whoever comes next has a look of his own.</exception>
    public async Task<T> LookAsync<T>(object question, Func<CancellationToken, Task<T>> look, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var round = Join(question, look);
        try
        {
            return await round.Answer.WaitAsync(token);
        }
        finally
        {
            Leave(round);
        }
    }

    private Round<T> Join<T>(object question, Func<CancellationToken, Task<T>> look)
    {
        lock (gate)
        {
            if (!lines.TryGetValue(question, out var line))
            {
                var first = new Round<T> { Look = look, Waiting = 1 };
                lines[question] = line = new Line();
                Begin(question, line, first);
                return first;
            }

            // One that all have left again is at its end.
            var next = line.Next is { Waiting: > 0 } ? (Round<T>)line.Next : new Round<T>();
            (line.Next, next.Look) = (next, look);
            next.Waiting++;
            return next;
        }
    }

    /// <summary>Nothing of who came first goes along: neither his request nor his language.</summary>
    private void Begin(object question, Line line, Round round)
    {
        var flow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        _ = Task.Run(() => RunAsync(question, line, round), CancellationToken.None);
        flow?.Undo();
    }

    private async Task RunAsync(object question, Line line, Round round)
    {
        await round.RunAsync();
        lock (gate)
        {
            if (line.Next is { Waiting: > 0 } next)
            {
                line.Next = null;
                Begin(question, line, next);
            }
            else
            {
                lines.Remove(question);
            }
        }

        round.Tell();
    }

    private void Leave(Round round)
    {
        bool isLast;
        lock (gate)
        {
            isLast = --round.Waiting == 0;
        }

        if (isLast)
        {
            round.Stop();
        }
    }

    /// <summary>A question that is being looked at.</summary>
    private sealed class Line
    {
        /// <summary>Those who came meanwhile; null while nobody has.</summary>
        public Round? Next { get; set; }
    }

    private abstract class Round
    {
        /// <summary>How many wait for it; guarded by the gate.</summary>
        public int Waiting { get; set; }

        public abstract Task RunAsync();

        public abstract void Tell();

        public abstract void Stop();
    }

    private sealed class Round<T> : Round
    {
        private readonly CancellationTokenSource nobody = new();
        private readonly TaskCompletionSource<T> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Task<T> looked = null!;

        public Func<CancellationToken, Task<T>> Look { get; set; } = null!;

        public Task<T> Answer => told.Task;

        public override async Task RunAsync()
        {
            looked = LookAsync();
            await ((Task)looked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        public override void Tell()
        {
            told.SetFromTask(looked);
            // Nobody may be left to hear it.
            _ = told.Task.Exception;
        }

        public override void Stop() => nobody.Cancel();

        /// <summary>What is thrown before the first waiting is an answer too.</summary>
        private async Task<T> LookAsync() => await Look(nobody.Token);
    }
}
