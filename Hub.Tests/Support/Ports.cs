using System.Net;
using System.Net.Sockets;

namespace Hub.Tests.Support;

/// <summary>Ports on loopback for servers that cannot choose one themselves.</summary>
internal static class Ports
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
