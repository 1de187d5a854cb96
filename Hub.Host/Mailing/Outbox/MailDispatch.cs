using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Leases;
using Hub.Host.Mailing.Account;
using Hub.Host.Mailing.Conversation;
using Hub.Host.Mailing.Notices;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Outbox;

/// <summary>Hands mails of the outbox to the server that sends them. One whose handing-over was cut off is looked for among the sent ones first.</summary>
public sealed partial class MailDispatch(
    Database database, LeaseBook leases, NoticeComposer composer, OutboxWriter outbox, SendingWay way, SentFolder sent, MailAccount account, OutboxNotes notes, TimeProvider clock, ILogger<MailDispatch> log)
{
    private const int Portion = 50;

    /// <summary>Hands over the next portion that is due.</summary>
    /// <returns>True when more may wait.</returns>
    public async Task<bool> NextAsync(CancellationToken token)
    {
        await using var db = database.Open();
        await account.LoadAsync(token);
        if (way.Now(Portion) is not { } now || !await SendingOrder.Due(db, OutboxChannel.Mail, clock.GetUtcNow()).AnyAsync(token) || await leases.TakeAsync("dispatch:mail", token) is not { } lease)
        {
            return false;
        }

        await using (lease)
        {
            var due = await SendingOrder.NextAsync(SendingOrder.Due(db, OutboxChannel.Mail, clock.GetUtcNow()), now.Most, lease.Token);
            await SendAsync(db, due, now, lease.Token);
            return due.Count == now.Most && way.Now(Portion) is not null;
        }
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
            SpareMemory.GiveBackAfter(matter?.LengthOf(row) ?? 0);
            if (composed is null)
            {
                continue;
            }

            if (composed.Mail is null)
            {
                (row.State, row.Answer) = (composed.IsOver ? OutboxState.SetAside : OutboxState.Held, composed.Held);
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
        var taken = await notes.TakenAsync([.. outcomes.Where(o => o.Result?.State == DeliveryState.Delivered).Select(o => o.Id)]);
        foreach (var (id, result) in outcomes.ExceptBy(taken, o => o.Id))
        {
            await notes.KeepAsync(id, (own, noted) => NoteAsync(own, noted, result));
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
                notes.Sent(row, null);
                break;
            case SentVerdict.Unknown:
                notes.Again(row, Said.Of<OutboxTexts>("SentUnknown"));
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
            notes.Again(row, Said.Of<OutboxTexts>("NotWritten", e.Message));
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
                notes.Sent(row, null);
                break;
            case DeliveryState.Permanent:
                await RefusedAsync(db, row, result);
                break;
            case DeliveryState.Uncertain:
                notes.Again(row, result.Cause);
                break;
            case DeliveryState.Transient or null:
                // Certainly not taken: the next try need not ask.
                row.HandedOverAt = null;
                notes.Again(row, result?.Cause);
                break;
        }
    }

    /// <summary>Refused for good. A mailbox that takes nothing is marked, and whoever is reached instead is told the same at once.</summary>
    private async Task RefusedAsync(HubDbContext db, OutboxMessage row, DeliveryResult result)
    {
        row.Blame = result.Blame;
        await notes.FailAsync(db, row, result.Cause);
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

    [LoggerMessage(131, LogLevel.Error, "Notice {Row} could not be written")]
    private partial void LogUnwritten(Exception exception, long row);

    [LoggerMessage(138, LogLevel.Warning, "What {Count} notices tell of could not be read together; each is read by itself")]
    private partial void LogUnread(Exception exception, int count);
}
