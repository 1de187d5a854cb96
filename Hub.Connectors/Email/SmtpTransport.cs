using System.Collections.Concurrent;
using Hub.Connectors.Http;
using Hub.Domain;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Search;
using MimeKit;

namespace Hub.Connectors.Email;

/// <summary>SMTP submission (RFC 6409): one connection for the mails of a call, two where many wait; a result for every recipient.</summary>
/// <param name="guard">For a server that somebody typed into a form; null for the operator's own settings.</param>
public sealed class SmtpTransport(SmtpOptions options, TimeProvider clock, HttpMessageHandler? wire = null, NetworkGuard? guard = null) : IMailTransport
{
    /// <summary>Fewer than providers allow an account at once (Microsoft 365: three).</summary>
    private const int MostConnections = 2;

    /// <summary>So few are sent before a second connection would be open.</summary>
    private const int EnoughForOne = 10;

    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly MailLogin _login = new(options, clock, wire, guard);

    public async Task<IReadOnlyList<DeliveryResult>> SendAsync(IReadOnlyList<OutgoingMail> mails, CancellationToken token)
    {
        var waiting = new ConcurrentQueue<OutgoingMail>(mails);
        var results = new ConcurrentDictionary<OutgoingMail, IReadOnlyList<DeliveryResult>>(ReferenceEqualityComparer.Instance);
        using var over = new CancellationTokenSource();
        var ends = await Task.WhenAll(Enumerable.Range(0, mails.Count > EnoughForOne ? MostConnections : 1).Select(_ => SendWaitingAsync(waiting, results, over, token)));
        foreach (var left in waiting)
        {
            // Nothing of it has left; the outbox decides when to try again.
            results[left] = token.IsCancellationRequested
                ? All(left, DeliveryState.Transient, Said.Of<MailboxTexts>("Stopping"))
                : All(left, DeliveryState.Transient, ends.OfType<Said>().First(), Blame.Ours);
        }

        return [.. mails.SelectMany(mail => results[mail])];
    }

    /// <summary>One connection, as long as mails wait and it can be opened.</summary>
    /// <param name="over">Told when none waits: nobody goes on knocking at a server that takes one connection at a time.</param>
    /// <returns>Why it could not be opened; null when it was not that which ended it.</returns>
    private async Task<Said?> SendWaitingAsync(ConcurrentQueue<OutgoingMail> waiting, ConcurrentDictionary<OutgoingMail, IReadOnlyList<DeliveryResult>> results, CancellationTokenSource over, CancellationToken token)
    {
        using var watch = new SmtpWatch();
        using var client = new SubmissionClient(watch);

        // Stopping means: take no new mail, finish this one. The results so far must not be lost.
        while (!waiting.IsEmpty && !token.IsCancellationRequested)
        {
            if (!client.IsConnected && await OpenAsync(client, over.Token) is { } failure)
            {
                return failure;
            }

            if (client.IsConnected && waiting.TryDequeue(out var mail))
            {
                results[mail] = await SendOneAsync(client, watch, mail);
            }
        }

        await QuitAsync(client);
        await over.CancelAsync();
        return null;
    }

    /// <returns>Why not; null when it is open, or need not be any more.</returns>
    private async Task<Said?> OpenAsync(SubmissionClient client, CancellationToken over)
    {
        // One at a time: a provider may void a refresh token with its first use.
        await _opening.WaitAsync(CancellationToken.None);
        try
        {
            await _login.OpenAsync(client, over);
            return null;
        }
        catch (ConnectorFailure failure)
        {
            return failure.Said;
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            client.Abandon();
            return null;
        }
        finally
        {
            _opening.Release();
        }
    }

    public bool KeepsSent => !string.IsNullOrWhiteSpace(options.SentFolder);

    public async Task<bool?> WasTakenAsync(string messageId, CancellationToken token)
    {
        if (!KeepsSent || options.Mailbox() is not { } mailbox)
        {
            return null;
        }

        using var client = new ImapClient();
        try
        {
            await new MailLogin(mailbox, clock, wire, guard).OpenAsync(client, token);
            var folder = await client.GetFolderAsync(options.SentFolder!, token);
            await folder.OpenAsync(FolderAccess.ReadOnly, token);
            var found = await folder.SearchAsync(SearchQuery.HeaderContains("Message-ID", messageId), token);
            await client.DisconnectAsync(quit: true, token);
            return found.Count > 0;
        }
        catch (Exception unknown) when (!token.IsCancellationRequested && MailFailure.From(unknown, options) is not null)
        {
            return null;
        }
    }

