using System.Diagnostics;
using Hub.Domain;
using MailKit;

namespace Hub.Connectors.Email;

/// <summary>Watches how fast bodies come: a server that sends a byte now and then is never silent, and never done.</summary>
internal sealed class MailPace(EmailOptions options, CancellationToken token) : ITransferProgress, IDisposable
{
    /// <summary>The slowest line that anybody still has carries ten times as much.</summary>
    private const int LeastBytesPerSecond = 100;

    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(token);
    private readonly Stopwatch watch = new();
    private long before;
    private long seen;

    public CancellationToken Token => stop.Token;

    public bool IsTooSlow { get; private set; }

    public ConnectorFailure Failure() => new(FailureKind.Transient, Said.Of<MailboxTexts>("TooSlow", $"{options.Host}:{options.Port}", seen, (long)watch.Elapsed.TotalSeconds));

    public void Report(long bytesTransferred, long totalSize) => Report(bytesTransferred);

    /// <summary>Counts from the first byte of each body.</summary>
    public void Report(long bytesTransferred)
    {
        if (bytesTransferred <= before || !watch.IsRunning)
        {
            watch.Restart();
        }

        (before, seen) = (bytesTransferred, bytesTransferred);
        if (watch.Elapsed > TimeSpan.FromSeconds(options.ReadSeconds) && bytesTransferred < watch.Elapsed.TotalSeconds * LeastBytesPerSecond)
        {
            IsTooSlow = true;
            stop.Cancel();
        }
    }

    public void Dispose() => stop.Dispose();
}
