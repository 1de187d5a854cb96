using System.Net;
using System.Net.Sockets;
using Hub.Domain;

namespace Hub.Connectors.Http;

/// <summary>Keeps addresses that an administrator typed from reaching what is not meant to be reached (SSRF). Looks at the address actually connected to, so a name that changes its answer between check and use (DNS rebinding) gains nothing.</summary>
/// <param name="allowPrivate">Setting <c>Hub:AllowPrivateNetworks</c>: loopback and private ranges may be reached. Link-local, multicast and reserved ranges never.</param>
public sealed class NetworkGuard(bool allowPrivate)
{
    /// <summary>RFC 1918, RFC 6598, loopback, unique local (RFC 4193).</summary>
    private static readonly IPNetwork[] Private = Parse("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "::1/128", "fc00::/7");

    /// <summary>What is not public in the IANA special-purpose registries (RFC 6890); 6to4 and Teredo carry other addresses within.</summary>
    private static readonly IPNetwork[] Special = Parse(
        "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Whether that address may be reached.</summary>
    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(Private, n => n.Contains(plain))
            ? allowPrivate
            : !Array.Exists(Special, n => n.Contains(plain)) && (plain.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(plain));
    }

    /// <summary>Connects to the first address of the host that may be reached and answers.</summary>
    /// <exception cref="ConnectorFailure">Refused: no address of the host may be reached.</exception>
    /// <exception cref="SocketException">None of the permitted addresses answered, or the name is unknown.</exception>
    public async Task<Socket> ConnectAsync(string host, int port, CancellationToken token)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, token);
        var permitted = Array.FindAll(addresses, Allows);
        if (permitted.Length == 0)
        {
            throw new ConnectorFailure(FailureKind.Refused, Said.Of<WireTexts>("InnerNetwork", host));
        }

        return await ReachAsync(socket => socket.ConnectAsync(permitted, port, token));
    }

    /// <summary>Connects without asking what the address is: for servers of the operator's own settings.</summary>
    /// <exception cref="SocketException">It did not answer, or the name is unknown.</exception>
    public static Task<Socket> ReachAsync(DnsEndPoint server, CancellationToken token) => ReachAsync(socket => socket.ConnectAsync(server, token));

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken token) =>
        new NetworkStream(await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, token), ownsSocket: true);

    private static async Task<Socket> ReachAsync(Func<Socket, ValueTask> connect)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await connect(socket);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static IPNetwork[] Parse(params string[] networks) => Array.ConvertAll(networks, IPNetwork.Parse);
}
