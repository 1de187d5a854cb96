using System.Net;
using System.Net.Http.Json;
using System.Text;
using Hub.Connectors.Email;
using Hub.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Connectors.Email;

public sealed class XOAuth2Tests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
    private readonly TokenEndpoint _endpoint = new();

    [Fact]
    public async Task A_token_is_fetched_once_and_again_when_it_nears_its_end()
    {
        await using var server = new ScriptedSmtp(line => Script(line, "token-1", "token-2"));
        var transport = Transport(server);

        await SendAsync(transport, "1@hub");
        _clock.Advance(TimeSpan.FromMinutes(50));
        await SendAsync(transport, "2@hub");
        _endpoint.Issued.ShouldBe(1);
        _clock.Advance(TimeSpan.FromMinutes(10));
        await SendAsync(transport, "3@hub");

        _endpoint.Issued.ShouldBe(2);
        server.Taken.Count.ShouldBe(3);
    }

    /// <summary>Two gigabytes would have been held before the first look at them.</summary>
    [Fact]
    public async Task An_answer_without_end_is_no_token()
    {
        await using var server = new ScriptedSmtp(line => Script(line, "token-1"));
        _endpoint.Padding = new string('x', 300_000);

        var sent = await Transport(server).SendAsync([SmtpTransportTests.Notice("1@hub", "a@contoh.id")], TestContext.Current.CancellationToken);

        sent.ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Transient);
        server.Taken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_withdrawn_token_is_asked_for_anew_at_the_next_login()
    {
        await using var server = new ScriptedSmtp(line => Script(line, "token-2"));
        var transport = Transport(server);

        var first = await transport.SendAsync([SmtpTransportTests.Notice("1@hub", "a@contoh.id")], TestContext.Current.CancellationToken);
        await SendAsync(transport, "1@hub");

        first.ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Transient);
        _endpoint.Issued.ShouldBe(2);
    }

    [Fact]
    public async Task A_refused_refresh_token_asks_a_person()
    {
        _endpoint.Refuses = true;
        await using var server = new ScriptedSmtp(line => Script(line));

        var probe = await Transport(server).ProbeAsync(TestContext.Current.CancellationToken);

        probe.Ok.ShouldBeFalse();
        probe.Detail.ToString().ShouldContain("RefreshToken");
        probe.Detail.ToString().ShouldNotContain("rahasia");
    }

    private static string? Script(string line, params string[] good)
    {
        if (line.StartsWith("EHLO", StringComparison.Ordinal))
        {
            return "250-uji\r\n250 AUTH XOAUTH2";
        }

        if (!line.StartsWith("AUTH XOAUTH2 ", StringComparison.Ordinal))
        {
            return line.Length == 0 ? "535 5.7.8 refused" : null;
        }

        var said = Encoding.UTF8.GetString(Convert.FromBase64String(line["AUTH XOAUTH2 ".Length..]));
        return good.Any(t => said == $"user=hub@contoh.id\u0001auth=Bearer {t}\u0001\u0001") ? "235 2.7.0 welcome" : "535 5.7.8 refused";
    }

    private static async Task SendAsync(SmtpTransport transport, string id) =>
        (await transport.SendAsync([SmtpTransportTests.Notice(id, "a@contoh.id")], TestContext.Current.CancellationToken)).ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Delivered);

    private SmtpTransport Transport(ScriptedSmtp server) => new(new SmtpOptions
    {
        Host = "127.0.0.1",
        Port = server.Port,
        Security = ConnectionSecurity.None,
        Auth = MailAuth.XOAuth2,
        User = "hub@contoh.id",
        ClientId = "hub",
        ClientSecret = "rahasia-klien",
        RefreshToken = "rahasia-segar",
        From = "hub@contoh.id",
    }, _clock, _endpoint);

    private sealed class TokenEndpoint : HttpMessageHandler
    {
        public int Issued { get; private set; }

        public bool Refuses { get; set; }

        public string Padding { get; set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (await request.Content!.ReadAsStringAsync(cancellationToken)).ShouldContain("grant_type=refresh_token");
            return Refuses
                ? new HttpResponseMessage(HttpStatusCode.BadRequest)
                : new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(new { access_token = $"token-{++Issued}", expires_in = 3600, scope = Padding }) };
        }
    }
}
