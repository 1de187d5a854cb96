using System.Runtime.Versioning;
using System.Text;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Tests.Support;

namespace Hub.Tests.Connectors.Email;

/// <summary>Sending through a real server: login, STARTTLS, refusals in its own words, and what is seen after a lost answer.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PostfixTests
{
    [Fact]
    public async Task A_real_server_delivers_refuses_one_of_three_greylists_and_is_asked_after_a_lost_answer()
    {
        await using var dovecot = await DovecotServer.StartAsync();
        dovecot.Create("siti", "budi", "abu", "terkirim");
        await using var postfix = await PostfixServer.StartAsync(dovecot, "siti", "budi", "abu", "terkirim");
        await using var deaf = new CuttingProxy(postfix.Port, _ => null, hangUpBefore: chunk => chunk.Span.IndexOf("queued as"u8) >= 0);
        var token = TestContext.Current.CancellationToken;

        var results = await Transport(dovecot, postfix.Port, ConnectionSecurity.StartTls).SendAsync(
            [SmtpTransportTests.Notice("1@hub", "siti@contoh.id", "bukan-siapa@contoh.id", "budi@contoh.id"), SmtpTransportTests.Notice("2@hub", "abu@contoh.id")], token);

        results.Select(r => r.State).ShouldBe([DeliveryState.Delivered, DeliveryState.Permanent, DeliveryState.Delivered, DeliveryState.Transient]);
        results[1].Cause!.ToString().ShouldStartWith("550 5.1.1");
        results[3].Cause!.ToString().ShouldContain("greylisted");
        var letter = await ArrivedAsync(dovecot, "budi", token);
        MailReader.Read(letter).Subject.ShouldBe("[KU-2026-000123] Disposisi – segera");

        await postfix.ForgetGreylistAsync();
        var again = await EventuallyDeliveredAsync(Transport(dovecot, postfix.Port, ConnectionSecurity.StartTls), SmtpTransportTests.Notice("2@hub", "abu@contoh.id"), token);
        again.State.ShouldBe(DeliveryState.Delivered);
        MailReader.Read(await ArrivedAsync(dovecot, "abu", token)).MessageId.ShouldBe("2@hub");

        // In the clear, so that the proxy can see the answer that it swallows.
        var lost = await Transport(dovecot, deaf.Port, ConnectionSecurity.None).SendAsync([SmtpTransportTests.Notice("3@hub", "siti@contoh.id")], token);
        var transport = Transport(dovecot, postfix.Port, ConnectionSecurity.StartTls);
        lost.ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Uncertain);
        (await EventuallyTakenAsync(transport, "3@hub", token)).ShouldBeTrue();
        (await transport.WasTakenAsync("tak-pernah@hub", token)).ShouldBe(false);
    }

    /// <summary>Both mails that have to come back before an address is marked (decision 16) are read alike: which mail, and that it failed.</summary>
    [Fact]
    public async Task A_mail_that_a_real_server_takes_and_returns_is_known_again()
    {
        await using var dovecot = await DovecotServer.StartAsync();
        dovecot.Create("siti", "terkirim");
        await using var postfix = await PostfixServer.StartAsync(dovecot, "siti", "terkirim");
        var token = TestContext.Current.CancellationToken;

        var results = await Transport(dovecot, postfix.Port, ConnectionSecurity.StartTls).SendAsync([SmtpTransportTests.Notice("9@hub", "pindah@contoh.id") with { From = new("Hub Setda", "siti@contoh.id") }], token);

        results.ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Delivered);
        var returned = MailReader.Read(await ArrivedAsync(dovecot, "siti", token));
        returned.Nature.ShouldBe(MailNature.Bounce);
        returned.ReturnedId.ShouldBe("9@hub");
        returned.FailedRecipients.ShouldHaveSingleItem();
    }

    /// <summary>A server takes a moment until it reads its settings again; a mail that was put off was certainly not taken, so it may be tried again.</summary>
    private static async Task<DeliveryResult> EventuallyDeliveredAsync(SmtpTransport transport, OutgoingMail mail, CancellationToken token)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            var result = (await transport.SendAsync([mail], token)).ShouldHaveSingleItem();
            if (result.State != DeliveryState.Transient)
            {
                return result;
            }

            await Task.Delay(200, token);
        }

        throw new InvalidOperationException("Still greylisted.");
    }

    /// <summary>The provider files its copy a moment after it took the mail.</summary>
    private static async Task<bool> EventuallyTakenAsync(SmtpTransport transport, string id, CancellationToken token)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            if (await transport.WasTakenAsync(id, token) == true)
            {
                return true;
            }

            await Task.Delay(200, token);
        }

        return false;
    }

    private static SmtpTransport Transport(DovecotServer dovecot, int port, ConnectionSecurity security) => new(new SmtpOptions
    {
        Host = "127.0.0.1",
        Port = port,
        Security = security,
        CertificateSha256 = dovecot.CertificateSha256,
        User = "terkirim",
        Password = DovecotServer.Password,
        From = "terkirim@contoh.id",
        SentFolder = "INBOX",
        ImapHost = "127.0.0.1",
        ImapPort = dovecot.TlsPort,
    }, TimeProvider.System);

    private static async Task<ReadOnlyMemory<byte>> ArrivedAsync(DovecotServer server, string user, CancellationToken token)
    {
        var connector = new EmailConnector(new SourceContext(user, TimeProvider.System), new EmailOptions { Host = "127.0.0.1", Port = server.Port, Security = ConnectionSecurity.None, User = user, Password = DovecotServer.Password });
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var batch = await connector.FetchAsync(null, token);
            if (batch.Envelopes.Count > 0)
            {
                return batch.Envelopes[0].Raw;
            }

            await Task.Delay(200, token);
        }

        throw new InvalidOperationException($"Nothing arrived for {user}.");
    }
}
