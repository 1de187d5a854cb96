using System.Net;
using System.Net.Sockets;
using Hub.Connectors;
using Hub.Connectors.Http;

namespace Hub.Tests.Connectors.Http;

public sealed class NetworkGuardTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("::1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:10.0.0.1")]
    public void Private_networks_open_by_explicit_allow_only(string address)
    {
        new NetworkGuard(allowPrivate: false).Allows(IPAddress.Parse(address)).ShouldBeFalse();
        new NetworkGuard(allowPrivate: true).Allows(IPAddress.Parse(address)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("fe80::1")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("ff02::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("64:ff9b::7f00:1")]
    public void Link_local_and_special_ranges_never_open(string address) =>
        new NetworkGuard(allowPrivate: true).Allows(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("2404:6800:4003::1")]
    public void Public_addresses_are_open(string address) => new NetworkGuard(allowPrivate: false).Allows(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task A_client_of_a_source_does_not_reach_the_loopback_unless_allowed(string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var answering = AnswerOnceAsync(listener);

        var failure = await Should.ThrowAsync<ConnectorFailure>(() => Client(host, port, allowPrivate: false).GetStringAsync("x"));
        var answer = await Client(host, port, allowPrivate: true).GetStringAsync("x");

        failure.Kind.ShouldBe(FailureKind.Refused);
        failure.Message.ShouldContain("Hub:AllowPrivateNetworks");
        answer.ShouldBe("{}");
        await answering;
    }

    private static HttpClient Client(string host, int port, bool allowPrivate) => Wire.Client(
        new SourceContext("uji", TimeProvider.System) { Guard = new NetworkGuard(allowPrivate) },
        new Uri($"http://{host}:{port}/"),
        new Options());

    private sealed class Options : WireOptions;

    private static async Task AnswerOnceAsync(TcpListener listener)
    {
        using var caller = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var stream = caller.GetStream();
        (await stream.ReadAtLeastAsync(new byte[16], 16)).ShouldBeGreaterThan(0);
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"u8.ToArray());
    }

    [Fact]
    public async Task Small_writes_leave_at_once_whoever_typed_the_address()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;

        using var typed = await new NetworkGuard(allowPrivate: true).ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        using var set = await NetworkGuard.ReachAsync(new DnsEndPoint("localhost", port), TestContext.Current.CancellationToken);

        typed.NoDelay.ShouldBeTrue();
        set.NoDelay.ShouldBeTrue();
    }
}
