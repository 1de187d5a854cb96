using System.Diagnostics;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Hub.Tests.Support;

/// <summary>A person's mail program: looks into the inbox by IMAP again and again, writes and answers by SMTP.</summary>
/// <param name="User">As the servers know the person.</param>
public sealed record MailProgram(string Address, string User, string Password, int Imap, int Smtp)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task WriteAsync(string to, string subject, string text)
    {
        var mail = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = text } };
        mail.To.Add(MailboxAddress.Parse(to));
        await SendAsync(mail);
    }

    /// <summary>Replies and waits for what comes back.</summary>
    /// <returns>The first mail that answers the answer.</returns>
    public async Task<MimeMessage> AnswerAsync(MimeMessage asked, string words, params (string Name, byte[] Content)[] files)
    {
        var id = await ReplyAsync(asked, words, files);
        return await FindAsync(m => string.Equals(m.InReplyTo, id, StringComparison.Ordinal));
    }

    /// <summary>As from a phone: the words on top, the whole mail quoted below.</summary>
    /// <returns>The reply's own id.</returns>
    public async Task<string> ReplyAsync(MimeMessage asked, string words, params (string Name, byte[] Content)[] files)
    {
        var answer = new MimeMessage { Subject = $"Re: {asked.Subject}", InReplyTo = asked.MessageId };
        answer.To.AddRange(asked.ReplyTo.Count > 0 ? asked.ReplyTo : asked.From);
        answer.References.Add(asked.MessageId!);
        var body = new BodyBuilder { TextBody = $"{words}\r\n\r\nDikirim dari ponsel saya\r\n\r\nPada Kam, 26 Nov 2026 hub menulis:\r\n> {asked.TextBody!.ReplaceLineEndings("\r\n> ")}\r\n" };
        foreach (var (name, content) in files)
        {
            body.Attachments.Add(name, content);
        }

        answer.Body = body.ToMessageBody();
        await SendAsync(answer);
        return answer.MessageId!;
    }

    /// <summary>Waits for a mail.</summary>
    public async Task<MimeMessage> FindAsync(Predicate<MimeMessage> wanted) => (await InboxAsync(mails => mails.Any(wanted.Invoke))).First(wanted.Invoke);

    /// <summary>Waits until the inbox is as it should be.</summary>
    public async Task<IReadOnlyList<MimeMessage>> InboxAsync(Predicate<IReadOnlyList<MimeMessage>> until)
    {
        var clock = Stopwatch.StartNew();
        var mails = await ReadAsync();
        while (mails is null || !until(mails))
        {
            clock.Elapsed.ShouldBeLessThan(Patience, $"{Address} has {string.Join(" | ", mails?.Select(m => m.Subject) ?? [])}");
            await Task.Delay(1000, Token);
            mails = await ReadAsync();
        }

        return mails;
    }

    private async Task SendAsync(MimeMessage mail)
    {
        mail.From.Add(MailboxAddress.Parse(Address));
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", Smtp, SecureSocketOptions.None, Token);
        await client.AuthenticateAsync(User, Password, Token);
        await client.SendAsync(mail, Token);
        await client.DisconnectAsync(quit: true, Token);
    }

    /// <returns>Null while the server is still starting.</returns>
    private async Task<List<MimeMessage>?> ReadAsync()
    {
        try
        {
            using var client = new ImapClient();
            await client.ConnectAsync("127.0.0.1", Imap, SecureSocketOptions.None, Token);
            await client.AuthenticateAsync(User, Password, Token);
            await client.Inbox!.OpenAsync(FolderAccess.ReadOnly, Token);
            var mails = new List<MimeMessage>();
            for (var i = 0; i < client.Inbox.Count; i++)
            {
                mails.Add(await client.Inbox.GetMessageAsync(i, Token));
            }

            await client.DisconnectAsync(quit: true, Token);
            return mails;
        }
        catch (Exception e) when (e is SocketException or AuthenticationException)
        {
            return null;
        }
    }
}
