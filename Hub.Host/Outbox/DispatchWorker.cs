using System.Text.Json;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Domain.Tickets;
using Hub.Host.Notify;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Outbox;

/// <summary>Hands over what waits in the outbox. A row stays until it left; a row whose handing-over was cut off is checked with the receiver first.</summary>
public sealed partial class DispatchWorker(
    Database database, ConfiguredConnectors connectors, NoticeComposer composer, OutboxSignal signal, TimeProvider clock, ILogger<DispatchWorker> log, IMailTransport? transport = null) : BackgroundService
{
    private const int Portion = 50;
    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(3)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await DispatchAsync(stoppingToken))
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

    /// <summary>Hands over one portion.</summary>
    /// <returns>True when more may wait.</returns>
    public async Task<bool> DispatchAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var now = clock.GetUtcNow();
        var due = await db.Outbox.Where(m => m.State == OutboxState.Pending && m.DueAt <= now).OrderBy(m => m.Id).Take(Portion).ToListAsync(token);
        var mails = due.Where(m => m.Channel == OutboxChannel.Mail && transport is not null).ToList();
        if (mails.Count > 0)
        {
            await SendAsync(db, mails, token);
        }

        foreach (var reply in due.Where(m => m.Channel == OutboxChannel.Source))
        {
            await ReplyAsync(db, reply, token);
        }

        return due.Count == Portion && (mails.Count > 0 || transport is not null);
    }

    private async Task SendAsync(HubDbContext db, List<OutboxMessage> messages, CancellationToken token)
    {
        var sendable = new List<(OutboxMessage Row, OutgoingMail Mail)>();
        foreach (var row in messages)
        {
            if (row.HandedOverAt is not null && await transport!.WasTakenAsync(row.MessageId, token) == true)
            {
                Sent(row, null);
                continue;
            }

            var composed = await composer.ComposeAsync(db, row, token);
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
        await db.SaveChangesAsync(token);
        if (sendable.Count == 0)
        {
            return;
        }

        var results = await transport!.SendAsync([.. sendable.Select(s => s.Mail)], token);
        foreach (var (row, mail) in sendable)
        {
            var result = results.FirstOrDefault(r => r.MessageId == mail.MessageId);
            await NoteAsync(db, row, result, token);
        }

        await db.SaveChangesAsync(CancellationToken.None);
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
                break;
            case DeliveryState.Uncertain:
                Again(row, result.Cause);
                break;
            default:
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
        await db.SaveChangesAsync(token);
        try
        {
            if (await connectors.FindAsync(row.Recipient, token) is not IReplies source)
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

        await db.SaveChangesAsync(CancellationToken.None);
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
        var ticket = await db.Tickets.SingleOrDefaultAsync(t => t.Id == row.TicketId, token);
        ticket?.Remark(TicketEventKind.DeliveryFailed, "hub", row.Answer, new { row.Purpose, row.Bureau }, clock.GetUtcNow());
    }

    [LoggerMessage(130, LogLevel.Error, "Dispatch broke off and goes on shortly")]
    private partial void LogBroken(Exception exception);
}
