namespace Hub.Host.Outbox;

/// <summary>Wakes the sender when something was written; without it the sender looks by itself.</summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly Intake.InboxSignal signal = new();

    public void Raise() => signal.Raise();

    public Task WaitAsync(TimeSpan most, CancellationToken token) => signal.WaitAsync(most, token);

    public void Dispose() => signal.Dispose();
}
