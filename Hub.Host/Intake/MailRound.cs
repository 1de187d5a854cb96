using System.Runtime.CompilerServices;
using System.Text;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Domain.Conversation;
using Hub.Host.Mailing.Account;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People.Privacy;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>Sends two mails of the hub to itself, one to an address with a token and one without, fetches them as answers are fetched, and says where on the way they were lost.</summary>
public sealed class MailRound(Database database, MailAccount account, IMailTransport transport, SendingWay way, NoticeToken tokens, PollRun runs, ByteStore bytes, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    private const string Mark = "mail-round";

    public async Task<Probe> RunAsync(string actor, CancellationToken token)
    {
        if (account.Options is not { } options)
        {
            return new Probe(false, Said.Of<SourceFaults>("NoAccount"));
        }

        var outcome = await RunAsync(options, actor, token);
        await using var db = database.Open();
        await db.KeepAsync(Mark, outcome.Ok ? AccountOf(options) : "", token);
        return outcome;
    }

    /// <summary>Sends one mail by the second account to the first, where answers are read, and fetches it there.</summary>
    public async Task<Probe> RunSecondAsync(string actor, CancellationToken token)
    {
        if (account.Options is not { } first || way.Second is not { } second)
        {
            return new Probe(false, Said.Of<SourceFaults>("NoAccount"));
        }

        var begun = clock.GetUtcNow();
        var mail = MailTo(first, first.From);
        return (await second.SendAsync([mail], token)).FirstOrDefault(r => r.State != DeliveryState.Delivered) is { } refused
            ? new Probe(false, Said.Of<SourceFaults>("RoundRefused", refused.Recipient, refused.Cause))
            : await ReaderAsync(first, token) is { } source ? await FollowAsync(source, mail, null, begun, actor, token)
            : new Probe(true, Said.Of<SourceFaults>("RoundUnseen", first.From));
    }

    /// <returns>Whether the last round went well, by the account as it is now.</returns>
    public async Task<bool> WentWellAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return account.Options is { } options && await db.Marks.Where(m => m.Name == Mark).Select(m => m.Value).FirstOrDefaultAsync(token) == AccountOf(options);
    }

    private static string AccountOf(SmtpOptions options) => $"{options.From} {options.Host}:{options.Port} {options.Mailbox()?.Host}";

    private async Task<Probe> RunAsync(SmtpOptions options, string actor, CancellationToken token)
    {
        var begun = clock.GetUtcNow();
        var plain = MailTo(options, options.From);
        var signed = MailTo(options, tokens.ReplyAddress(options.From, NoticeToken.Round, new TokenHolder(options.From, IsStaff: true)));
        var sent = await transport.SendAsync(options.PlusAddress ? [plain, signed] : [plain], token);
        if (sent.FirstOrDefault(r => r.State != DeliveryState.Delivered) is { } refused)
        {
            var isPlus = refused.State == DeliveryState.Permanent && !string.Equals(refused.Recipient, options.From, StringComparison.OrdinalIgnoreCase);
            return new Probe(false, isPlus ? Said.Of<SourceFaults>("RoundNoPlus", refused.Recipient) : Said.Of<SourceFaults>("RoundRefused", refused.Recipient, refused.Cause));
        }

        if (await ReaderAsync(options, token) is not { } source)
        {
            return new Probe(false, Said.Of<SourceFaults>("RoundUnread", options.From));
        }

        return await FollowAsync(source, plain, options.PlusAddress ? signed : null, begun, actor, token);
    }

    /// <param name="signed">Null where answers go to the plain address: nothing else has to arrive.</param>
    private async Task<Probe> FollowAsync(string source, OutgoingMail plain, OutgoingMail? signed, DateTimeOffset begun, string actor, CancellationToken token)
    {
        var (hasPlain, hasSigned) = (false, signed is null);
        while (!(hasPlain && hasSigned) && clock.GetUtcNow() < begun + Limit)
        {
            await runs.RunAsync(source, clock.GetUtcNow(), actor, token);
            if (await TroubleAsync(source, token) is { } trouble)
            {
                return new Probe(false, Said.Of<SourceFaults>("RoundNotFetched", source, trouble));
            }

            await foreach (var mail in ArrivedAsync(source, begun, token))
            {
                hasPlain |= Holds(mail, plain);
                hasSigned |= signed is not null && Holds(mail, signed);
            }

            await Task.Delay(hasPlain && hasSigned ? TimeSpan.Zero : Look, clock, token);
        }

        return (hasPlain, hasSigned) switch
        {
            (true, true) => new Probe(true, Said.Of<SourceFaults>("RoundWell", Math.Round((clock.GetUtcNow() - begun).TotalSeconds))),
            (true, false) => new Probe(false, Said.Of<SourceFaults>("RoundNoPlus", signed!.To[0].Address)),
            _ => new Probe(false, Said.Of<SourceFaults>("RoundLost", account.Options!.From, Limit.TotalSeconds)),
        };
    }

    /// <summary>The source of the hub's own, or another one that reads the same mailbox.</summary>
    private async Task<string?> ReaderAsync(SmtpOptions options, CancellationToken token) =>
        options.Mailbox() is { } mailbox ? await account.ReaderAsync(mailbox, token) : null;

    private async Task<Said?> TroubleAsync(string source, CancellationToken token)
    {
        await using var db = database.Open();
        return await db.SourceHealth.Where(h => h.Source == source && h.FailingSince != null).Select(h => h.Cause).FirstOrDefaultAsync(token);
    }

    /// <summary>One by one: a mailbox may bring thousands meanwhile. None that is large: the hub did not send it.</summary>
    private async IAsyncEnumerable<byte[]> ArrivedAsync(string source, DateTimeOffset since, [EnumeratorCancellation] CancellationToken token)
    {
        await using var db = database.Open();
        await foreach (var row in db.Envelopes.AsNoTracking().Where(e => e.Source == source && e.SeenAt >= since && e.RawLength <= PieceStream.Large).AsAsyncEnumerable().WithCancellation(token))
        {
            if (bytes.Read(row) is { } mail)
            {
                yield return mail;
            }
        }
    }

    private static bool Holds(byte[] raw, OutgoingMail mail) => raw.AsSpan().IndexOf(Encoding.ASCII.GetBytes(mail.Subject)) >= 0;

    private OutgoingMail MailTo(SmtpOptions options, string address)
    {
        var mark = Guid.NewGuid().ToString("n");
        return new OutgoingMail
        {
            MessageId = tokens.MessageId(NoticeToken.Round, mark, options.From.Split('@')[^1]),
            From = new MailAddress(options.FromName, options.From),
            To = [new MailAddress(null, address)],
            Subject = $"[{NoticeToken.Round}] {mark}",
            Text = SourceFaults.Say("RoundText"),
        };
    }
}
