using System.Net;

namespace Hub.Host.Foundation.Security;

/// <summary>How much may be pushed: what a source signed is counted for the source, wherever it comes from; what is refused for the address that sent it, so that nobody uses up a source's share.</summary>
public sealed class PushLimits
{
    /// <summary>Of one source in a minute: a thousand a second, more than the hub stores.</summary>
    internal const int OfSource = 60_000;

    /// <summary>Refused ones of one address in a minute; from there on it is not listened to.</summary>
    internal const int RefusedOfAddress = 600;

    private readonly MinuteCount sources = new(OfSource, TimeProvider.System);
    private readonly MinuteCount refused = new(RefusedOfAddress, TimeProvider.System);

    /// <summary>False for an address from which too much was refused.</summary>
    public bool ListensTo(IPAddress? address) => !refused.IsFull(VisitorNetwork.Of(address));

    public void NoteRefused(IPAddress? address) => refused.Add(VisitorNetwork.Of(address));

    /// <summary>Counts one more of a source; false when that is too much.</summary>
    public bool Takes(string source) => sources.Add(source) is null;
}