    public async Task<Probe> ProbeAsync(CancellationToken token)
    {
        using var watch = new SmtpWatch();
        using var client = new SubmissionClient(watch);
        try
        {
            await _login.OpenAsync(client, token);
            await QuitAsync(client);
            return new(true, Said.Of<MailboxTexts>("LoginTaken", options.Host, options.Port));
        }
        catch (ConnectorFailure failure)
        {
            return new(false, failure.Said);
        }
    }

    private async Task<IReadOnlyList<DeliveryResult>> SendOneAsync(SubmissionClient client, SmtpWatch watch, OutgoingMail mail)
    {
        MimeMessage message;
        try
        {
            message = MailComposer.Compose(mail);
        }
        catch (Exception wrong) when (wrong is ParseException or ArgumentException or FormatException)
        {
            var why = mail.To.Aggregate(MailFailure.OneLine(wrong.Message), static (words, to) => SmtpAnswers.Without(to, words));
            return All(mail, DeliveryState.Permanent, Said.Of<MailboxTexts>("NotComposed", why), Blame.Content);
        }

        client.Begin();
        watch.Begin();
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.ReadSeconds * 5));
            await client.SendAsync(message, limit.Token);
            return [.. mail.To.Select(to => client.Refusal(to.Address) is { } refusal
                ? Refused(mail, to, refusal)
                : new DeliveryResult(mail.MessageId, to.Address, DeliveryState.Delivered))];
        }
        catch (SmtpCommandException refused)
        {
            await ResetAsync(client);
            return [.. mail.To.Select(to => Refused(mail, to, client.Refusal(to.Address) ?? new SmtpResponse(refused.StatusCode, refused.Message)))];
        }
        catch (Exception broken) when (MailFailure.From(broken, options) is { } failure)
        {
            client.Abandon();
            var state = watch.WholeMailLeft ? DeliveryState.Uncertain : DeliveryState.Transient;
            return [.. mail.To.Select(to => client.Refusal(to.Address) is { } refusal
                ? Refused(mail, to, refusal)
                : new DeliveryResult(mail.MessageId, to.Address, state, failure.Said))];
        }
    }

    private static DeliveryResult Refused(OutgoingMail mail, MailAddress to, SmtpResponse answer)
    {
        var code = (int)answer.StatusCode;
        return new(mail.MessageId, to.Address, code is >= 500 and < 600 ? DeliveryState.Permanent : DeliveryState.Transient, Said.Quote($"{code} {SmtpAnswers.Without(to, MailFailure.OneLine(answer.Response))}")) { Blame = SmtpAnswers.Judge(code, answer.Response) };
    }

    private static DeliveryResult[] All(OutgoingMail mail, DeliveryState state, Said cause, Blame blame = Blame.Passing) =>
        [.. mail.To.Select(to => new DeliveryResult(mail.MessageId, to.Address, state, cause) { Blame = blame })];

    /// <summary>After a refusal the session goes on; where it does not, the next mail opens a new one.</summary>
    private static async Task ResetAsync(SubmissionClient client)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            if (client.IsConnected)
            {
                await client.NoOpAsync(limit.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or ProtocolException or CommandException or OperationCanceledException)
        {
            client.Abandon();
        }
    }

    private static async Task QuitAsync(SubmissionClient client)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            if (client.IsConnected)
            {
                await client.DisconnectAsync(quit: true, limit.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or ProtocolException or CommandException or OperationCanceledException)
        {
            // Every mail has its result; how the server says goodbye changes none.
        }
    }

    /// <summary>Goes on when one recipient of several is refused, and remembers the server's words.</summary>
    private sealed class SubmissionClient(SmtpWatch watch) : SmtpClient(watch)
    {
        private readonly Dictionary<string, SmtpResponse> _refused = new(StringComparer.OrdinalIgnoreCase);

        public void Begin() => _refused.Clear();

        public SmtpResponse? Refusal(string address) => _refused.GetValueOrDefault(address);

        public void Abandon()
        {
            if (IsConnected)
            {
                Disconnect(quit: false);
            }
        }

        protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) => _refused[mailbox.Address] = response;
    }
}
