using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Antivirus;
using Hub.Host.Foundation.Leases;
using Hub.Host.Foundation.Loops;
using Hub.Host.Mailing.Account;
using Hub.Host.Mailing.Conversation;
using Hub.Host.Mailing.Notices;
using Hub.Host.People.Privacy;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Outbox;

/// <summary>Hands over what waits in the outbox. A row stays until it left; a row whose handing-over was cut off is checked with the receiver first.</summary>
public sealed partial class DispatchWorker(
    Database database, LeaseBook leases, ConfiguredConnectors connectors, NoticeComposer composer, TicketSeal seal, OutboxWriter outbox, SendingWay way, TicketRoad road, SentFolder sent, TimeProvider clock, MailAccount account, VirusScanner scanner, ILogger<DispatchWorker> log)
{
    private const int Portion = 50;
    private const int MostTries = 5;

    private static readonly BackOff Waits = new(
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(3));

    /// <summary>Hands over every mail that is due. Mails and write-backs go their own ways: a source that hangs holds up no mail, and no other source.</summary>
    public Task SendAllAsync(CancellationToken token) => AllAsync(DispatchMailsAsync, token);

    /// <summary>Hands over every write-back that is due.</summary>
    public Task ReplyAllAsync(CancellationToken token) => AllAsync(DispatchRepliesAsync, token);

    /// <summary>Hands over one portion of mails and one of write-backs.</summary>
    /// <returns>True when more may wait.</returns>
    public async Task<bool> DispatchAsync(CancellationToken token)
    {
        var mails = await DispatchMailsAsync(token);
        return await DispatchRepliesAsync(token) || mails;
    }

    private static async Task AllAsync(Func<CancellationToken, Task<bool>> dispatch, CancellationToken token)
    {
        while (await dispatch(token))
        {
            token.ThrowIfCancellationRequested();
        }
    }

    private async Task<bool> DispatchMailsAsync(CancellationToken token)
    {
        await using var db = database.Open();
        await account.LoadAsync(token);
        if (way.Now(Portion) is not { } now || !await Due(db, OutboxChannel.Mail).AnyAsync(token) || await leases.TakeAsync("dispatch:mail", token) is not { } lease)
        {
            return false;
        }

        await using (lease)
        {
            var due = await SendingOrder.NextAsync(Due(db, OutboxChannel.Mail), now.Most, lease.Token);
            await SendAsync(db, due, now, lease.Token);
            return due.Count == now.Most && way.Now(Portion) is not null;
        }
    }

    private async Task<bool> DispatchRepliesAsync(CancellationToken token)
    {
        List<string> sources;
        await using (var db = database.Open())
        {
            sources = await Due(db, OutboxChannel.Source).Select(m => m.Recipient).Distinct().ToListAsync(token);
        }

        var more = await Task.WhenAll(sources.Select(s => DispatchToAsync(s, token)));
        return more.Contains(true);
    }

    private async Task<bool> DispatchToAsync(string source, CancellationToken token)
    {
        if (await leases.TakeAsync($"dispatch:{source}", token) is not { } lease)
        {
            return false;
        }

        await using (lease)
        {
            List<long> due;
            await using (var db = database.Open())
            {
                due = await Due(db, OutboxChannel.Source).Where(m => m.Recipient == source).OrderBy(m => m.Id).Select(m => m.Id).Take(Portion).ToListAsync(lease.Token);
            }

            foreach (var reply in due)
            {
                await ReplyAsync(reply, lease.Token);
            }

            return due.Count == Portion;
        }
    }

    private IQueryable<OutboxMessage> Due(HubDbContext db, OutboxChannel channel)
    {
        var now = clock.GetUtcNow();
        return db.Outbox.Where(m => m.State == OutboxState.Pending && m.Channel == channel && m.DueAt <= now);
    }

    private async Task SendAsync(HubDbContext db, List<OutboxMessage> messages, OpenWay open, CancellationToken token)
    {
        var leaving = new List<OutboxMessage>();
        foreach (var row in messages)
        {
            if (await MayLeaveAsync(db, row, token))
            {
                leaving.Add(row);
            }
        }

        var sendable = new List<(OutboxMessage Row, OutgoingMail Mail)>();
        var matter = await ReadAsync(db, leaving, token);
        foreach (var row in leaving)
        {
            var composed = await ComposeAsync(db, row, matter, token);
            if (composed is null)
            {
                continue;
            }

            if (composed.Mail is null)
            {
                (row.State, row.Answer) = (OutboxState.Held, composed.Held);
                continue;
            }

            row.HandedOverAt = clock.GetUtcNow();
            row.Attempts++;
            sendable.Add((row, composed.Mail));
        }

        // Written before the handing-over: after a crash these rows are asked about, not blindly repeated.
        await KillPoint.ReachAsync(KillPoint.HandOver);
        await db.SaveChangesAsync(token);
        await KillPoint.ReachAsync(KillPoint.HandedOver);
        if (sendable.Count == 0)
        {
            return;
        }

        var results = await open.Transport.SendAsync([.. sendable.Select(s => s.Mail)], token);
        await KillPoint.ReachAsync(KillPoint.Sent);
        await KeepGateAsync(open.Gate, results);
        var outcomes = sendable.ConvertAll(s => (s.Row.Id, Result: results.FirstOrDefault(r => r.MessageId == s.Mail.MessageId)));
        var taken = await NoteTakenAsync([.. outcomes.Where(o => o.Result?.State == DeliveryState.Delivered).Select(o => o.Id)]);
        foreach (var (id, result) in outcomes.ExceptBy(taken, o => o.Id))
        {
            await NoteAsync(id, (own, noted) => NoteAsync(own, noted, result));
        }

        await KillPoint.ReachAsync(KillPoint.Noted);
    }

    /// <returns>True when it may leave; else the row was noted or waits.</returns>
    private async Task<bool> MayLeaveAsync(HubDbContext db, OutboxMessage row, CancellationToken token)
    {
        var verdict = await sent.AskAsync(db, row, token);
        switch (verdict)
        {
            case SentVerdict.Left:
                Sent(row, null);
                break;
            case SentVerdict.Unknown:
                Again(row, Said.Of<OutboxTexts>("SentUnknown"));
                break;
            case SentVerdict.TooEarly:
                row.DueAt = row.HandedOverAt!.Value + SentFolder.Settling;
                break;
            case SentVerdict.MayLeave:
                break;
        }

        return verdict == SentVerdict.MayLeave;
    }

    /// <returns>Null when something of them cannot be read: then each is read by itself.</returns>
    private async Task<NoticeMatter?> ReadAsync(HubDbContext db, List<OutboxMessage> rows, CancellationToken token)
    {
        try
        {
            return await NoticeMatter.ReadAsync(db, rows, token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogUnread(e, rows.Count);
            return null;
        }
    }

    /// <summary>One notice that cannot be written must not keep the others from leaving.</summary>
    private async Task<ComposedNotice?> ComposeAsync(HubDbContext db, OutboxMessage row, NoticeMatter? matter, CancellationToken token)
    {
        try
        {
            return matter is null ? await composer.ComposeAsync(db, row, token) : await composer.ComposeAsync(db, row, matter, token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogUnwritten(e, row.Id);
            row.Attempts++;
            Again(row, Said.Of<OutboxTexts>("NotWritten", e.Message));
            return null;
        }
    }

    private async Task NoteAsync(HubDbContext db, OutboxMessage row, DeliveryResult? result)
    {
        switch (result?.State)
        {
            case DeliveryState.Permanent or DeliveryState.Transient when result.Blame == Blame.Ours:
                // It has nothing to do with this mail: it waits, uncounted, for the gate.
                (row.HandedOverAt, row.Answer, row.DueAt) = (null, result.Cause, clock.GetUtcNow());
                row.Attempts--;
                break;
            case DeliveryState.Delivered:
                Sent(row, null);
                break;
            case DeliveryState.Permanent:
                await RefusedAsync(db, row, result);
                break;
            case DeliveryState.Uncertain:
                Again(row, result.Cause);
                break;
            case DeliveryState.Transient or null:
                // Certainly not taken: the next try need not ask.
                row.HandedOverAt = null;
                Again(row, result?.Cause);
                break;
        }
    }

    /// <summary>Refused for good. A mailbox that takes nothing is marked, and whoever is reached instead is told the same at once.</summary>
    private async Task RefusedAsync(HubDbContext db, OutboxMessage row, DeliveryResult result)
    {
        (row.State, row.Answer, row.Blame) = (OutboxState.Failed, result.Cause, result.Blame);
        await TellTicketAsync(db, row, CancellationToken.None);
        if (result.Blame == Blame.Recipient)
        {
            await Bounces.MarkAsync(db, row.Recipient, result.Cause, clock.GetUtcNow(), CancellationToken.None);
            await outbox.ReaddressAsync(db, row, clock.GetUtcNow(), CancellationToken.None);
            outbox.Wake();
        }
    }

    /// <summary>After trouble of our own nothing more is tried for a while; with the first mail that leaves all that waited is due.</summary>
    private async Task KeepGateAsync(SendingGate gate, IReadOnlyList<DeliveryResult> results)
    {
        if (results.Any(r => r.State == DeliveryState.Delivered))
        {
            if (gate.Open())
            {
                await using var db = database.Open();
                var now = clock.GetUtcNow();
                await db.Outbox.Where(m => m.State == OutboxState.Pending && m.Channel == OutboxChannel.Mail && m.Attempts > 0 && m.HandedOverAt == null && m.DueAt > now)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.DueAt, now));
            }
        }
        else if (results.FirstOrDefault(r => r.Blame == Blame.Ours && r.State is DeliveryState.Permanent or DeliveryState.Transient) is { Blame: Blame.Ours } ours)
        {
            gate.Stop(ours.Cause, refused: ours.State == DeliveryState.Permanent);
        }
    }

    private async Task ReplyAsync(long id, CancellationToken token)
    {
        await using var db = database.Open();
        var row = await db.Outbox.SingleAsync(m => m.Id == id, token);
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(t => t.Id == row.TicketId, token);
        row.Attempts++;
        row.HandedOverAt = clock.GetUtcNow();
        await KillPoint.ReachAsync(KillPoint.ReplyMark);
        await db.SaveChangesAsync(token);
        await KillPoint.ReachAsync(KillPoint.ReplyMarked);
        var outcome = await HandBackAsync(db, row, ticket, token);
        await KillPoint.ReachAsync(KillPoint.Replied);
        await NoteAsync(id, outcome);
        await KillPoint.ReachAsync(KillPoint.ReplyNoted);
    }

    /// <returns>What to write down of it.</returns>
    private async Task<Func<HubDbContext, OutboxMessage, Task>> HandBackAsync(HubDbContext db, OutboxMessage row, Ticket ticket, CancellationToken token)
    {
        if (seal.Payload(row, ticket.Key) is not { } said)
        {
            return Note(noted => (noted.State, noted.Answer) = (OutboxState.Held, Said.Of<HeldTexts>("Erased")));
        }

        var payload = NoticePayload.Read(said);
        try
        {
            // A word about one of several matters ends nothing at the source.
            var kind = ticket.IsPart ? ReplyKind.FollowUp : payload.Reply ?? ReplyKind.FollowUp;
            if (await connectors.FindAsync(row.Recipient, token) is not IReplies source || !source.Takes(kind))
            {
                return Note(noted => (noted.State, noted.Answer) = (OutboxState.Held, Said.Of<OutboxTexts>("NoAnswersTaken")));
            }

            var answer = await source.ReplyAsync(
                new Reply
                {
                    ExternalId = ticket.SourceItem,
                    Kind = kind,
                    Text = payload.Text ?? "",
                    Target = payload.Target,
                    Secret = ticket.Secret,
                    IdempotencyKey = row.MessageId,
                    Attachments = await AttachmentStore.SentAsync(db, seal, ticket, payload.Event, scanner.IsOn, token),
                },
                token);
            return Note(noted => Sent(noted, answer));
        }
        catch (ConnectorFailure e) when (e.Kind is FailureKind.Refused or FailureKind.Malformed)
        {
            return async (db, noted) =>
            {
                (noted.State, noted.Answer) = (OutboxState.Failed, e.Said);
                await TellTicketAsync(db, noted, CancellationToken.None);
            };
        }
        catch (FileBarred barred) when (!barred.Waits)
        {
            return Note(noted => (noted.State, noted.Answer) = (OutboxState.Held, barred.Said));
        }
        catch (Exception e) when (e is ConnectorFailure or SourceUnusable or FileBarred)
        {
            return Note(noted => Again(noted, Said.Of(e), (e as ConnectorFailure)?.RetryAfter));
        }
        catch (Exception e) when (e is not OperationCanceledException || !token.IsCancellationRequested)
        {
            // One answer that breaks in an unforeseen way waits; those behind it go on.
            LogUnwritten(e, row.Id);
            return Note(noted => Again(noted, Said.Of<OutboxTexts>("AnswerBroke", e.Message)));
        }
    }

    private static Func<HubDbContext, OutboxMessage, Task> Note(Action<OutboxMessage> note) => (_, row) =>
    {
        note(row);
        return Task.CompletedTask;
    };

    /// <summary>Each outcome by itself and at once: what cannot be written down of one must not let the others leave again.</summary>
    private async Task NoteAsync(long id, Func<HubDbContext, OutboxMessage, Task> note)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var db = database.Open();
                await using var transaction = await db.Database.BeginTransactionAsync();
                await note(db, await db.Outbox.SingleAsync(m => m.Id == id));
                await db.SaveChangesAsync();
                await transaction.CommitAsync();
                return;
            }
            catch (DbUpdateException) when (tries < MostTries)
            {
                // Somebody changed the ticket in the same moment.
            }
            catch (Exception e)
            {
                // It stays marked as handed over: the receiver is asked before it goes again.
                LogUnnoted(e, id);
                return;
            }
        }
    }

    /// <summary>What the server took is written down at once, all of it.</summary>
    /// <returns>What was written down; none where that failed, and each is then noted by itself.</returns>
    private async Task<IReadOnlyList<long>> NoteTakenAsync(IReadOnlyList<long> ids)
    {
        try
        {
            await using var db = database.Open();
            foreach (var row in await db.Outbox.Where(m => ids.Contains(m.Id)).ToListAsync())
            {
                Sent(row, null);
            }

            await db.SaveChangesAsync();
            return ids;
        }
        catch (Exception e)
        {
            LogUnnotedTogether(e, ids.Count);
            return [];
        }
    }

    private void Sent(OutboxMessage row, Said? answer) => (row.State, row.SentAt, row.Answer) = (OutboxState.Sent, clock.GetUtcNow(), answer);

    private void Again(OutboxMessage row, Said? cause, TimeSpan? asked = null)
    {
        var wait = Waits.After(row.Attempts);
        row.DueAt = clock.GetUtcNow() + (asked > wait ? asked.Value : wait);
        row.Answer = cause;
    }

    private async Task TellTicketAsync(HubDbContext db, OutboxMessage row, CancellationToken token)
    {
        if (await db.Tickets.SingleOrDefaultAsync(t => t.Id == row.TicketId, token) is { } ticket)
        {
            await road.ChangeAsync(db, ticket, new TicketChange.Keep(new Happening.DeliveryFailed(row.Purpose.ToString(), row.Bureau), row.Answer?.Stored), new Actor.Hub(), null, token);
        }
    }

    [LoggerMessage(131, LogLevel.Error, "Notice {Row} could not be written")]
    private partial void LogUnwritten(Exception exception, long row);

    [LoggerMessage(138, LogLevel.Warning, "What {Count} notices tell of could not be read together; each is read by itself")]
    private partial void LogUnread(Exception exception, int count);

    [LoggerMessage(139, LogLevel.Warning, "{Count} notices that were taken could not be noted together; each is noted by itself")]
    private partial void LogUnnotedTogether(Exception exception, int count);

    [LoggerMessage(132, LogLevel.Error, "What became of message {Row} could not be written down")]
    private partial void LogUnnoted(Exception exception, long row);
}
