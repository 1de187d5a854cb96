using System.Text.RegularExpressions;

namespace Hub.Tests.House;

/// <summary>Every connection that the program opens itself comes from <c>NetworkGuard</c>: it does not gather small writes, and what an administrator typed is looked at first.</summary>
public sealed partial class ConnectionTests
{
    private const string Guard = "Hub.Connectors/Http/NetworkGuard.cs";

    [Fact]
    public void Connections_are_opened_in_one_place() =>
        new[] { "Hub.Host", "Hub.Connectors", "Hub.Domain" }.SelectMany(project => Tree.Files(project, "*.cs")).Where(path => path != Guard && !path.StartsWith("Hub.Host/Verbs/Bench/", StringComparison.Ordinal))
            .SelectMany(path => Opening().Matches(Tree.Read(path)).Select(found => $"{path}: {found.Value}"))
            .ShouldBeEmpty($"ask {Guard} for a connected socket");

    [Theory]
    [InlineData("using var client = new TcpClient();")]
    [InlineData("var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);")]
    [InlineData("await client.ConnectAsync(options.Host, options.Port, security, token);")]
    public void What_opens_one_beside_it_is_seen(string code) => Opening().Count(code).ShouldBe(1);

    [Theory]
    [InlineData("await client.ConnectAsync(socket, options.Host, options.Port, security, token);")]
    [InlineData("new NetworkStream(await NetworkGuard.ReachAsync(server, token), ownsSocket: true)")]
    public void What_is_given_one_is_not(string code) => Opening().Count(code).ShouldBe(0);

    [GeneratedRegex(@"new (TcpClient|Socket)\(|(?<!guard)\.ConnectAsync\(\w+\.Host\b")]
    private static partial Regex Opening();
}
