using System.Net;
using System.Net.Sockets;

namespace Hub.Host.Foundation.Security;

/// <summary>By what visitors without a name are told apart where tries are counted.</summary>
public static class VisitorNetwork
{
    /// <summary>The address; of IPv6 the half that one household or office has to itself.</summary>
    public static string Of(IPAddress? address) =>
        address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } ? Convert.ToHexString(address.GetAddressBytes(), 0, 8) : address?.MapToIPv4().ToString() ?? "";
}
