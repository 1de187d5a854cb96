using Hub.Connectors;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Antivirus;
using Hub.Host.Foundation.Leases;
using Hub.Host.Mailing.Notices;
using Hub.Host.People.Privacy;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Outbox;

/// <summary>Writes answers of the outbox back to the sources that their tickets came from.</summary>
public sealed partial class ReplyDispatch(
    Database database, LeaseBook leases, ConfiguredConnectors connectors, TicketSeal seal, LeavingWords leaving, AttachmentStore kept, VirusScanner scanner, OutboxNotes notes, TimeProvider clock, ILogger<ReplyDispatch> log)
{
    private const int Portion = 50;

    /// <summary>Hands over the next portion that is due, each source by itself: one that hangs holds up no other.</summary>
    /// <returns>True when more may wait.</returns>
    public async Task<bool> NextAsync(CancellationToken token)
    {
        List<string> sources;
        await using (var db = database.Open())
        {
            sources = await SendingOrder.Due(db, OutboxChannel.Source, clock.GetUtcNow()).Select(m => m.Recipient).Distinct().ToListAsync(token);
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
                due = await SendingOrder.Due(db, OutboxChannel.Source, clock.GetUtcNow()).Where(m => m.Recipient == source).OrderBy(m => m.Id).Select(m => m.Id).Take(Portion).ToListAsync(lease.Token);
            }

            foreach (var reply in due)
            {
                await ReplyAsync(reply, lease.Token);
            }

            return due.Count == Portion;
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
        await notes.KeepAsync(id, outcome);
        await KillPoint.ReachAsync(KillPoint.ReplyNoted);
    }

    /// <returns>What to write down of it.</returns>
    private async Task<Func<HubDbContext, OutboxMessage, Task>> HandBackAsync(HubDbContext db, OutboxMessage row, Ticket ticket, CancellationToken token)
    {
        if (seal.Payload(row, ticket.Key) is not { } said)
        {
            return Note(noted => (noted.State, noted.Answer) = (OutboxState.Held, Said.Of<HeldTexts>("Erased")));
        }

        // A source repeats whose item it is.
        Task<Said> ToldAsync(Said told) => seal.SaidWithoutSenderAsync(db, ticket, told, token);

        var payload = NoticePayload.Read(said);
        if (payload.Text is null)
        {
            // Every word to a source has a text: this one's went with the identity.
            return Note(noted => (noted.State, noted.Answer) = (OutboxState.Held, Said.Of<HeldTexts>("Erased")));
        }

        try
        {
            // A word about one of several matters ends nothing at the source.
            var kind = ticket.IsPart ? ReplyKind.FollowUp : payload.Reply ?? ReplyKind.FollowUp;
            if (await connectors.FindAsync(row.Recipient, token) is not IReplies source || !source.Takes(kind))
            {
                return Note(noted => (noted.State, noted.Answer) = (OutboxState.Held, Said.Of<OutboxTexts>("NoAnswersTaken")));
            }

            var files = await kept.SentAsync(db, ticket, payload.Event, scanner.IsOn, token);
            var told = await LeavingWords.ToldAsync(db, ticket, token);
            payload = await leaving.PassAsync(db, told, payload, files, token);
            var answer = await ToldAsync(await source.ReplyAsync(
                new Reply
                {
                    ExternalId = ticket.SourceItem,
                    Kind = kind,
                    Text = payload.Text!,
                    Target = payload.Target,
                    Secret = ticket.Secret,
                    Guarded = ticket.IsProtected,
                    BeforeWriting = stop => LookAgainAsync(told, stop),
                    IdempotencyKey = row.MessageId,
                    Attachments = files,
                },
                token));
            return Note(noted => notes.Sent(noted, answer));
        }
        catch (ConnectorFailure e) when (e.Kind is FailureKind.Refused or FailureKind.Malformed)
        {
            var told = await ToldAsync(e.Said);
            return (db, noted) => notes.FailAsync(db, noted, told);
        }
        catch (FileBarred barred) when (!barred.Waits)
        {
            return Note(noted => (noted.State, noted.Answer) = (OutboxState.Held, barred.Said));
        }
        catch (Exception e) when (e is ConnectorFailure or SourceUnusable or FileBarred)
        {
            var told = await ToldAsync(Said.Of(e));
            return Note(noted => notes.Again(noted, told, (e as ConnectorFailure)?.RetryAfter));
        }
        catch (Exception e) when (e is not OperationCanceledException || !token.IsCancellationRequested)
        {
            // One answer that breaks in an unforeseen way waits; those behind it go on.
            LogBroke(e, row.Id);
            var told = await ToldAsync(Said.Of<OutboxTexts>("AnswerBroke", e.Message));
            return Note(noted => notes.Again(noted, told));
        }
    }

    /// <summary>A flag that came up while its source was asked in vain, or a later version, decides what may leave.</summary>
    private async Task LookAgainAsync(IReadOnlyList<Ticket> told, CancellationToken token)
    {
        await using var db = database.Open();
        if (!await LeavingWords.AreUnchangedAsync(db, told, token))
        {
            throw new ConnectorFailure(FailureKind.Transient, Said.Of<OutboxTexts>("ChangedOnTheWay"));
        }
    }

    private static Func<HubDbContext, OutboxMessage, Task> Note(Action<OutboxMessage> note) => (_, row) =>
    {
        note(row);
        return Task.CompletedTask;
    };

    [LoggerMessage(134, LogLevel.Error, "Answer {Row} could not be written back")]
    private partial void LogBroke(Exception exception, long row);
}
