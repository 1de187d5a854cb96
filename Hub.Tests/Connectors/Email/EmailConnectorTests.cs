using System.Runtime.Versioning;
using System.Text;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Tests.Support;

namespace Hub.Tests.Connectors.Email;

[UnsupportedOSPlatform("windows")]
public sealed class EmailConnectorTests
{
    private static readonly DateTimeOffset Arrival = new(2026, 3, 2, 1, 15, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(ConnectionSecurity.None)]
    [InlineData(ConnectionSecurity.StartTls)]
    [InlineData(ConnectionSecurity.Implicit)]
    public async Task A_mail_is_taken_once_with_the_servers_receipt_and_the_mailbox_stays_untouched(ConnectionSecurity security)
    {
        await using var server = await DovecotServer.StartAsync();
        server.Deliver("kesra", "1", Letter("Permohonan bantuan"), Arrival);
        var files = server.FilesOf("kesra");
        var connector = Connector(server, options => Secure(options, server, security));

        var first = await connector.FetchAsync(null, TestContext.Current.CancellationToken);
        var second = await connector.FetchAsync(first.Cursor, TestContext.Current.CancellationToken);

        first.Envelopes.ShouldHaveSingleItem().ReceivedAt.ShouldBe(Arrival);
        connector.Read(first.Envelopes[0]).Title.ShouldBe("Permohonan bantuan");
        second.Envelopes.ShouldBeEmpty();
        server.FilesOf("kesra").ShouldBe(files);
    }

    [Fact]
    public async Task A_wrong_password_asks_for_credentials()
    {
        await using var server = await DovecotServer.StartAsync();
        var connector = Connector(server, options => options.Password = "salah");

        var failure = await Should.ThrowAsync<ConnectorFailure>(() => connector.FetchAsync(null, TestContext.Current.CancellationToken));

        failure.Kind.ShouldBe(FailureKind.Credentials);
        (await connector.ProbeAsync(TestContext.Current.CancellationToken)).Ok.ShouldBeFalse();
    }

    private static byte[] Letter(string subject) => Encoding.UTF8.GetBytes(
        $"From: Siti Aminah <siti@contoh.id>\r\nTo: biro.kesra@contoh.go.id\r\nSubject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nMohon bantuan.\r\n");

    private static void Secure(EmailOptions options, DovecotServer server, ConnectionSecurity security)
    {
        options.Security = security;
        options.Port = security == ConnectionSecurity.Implicit ? server.TlsPort : server.Port;
        options.CertificateSha256 = security == ConnectionSecurity.None ? null : server.CertificateSha256;
    }

    private static EmailConnector Connector(DovecotServer server, Action<EmailOptions> change)
    {
        var options = new EmailOptions { Host = "127.0.0.1", Port = server.Port, Security = ConnectionSecurity.None, User = "kesra", Password = DovecotServer.Password };
        change(options);
        return new(new SourceContext("email-kesra", TimeProvider.System), options);
    }
}
