using System.Diagnostics;
using System.Text.Json;
using Hub.Tests.Support;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Hub.Tests.Journeys;

/// <summary>Journey c: a clerk who never opens the hub works in the demo as it ships, by IMAP and SMTP alone.</summary>
public sealed class ByMailJourney : IAsyncLifetime
{
    private const string Clerk = "staf.kesra@contoh.id";
    private const string Hub = "hub.setda@contoh.id";
    private const int Imap = 7;
    private const int Smtp = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder folder = new();
    private readonly int port = Ports.FreeRow(9);
    private Process demo = null!;
    private string password = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Path.GetTempPath(), RedirectStandardOutput = true };
        Array.ForEach([Path.Combine(AppContext.BaseDirectory, "mocks.dll"), "--port", $"{port}", "--data", folder.File("demo")], start.ArgumentList.Add);
        demo = Process.Start(start)!;
        demo.OutputDataReceived += (_, _) => { };
        demo.BeginOutputReadLine();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Each_word_is_answered_and_every_mail_keeps_its_promises()
    {
        var notices = await InboxAsync(mails => mails.Count(IsWork) >= 4);
        password.ShouldNotBeEmpty();
        var work = notices.Where(IsWork).ToList();

        await AnswerAsync(work[0], "TERIMA", "TERIMA");
        await AnswerAsync(work[0], "terima", "");
        await AnswerAsync(work[1], "MINTA DATA: nomor rekening yayasan", "nomor rekening yayasan");
        await AnswerAsync(work[2], "Selamat pagi,\r\nSELESAI Permohonan sudah kami teruskan.", "sudah kami teruskan");
        await AnswerAsync(work[3], "MINTA DATA", "");

        using var browser = new HttpClient();
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        foreach (var mail in (await InboxAsync(_ => true)).TakeLast(12).Concat(work.Take(4)))
        {
            await MailCheck.KeepsPromisesAsync(mail, [Hub], browser, Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        demo.Kill();
        await demo.WaitForExitAsync(CancellationToken.None);
        demo.Dispose();
        folder.Dispose();
    }

    /// <summary>A notice that asks for something and can be answered with a word.</summary>
    private static bool IsWork(MimeMessage mail) => mail.Headers["X-Hub-Notice"] == "Assigned";

    /// <summary>As from a phone: the words on top, the whole notice quoted below.</summary>
    private async Task AnswerAsync(MimeMessage notice, string words, string echoed)
    {
        var answer = new MimeMessage { Subject = $"Re: {notice.Subject}", InReplyTo = notice.MessageId };
        answer.From.Add(MailboxAddress.Parse(Clerk));
        answer.To.AddRange(notice.ReplyTo);
        answer.References.Add(notice.MessageId!);
        answer.Body = new TextPart("plain") { Text = $"{words}\r\n\r\nDikirim dari ponsel saya\r\n\r\nPada Kam, 26 Nov 2026 hub menulis:\r\n> {notice.TextBody!.ReplaceLineEndings("\r\n> ")}\r\n" };
        using (var client = new SmtpClient())
        {
            await client.ConnectAsync("127.0.0.1", port + Smtp, SecureSocketOptions.None, Token);
            await client.AuthenticateAsync(Clerk, password, Token);
            await client.SendAsync(answer, Token);
            await client.DisconnectAsync(quit: true, Token);
        }

        var inbox = await InboxAsync(mails => mails.Any(m => m.InReplyTo == answer.MessageId));
        inbox.First(m => m.InReplyTo == answer.MessageId).TextBody!.ShouldContain(echoed, Case.Insensitive);
    }

    /// <summary>Looks again and again, as a mail program does.</summary>
    private async Task<IReadOnlyList<MimeMessage>> InboxAsync(Func<IReadOnlyList<MimeMessage>, bool> until)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            demo.HasExited.ShouldBeFalse();
            if (await ReadAsync() is { } mails && until(mails))
            {
                return mails;
            }

            clock.Elapsed.ShouldBeLessThan(Patience);
            await Task.Delay(1000, Token);
        }
    }

    private async Task<IReadOnlyList<MimeMessage>?> ReadAsync()
    {
        var file = Path.Combine(folder.File("demo"), "demo.json");
        if (password.Length == 0 && File.Exists(file))
        {
            using var settings = JsonDocument.Parse(await File.ReadAllTextAsync(file, Token));
            password = settings.RootElement.GetProperty("mailPassword").GetString()!;
        }

        try
        {
            using var client = new ImapClient();
            await client.ConnectAsync("127.0.0.1", port + Imap, SecureSocketOptions.None, Token);
            await client.AuthenticateAsync(Clerk, password, Token);
            await client.Inbox!.OpenAsync(FolderAccess.ReadOnly, Token);
            var mails = new List<MimeMessage>();
            for (var i = 0; i < client.Inbox.Count; i++)
            {
                mails.Add(await client.Inbox.GetMessageAsync(i, Token));
            }

            await client.DisconnectAsync(quit: true, Token);
            return mails;
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or AuthenticationException)
        {
            // The demo is still starting.
            return null;
        }
    }
}
