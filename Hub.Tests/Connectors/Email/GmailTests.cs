using System.Net.Http.Json;
using System.Text;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Mocks.Mail;
using Hub.Tests.Support;

namespace Hub.Tests.Connectors.Email;

/// <summary>What Gmail has and others have not: login by token for reading and sending, ids of its own, few connections.</summary>
public sealed class GmailTests : IDisposable
{
    private const string Kesra = "birososial.kaltara@gmail.com";
    private readonly TemporaryFolder folder = new();
    private readonly Tokens tokens = new();

    public void Dispose()
    {
        tokens.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_mailbox_is_read_by_token_with_gmails_ids_and_the_hub_says_who_it_is()
    {
        await using var server = Start("token-1");
        server.Office.Deliver("warga@contoh.id", [Kesra], Encoding.UTF8.GetBytes("From: warga@contoh.id\r\nMessage-ID: <1@contoh.id>\r\nSubject: Permohonan\r\n\r\nisi\r\n"));

        var batch = await Connector(server).FetchAsync(null, TestContext.Current.CancellationToken);

        var place = batch.Envelopes.ShouldHaveSingleItem().Place!;
        place.ShouldStartWith("INBOX;UIDVALIDITY=");
        place.ShouldContain(";UID=1;X-GM-MSGID=");
        place.ShouldContain(";X-GM-THRID=");
        server.Introductions.ShouldContain(i => i.Contains("Hub Setda Kaltara"));
        server.Office.Box(Kesra).Inbox.Snapshot().Single().Flags.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_withdrawn_token_is_a_matter_of_credentials_and_the_next_login_asks_for_a_new_one()
    {
        await using var server = Start("token-2");
        var connector = Connector(server);

        var failure = await Should.ThrowAsync<ConnectorFailure>(() => connector.FetchAsync(null, TestContext.Current.CancellationToken));
        await connector.FetchAsync(null, TestContext.Current.CancellationToken);

        failure.Kind.ShouldBe(FailureKind.Credentials);
        failure.Message.ShouldNotContain("token-1");
        tokens.Issued.ShouldBe(2);
    }

    [Fact]
    public async Task Mail_is_sent_by_token_too()
    {
        await using var server = Start("token-1");
        var transport = new SmtpTransport(new SmtpOptions { Host = "127.0.0.1", Port = server.SmtpPort, Security = ConnectionSecurity.None, From = Kesra, User = Kesra, Auth = MailAuth.XOAuth2, ClientId = "hub", RefreshToken = "segar" }, TimeProvider.System, tokens);

        var results = await transport.SendAsync([SmtpTransportTests.Notice("1@hub", "a@contoh.id")], TestContext.Current.CancellationToken);

        results.ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Delivered);
        server.Office.Box(Kesra).Sent.Snapshot().Count.ShouldBe(1);
    }

    [Fact]
    public async Task However_much_goes_on_an_account_has_no_more_connections_than_it_may()
    {
        await using var server = Start("token-1");
        var connectors = Enumerable.Range(0, 4).Select(_ => Connector(server, o => (o.Auth, o.Password) = (MailAuth.Password, "rahasia"))).ToList();
        var token = TestContext.Current.CancellationToken;

        await Task.WhenAll(connectors.SelectMany(c => Enumerable.Range(0, 3).Select(_ => (Task)c.FetchAsync(null, token)).Append(c.ListenAsync(null, TimeSpan.FromSeconds(1), token))));

        server.MostImapConnections.ShouldBeInRange(1, 2);
    }

    private MailServer Start(string accessToken)
    {
        var server = MailServer.Start(folder.Path, "rahasia", TimeProvider.System);
        server.AccessToken = accessToken;
        return server;
    }

    private EmailConnector Connector(MailServer server, Action<EmailOptions>? change = null)
    {
        var options = new EmailOptions { Host = "127.0.0.1", Port = server.ImapPort, Security = ConnectionSecurity.None, User = Kesra, Auth = MailAuth.XOAuth2, ClientId = "hub", RefreshToken = "segar" };
        change?.Invoke(options);
        return new(new SourceContext("email-kesra", TimeProvider.System) { Wire = tokens }, options);
    }

    /// <summary>Gives token-1, then token-2 …</summary>
    private sealed class Tokens : HttpMessageHandler
    {
        public int Issued { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = JsonContent.Create(new { access_token = $"token-{++Issued}", expires_in = 3600 }) });
    }
}
