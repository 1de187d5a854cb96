using System.Collections.Concurrent;
using Hub.Domain.Envelopes;

namespace Hub.Host.Intake;

/// <summary>Where pushes wait for their turn: what waits is stored together, a portion with one commit. Nobody waits for others to come.</summary>
public sealed class PushLine(Ledger ledger)
{
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
        var (together, items) = (new List<Waiting>(), 0);
        while (line.TryPeek(out var next) && (together.Count == 0 || items + next.Items <= Portions.MostItems) && line.TryDequeue(out next))
        {
            together.Add(next);
            items += next.Items;
        }

        await StoreAsync(together);
    }

    /// <summary>Where anything fails nothing is stored, and each goes by itself; of one that is larger than a portion those before stay, and are known when it is sent again. Whoever hangs up stops nobody else's.</summary>
    private async Task StoreAsync(List<Waiting> together)
    {
        try
        {
            var taken = together is [var whole] ? [await StoreWholeAsync(whole.Delivery)] : await StoreTogetherAsync([.. together.Select(static w => w.Delivery)]);
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

    private async Task<int> StoreWholeAsync(Delivery whole)
    {
        var taken = 0;
        foreach (var portion in whole.InPortions())
        {
            taken += (await StoreTogetherAsync([portion]))[0];
        }

        return taken;
    }

    private Task<IReadOnlyList<int>> StoreTogetherAsync(IReadOnlyList<Delivery> deliveries) => ledger.StoreAsync(deliveries, Sighting.Sent, quiet: false, CancellationToken.None);

    private sealed class Waiting(Delivery delivery)
    {
        private readonly TaskCompletionSource<int> end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Delivery Delivery => delivery;

        public int Items => Math.Max(1, delivery.Envelopes.Count);

        public Task<int> Result => end.Task;

        public void End(int taken) => end.SetResult(taken);

        public void End(Exception cause) => end.SetException(cause);
    }
}
