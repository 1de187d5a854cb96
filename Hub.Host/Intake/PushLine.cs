using System.Collections.Concurrent;
using Hub.Domain.Envelopes;

namespace Hub.Host.Intake;

/// <summary>Where pushes wait for their turn: all that wait are stored with one commit. Nobody waits for others to come.</summary>
public sealed class PushLine(Ledger ledger)
{
    /// <summary>As many are stored together.</summary>
    private const int Most = 200;

    private readonly ConcurrentQueue<Waiting> line = new();
    private int isStoring;

    /// <summary>Ends when the items stand in the ledger.</summary>
    /// <returns>How many were new.</returns>
    public Task<int> StoreAsync(string source, IReadOnlyList<Envelope> envelopes, CancellationToken token)
    {
        var own = new Waiting(new Delivery(source, envelopes));
        line.Enqueue(own);
        if (Begins)
        {
            _ = Task.Run(StoreAllAsync, CancellationToken.None);
        }

        return own.Result.WaitAsync(token);
    }

    private bool Begins => Interlocked.CompareExchange(ref isStoring, 1, 0) == 0;

    private async Task StoreAllAsync()
    {
        do
        {
            while (!line.IsEmpty)
            {
                await StoreWaitingAsync();
            }

            Volatile.Write(ref isStoring, 0);
        }
        while (!line.IsEmpty && Begins);
    }

    private async Task StoreWaitingAsync()
    {
        var together = new List<Waiting>();
        while (together.Count < Most && line.TryDequeue(out var next))
        {
            together.Add(next);
        }

        await StoreAsync(together);
    }

    /// <summary>Where anything fails nothing is stored, and each goes by itself. Whoever hangs up stops nobody else's.</summary>
    private async Task StoreAsync(List<Waiting> together)
    {
        try
        {
            var taken = await ledger.StoreAsync([.. together.Select(static w => w.Delivery)], Sighting.Sent, quiet: false, CancellationToken.None);
            for (var i = 0; i < together.Count; i++)
            {
                together[i].End(taken[i]);
            }
        }
        catch (Exception e)
        {
            if (together is [var alone])
            {
                alone.End(e);
                return;
            }

            foreach (var one in together)
            {
                await StoreAsync([one]);
            }
        }
    }

    private sealed class Waiting(Delivery delivery)
    {
        private readonly TaskCompletionSource<int> end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Delivery Delivery => delivery;

        public Task<int> Result => end.Task;

        public void End(int taken) => end.SetResult(taken);

        public void End(Exception cause) => end.SetException(cause);
    }
}
