using System.Net;
using System.Threading.RateLimiting;

namespace Hub.Host.Foundation.Security;

/// <summary>How much may be pushed: what a source signed is counted for the source, wherever it comes from; what is refused for the address that sent it, so that nobody uses up a source's share.</summary>
public sealed class PushLimits : IDisposable
{
    /// <summary>Of one source in a minute: a thousand a second, more than the hub stores.</summary>
    internal const int OfSource = 60_000;

    /// <summary>Refused ones of one address in a minute; from there on it is not listened to.</summary>
    internal const int RefusedOfAddress = 600;

    private readonly PartitionedRateLimiter<string> sources = PerMinute(OfSource);
    private readonly PartitionedRateLimiter<string> refused = PerMinute(RefusedOfAddress);

    /// <summary>False for an address from which too much was refused.</summary>
    public bool ListensTo(IPAddress? address)
    {
        using var lease = refused.AttemptAcquire(VisitorNetwork.Of(address), permitCount: 0);
        return lease.IsAcquired;
    }

    public void NoteRefused(IPAddress? address)
    {
        using var lease = refused.AttemptAcquire(VisitorNetwork.Of(address));
    }

    /// <summary>Counts one more of a source; false when that is too much.</summary>
    public bool Takes(string source)
    {
        using var lease = sources.AttemptAcquire(source);
        return lease.IsAcquired;
    }

    public void Dispose()
    {
        sources.Dispose();
        refused.Dispose();
    }

    private static PartitionedRateLimiter<string> PerMinute(int count) => PartitionedRateLimiter.Create<string, string>(whose => RateLimitPartition.GetSlidingWindowLimiter(
        whose, _ => new SlidingWindowRateLimiterOptions { PermitLimit = count, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 }));
}
