using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Leases;
using Hub.Host.Mailing.Conversation;
using Hub.Host.Mailing.Notices;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Outbox;

/// <summary>Hands over what waits in the outbox. A row stays until it left; a row whose handing-over was cut off is checked with the receiver first.</summary>
public sealed partial class DispatchWorker(
    Database database, ConfiguredConnectors connectors, NoticeComposer composer, TicketRoad road, OutboxSignal signal, TimeProvider clock, ILogger<DispatchWorker> log, IMailTransport? transport = null) : BackgroundService
{
    private const int Portion = 50;
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(3)];

    /// <summary>Mails and write-backs go their own ways: a source that hangs holds up no mail, and no other source.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(RepeatAsync(DispatchMailsAsync, stoppingToken), RepeatAsync(DispatchRepliesAsync, stoppingToken));

    /// <summary>Hands over one portion of mails and one of write-backs.</summary>
    /// <returns>True when more may wait.</returns>
    public async Task<bool> DispatchAsync(CancellationToken token)
    {
        var mails = await DispatchMailsAsync(token);
        return await DispatchRepliesAsync(token) || mails;
    }

    private async Task RepeatAsync(Func<CancellationToken, Task<bool>> dispatch, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await dispatch(stoppingToken))
                {
                    await signal.WaitAsync(TimeSpan.FromSeconds(2), stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                LogBroken(e);
                await Task.Delay(TimeSpan.FromSeconds(5), clock, CancellationToken.None);
            }
        }
    }

    private async Task<bool> DispatchMailsAsync(CancellationToken token)
    {
        await using var db = database.Open();
        if (transport is null || !await Due(db, OutboxChannel.Mail).AnyAsync(token) || await HeldLease.TakeAsync(database, "dispatch:mail", clock, token) is not { } lease)
        {
            return false;
        }

        await using (lease)
        {
            var due = await Due(db, OutboxChannel.Mail).OrderBy(m => m.Id).Take(Portion).ToListAsync(lease.Token);
            await SendAsync(db, due, lease.Token);
            return due.Count == Portion;
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
        if (await HeldLease.TakeAsync(database, $"dispatch:{source}", clock, token) is not { } lease)
        {
            return false;
        }

        await using (lease)
        {
            await using var db = database.Open();
            var due = await Due(db, OutboxChannel.Source).Where(m => m.Recipient == source).OrderBy(m => m.Id).Take(Portion).ToListAsync(lease.Token);
            foreach (var reply in due)
            {
                await ReplyAsync(db, reply, lease.Token);
            }

            return due.Count == Portion;
        }
    }

    private IQueryable<OutboxMessage> Due(HubDbContext db, OutboxChannel channel)
    {
        var now = clock.GetUtcNow();
        return db.Outbox.Where(m => m.State == OutboxState.Pending && m.Channel == channel && m.DueAt <= now);
    }

    private async Task SendAsync(HubDbContext db, List<OutboxMessage> messages, CancellationToken token)
    {
        var sendable = new List<(OutboxMessage Row, OutgoingMail Mail)>();
        foreach (var row in messages)
        {
            if (row.HandedOverAt is { } handedOver && !await MayRepeatAsync(row, handedOver, token))
            {
                continue;
            }

            var composed = await ComposeAsync(db, row, token);
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

        var results = await transport!.SendAsync([.. sendable.Select(s => s.Mail)], token);
        await KillPoint.ReachAsync(KillPoint.Sent);
        foreach (var (row, mail) in sendable)
        {
            var result = results.FirstOrDefault(r => r.MessageId == mail.MessageId);
            await NoteAsync(db, row, result, token);
        }

        await db.SaveChangesAsync(CancellationToken.None);
        await KillPoint.ReachAsync(KillPoint.Noted);
    }

    /// <summary>A mail whose handing-over was cut off: the account's own folder of sent mail says whether it left.</summary>
    /// <returns>True when it may be sent again; else the row was noted or waits.</returns>
    private async Task<bool> MayRepeatAsync(OutboxMessage row, DateTimeOffset handedOver, CancellationToken token)
    {
        if (!transport!.KeepsSent)
        {
            return true;
        }

        // Providers file a mail some seconds after they took it: "not there" is believed only after a while.
        if (clock.GetUtcNow() < handedOver + Settling)
        {
            row.DueAt = handedOver + Settling;
            return false;
        }

        await KillPoint.ReachAsync(KillPoint.AskSent);
        var taken = await transport.WasTakenAsync(row.MessageId, token);
        await KillPoint.ReachAsync(KillPoint.AskedSent);
        switch (taken)
        {
            case true:
                Sent(row, null);
                return false;
            case null:
                Again(row, "Folder surel terkirim belum dapat diperiksa; surel ini tidak diulang sebelum jelas.");
                return false;
            default:
                return true;
        }
    }

    /// <summary>One notice that cannot be written must not keep the others from leaving.</summary>
    private async Task<ComposedNotice?> ComposeAsync(HubDbContext db, OutboxMessage row, CancellationToken token)
    {
        try
        {
            return await composer.ComposeAsync(db, row, token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogUnwritten(e, row.Id);
            row.Attempts++;
            Again(row, $"Pemberitahuan tidak dapat disusun: {e.Message}");
            return null;
        }
    }

    private async Task NoteAsync(HubDbContext db, OutboxMessage row, DeliveryResult? result, CancellationToken token)
    {
        switch (result?.State)
        {
            case DeliveryState.Delivered:
                Sent(row, null);
                break;
            case DeliveryState.Permanent:
                (row.State, row.Answer) = (OutboxState.Failed, result.Cause);
                await TellTicketAsync(db, row, token);
                if (Bounces.ConcernsAddress(result.Cause))
                {
                    await Bounces.MarkAsync(db, row.Recipient, result.Cause, clock.GetUtcNow(), token);
                }

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

    private async Task ReplyAsync(HubDbContext db, OutboxMessage row, CancellationToken token)
    {
        var payload = JsonSerializer.Deserialize<NoticePayload>(row.Payload, JsonSerializerOptions.Web)!;
        var ticket = await db.Tickets.AsNoTracking().SingleAsync(t => t.Id == row.TicketId, token);
        row.Attempts++;
        row.HandedOverAt = clock.GetUtcNow();
        await KillPoint.ReachAsync(KillPoint.ReplyMark);
        await db.SaveChangesAsync(token);
        await KillPoint.ReachAsync(KillPoint.ReplyMarked);
        try
        {
            if (await connectors.FindAsync(row.Recipient, token) is not IReplies { TakesReplies: true } source)
            {
                (row.State, row.Answer) = (OutboxState.Held, "Sumber ini tidak menerima jawaban; sampaikan langsung di aplikasinya.");
            }
            else
            {
                Sent(row, await source.ReplyAsync(
                    new Reply { ExternalId = ticket.ExternalId, Kind = payload.Reply ?? ReplyKind.FollowUp, Text = payload.Text ?? "", Target = payload.Target, IdempotencyKey = row.MessageId }, token));
            }
        }
        catch (ConnectorFailure e) when (e.Kind is FailureKind.Refused or FailureKind.Malformed)
        {
            (row.State, row.Answer) = (OutboxState.Failed, e.Message);
            await TellTicketAsync(db, row, token);
        }
        catch (Exception e) when (e is ConnectorFailure or SourceUnusable)
        {
            Again(row, e.Message, (e as ConnectorFailure)?.RetryAfter);
        }
        catch (Exception e) when (e is not OperationCanceledException || !token.IsCancellationRequested)
        {
            // One answer that breaks in an unforeseen way waits; those behind it go on.
            LogUnwritten(e, row.Id);
            Again(row, $"Balasan gagal karena kesalahan yang tidak terduga: {e.Message}");
        }

        await KillPoint.ReachAsync(KillPoint.Replied);
        await db.SaveChangesAsync(CancellationToken.None);
        await KillPoint.ReachAsync(KillPoint.ReplyNoted);
    }

    private void Sent(OutboxMessage row, string? answer) => (row.State, row.SentAt, row.Answer) = (OutboxState.Sent, clock.GetUtcNow(), answer);

    private void Again(OutboxMessage row, string? cause, TimeSpan? asked = null)
    {
        var wait = Waits[Math.Clamp(row.Attempts - 1, 0, Waits.Length - 1)];
        row.DueAt = clock.GetUtcNow() + (asked > wait ? asked.Value : wait);
        row.Answer = cause;
    }

    private async Task TellTicketAsync(HubDbContext db, OutboxMessage row, CancellationToken token)
    {
        if (await db.Tickets.SingleOrDefaultAsync(t => t.Id == row.TicketId, token) is { } ticket)
        {
            await road.ChangeAsync(db, ticket, new TicketChange.Keep(new Happening.DeliveryFailed(row.Purpose.ToString(), row.Bureau), row.Answer), new Actor.Hub(), null, token);
        }
    }

    [LoggerMessage(131, LogLevel.Error, "Notice {Row} could not be written")]
    private partial void LogUnwritten(Exception exception, long row);

    [LoggerMessage(130, LogLevel.Error, "Dispatch broke off and goes on shortly")]
    private partial void LogBroken(Exception exception);
}
