namespace Hub.Mocks;

/// <summary>The last calls that reached a fake, those that met a fault too; safe from any thread.</summary>
public sealed class FakeJournal
{
    private const int Longest = 200;
    private readonly Lock gate = new();
    private readonly Queue<FakeVisit> visits = new();

    /// <summary>Newest first.</summary>
    public IReadOnlyList<FakeVisit> Visits
    {
        get
        {
            lock (gate)
            {
                return [.. visits.Reverse()];
            }
        }
    }

    public void Add(FakeVisit visit)
    {
        lock (gate)
        {
            visits.Enqueue(visit);
            if (visits.Count > Longest)
            {
                visits.Dequeue();
            }
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            visits.Clear();
        }
    }
}

/// <summary>One call.</summary>
/// <param name="Path">With its query.</param>
/// <param name="Status">0 when the connection was cut instead of an answer.</param>
/// <param name="Fault">What was played with it.</param>
public sealed record FakeVisit(DateTimeOffset At, string Method, string Path, int Status, Fault Fault);
