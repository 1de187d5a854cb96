using System.Collections.Concurrent;
using System.Globalization;

namespace Hub.Mocks.Mail;

/// <summary>A small IMAP and SMTP server on loopback: holds inboxes and catches what is sent, over restarts.</summary>
public sealed class MailServer : IAsyncDisposable
{
    /// <summary>As it calls itself, also in <c>Authentication-Results</c>.</summary>
    public const string Name = "surat.localhost";

    private readonly LineServer imap;
    private readonly LineServer smtp;
    private readonly Logins logins;

    private MailServer(PostOffice office, string password, int imapPort, int smtpPort, TimeProvider clock)
    {
        Office = office;
        Password = password;
        logins = new Logins(password);
        imap = new LineServer(imapPort, (lines, token) => new ImapSession(lines, office, logins, Faults, Introductions.Enqueue).RunAsync(token));
        smtp = new LineServer(smtpPort, (lines, token) => new SmtpSession(lines, office, logins, Faults, clock).RunAsync(token));
    }

    public PostOffice Office { get; }
    public MailFaults Faults { get; } = new();

    /// <summary>Every address logs in with it.</summary>
    public string Password { get; }
    public int ImapPort => imap.Port;

    /// <summary>The token that XOAUTH2 takes; null: the mechanism is not offered.</summary>
    public string? AccessToken { get => logins.AccessToken; set => logins.AccessToken = value; }

    /// <summary>What IMAP clients said of themselves (RFC 2971).</summary>
    public ConcurrentQueue<string> Introductions { get; } = new();

    /// <summary>The most IMAP connections that were open at the same time.</summary>
    public int MostImapConnections => imap.MostAtOnce;
    public int SmtpPort => smtp.Port;

    /// <summary>Opens the boxes kept in <paramref name="folder"/> and listens; port 0 takes any free one.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">A port is taken.</exception>
    public static MailServer Start(string folder, string password, TimeProvider clock, int imapPort = 0, int smtpPort = 0) =>
        new(PostOffice.Open(folder, clock), password, imapPort, smtpPort, clock);

    public async ValueTask DisposeAsync()
    {
        await imap.DisposeAsync();
        await smtp.DisposeAsync();
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"imap 127.0.0.1:{ImapPort}, smtp 127.0.0.1:{SmtpPort}");
}
