using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Hub.Connectors.Http;
using Hub.Domain;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace Hub.Connectors.Email;

/// <summary>Connects and logs in, for IMAP and SMTP alike, and says in one sentence why it could not.</summary>
/// <param name="keepSecret">See <see cref="SourceContext.KeepSecret"/>.</param>
/// <param name="guard">For servers that somebody typed into a form: keeps them from being what is inside (SSRF). Null for those of the operator's own settings.</param>
internal sealed class MailLogin(MailServerOptions options, TimeProvider clock, HttpMessageHandler? wire, NetworkGuard? guard = null, Func<string, string, CancellationToken, Task>? keepSecret = null)
{
    private readonly AccessTokens _tokens = new(options, clock, wire, guard, keepSecret);

    /// <exception cref="ConnectorFailure">Transient, Credentials or Refused.</exception>
    public async Task OpenAsync(IMailService client, CancellationToken token)
    {
        client.Timeout = options.ReadSeconds * 1000;
        client.CheckCertificateRevocation = false;
        if (options.CertificateSha256 is { } pinned)
        {
            client.ServerCertificateValidationCallback = (_, certificate, _, _) =>
                certificate is not null && Convert.ToHexString(SHA256.HashData(certificate.GetRawCertData()))
                    .Equals(pinned.Replace(":", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        }

        await MailFailure.TranslateAsync(options, async () =>
        {
            await ConnectAsync(client, token);
            await AuthenticateAsync(client, token);
        }, token);
    }

    private async Task ConnectAsync(IMailService client, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(TimeSpan.FromSeconds(options.ConnectSeconds));
        var security = options.Security switch
        {
            ConnectionSecurity.Implicit => SecureSocketOptions.SslOnConnect,
            ConnectionSecurity.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        };
        // Never by the library's own socket: it gathers small writes (Nagle), and the five bytes that end a mail then wait 40 ms for the server's delayed acknowledgement.
        var socket = guard is null ? await NetworkGuard.ReachAsync(new DnsEndPoint(options.Host, options.Port), limit.Token) : await guard.ConnectAsync(options.Host, options.Port, limit.Token);
        // The client owns the socket from here on, also when the greeting or TLS fails.
        await client.ConnectAsync(socket, options.Host, options.Port, security, limit.Token);
    }

    private async Task AuthenticateAsync(IMailService client, CancellationToken token)
    {
        switch (options.Auth)
        {
            case MailAuth.Anonymous:
                return;
            case MailAuth.Password:
                await client.AuthenticateAsync(options.User, options.Password ?? "", token);
                return;
            case MailAuth.XOAuth2:
                var access = await _tokens.GetAsync(token);
                try
                {
                    await client.AuthenticateAsync(new SaslMechanismOAuth2(options.User, access), token);
                }
                catch (MailKit.Security.AuthenticationException)
                {
                    // A token may be withdrawn before its time; the next login asks for a new one.
                    _tokens.Forget();
                    throw;
                }

                return;
        }
    }
}

/// <summary>Turns what a mail library throws into the four causes that the hub knows.</summary>
internal static class MailFailure
{
    public static async Task TranslateAsync(MailServerOptions options, Func<Task> work, CancellationToken token)
    {
        try
        {
            await work();
        }
        catch (Exception cause) when (cause is not ConnectorFailure && !token.IsCancellationRequested && From(cause, options) is not null)
        {
            throw From(cause, options)!;
        }
    }

    /// <returns>Null for what is a fault of our own.</returns>
    public static ConnectorFailure? From(Exception cause, MailServerOptions options)
    {
        var server = $"{options.Host}:{options.Port}";
        return cause switch
        {
            ConnectorFailure known => known,
            MailKit.Security.AuthenticationException busy when IsBusy(busy.Message) =>
                new(FailureKind.Transient, Said.Of<MailboxTexts>("Busy", server, OneLine(busy.Message)), cause),
            MailKit.Security.AuthenticationException =>
                new(FailureKind.Credentials, Said.Of<MailboxTexts>("LoginRefused", server, options.User, OneLine(cause.Message)), cause),
            SslHandshakeException { InnerException: IOException or SocketException or null } =>
                new(FailureKind.Transient, Said.Of<MailboxTexts>("TlsCut", server), cause),
            SslHandshakeException =>
                new(FailureKind.Refused, Said.Of<MailboxTexts>("NotTrusted", server, OneLine(cause.InnerException?.Message ?? cause.Message)), cause),
            FolderNotFoundException missing =>
                new(FailureKind.Refused, Said.Of<MailboxTexts>("NoFolder", missing.FolderName, server), cause),
            ImapCommandException { Response: ImapCommandResponse.No } no =>
                new(IsBusy(no.ResponseText) ? FailureKind.Transient : FailureKind.Refused, Said.Of<MailboxTexts>("ServerRefused", server, OneLine(no.ResponseText)), cause),
            NotSupportedException =>
                new(FailureKind.Refused, Said.Of<MailboxTexts>("NotSupported", server, OneLine(cause.Message)), cause),
            OperationCanceledException or TimeoutException =>
                new(FailureKind.Transient, Said.Of<MailboxTexts>("NoAnswer", server), cause),
            IOException or SocketException or ProtocolException or CommandException or ServiceNotConnectedException or ServiceNotAuthenticatedException or HttpRequestException =>
                new(FailureKind.Transient, Said.Of<MailboxTexts>("NotReached", server, OneLine(cause.Message)), cause),
            _ => null,
        };
    }

    /// <summary>Gmail answers a login over its limit with NO and an alert; it is no refusal of the password.</summary>
    private static bool IsBusy(string text) =>
        text.Contains("too many", StringComparison.OrdinalIgnoreCase)
        || text.Contains("UNAVAILABLE", StringComparison.OrdinalIgnoreCase)
        || text.Contains("try again", StringComparison.OrdinalIgnoreCase)
        || text.Contains("temporar", StringComparison.OrdinalIgnoreCase)
        || text.Contains("INUSE", StringComparison.Ordinal)
        || text.Contains("bandwidth", StringComparison.OrdinalIgnoreCase);

    public static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= 300 ? line : line[..300];
    }
}
