using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Leases;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Outbox;

/// <summary>Makes one mail for each recipient of what was over the budget. Rows and digest change in one transaction: nothing is left out and nothing told twice.</summary>
public sealed class DigestRun(Database database, LeaseBook leases, OutboxWriter outbox, ServiceCatalogue catalogue, TimeProvider clock)
{
    /// <returns>How many digests were written.</returns>
    public async Task<int> RunAsync(CancellationToken token)
    {
        if (await leases.TakeAsync("digest", token) is not { } lease)
        {
            return 0;
        }

        await using (lease)
        {
            return await WriteAsync(clock.GetUtcNow(), lease.Token);
        }
    }

    private async Task<int> WriteAsync(DateTimeOffset now, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var gathered = await db.Outbox.Where(m => m.State == OutboxState.Gathered && m.DueAt <= now).OrderBy(m => m.Id).ToListAsync(token);
        var ids = gathered.Select(m => m.TicketId!.Value).Distinct().ToList();
        var tickets = await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, token);
        foreach (var over in gathered.Where(m => !StillCalls(m, tickets[m.TicketId!.Value])).ToList())
        {
            over.State = OutboxState.Folded;
            gathered.Remove(over);
        }

        var digests = gathered.GroupBy(m => (m.Recipient, m.Bureau)).ToList();
        foreach (var digest in digests)
        {
            var key = $"digest/{digest.Key.Bureau}/{digest.Key.Recipient}/{digest.Last().Id}";
            db.Outbox.Add(new OutboxMessage
            {
                Key = key,
                Channel = OutboxChannel.Mail,
                Recipient = digest.Key.Recipient,
                Purpose = NoticePurpose.Digest,
                Bureau = digest.Key.Bureau,
                Payload = JsonSerializer.Serialize(new NoticePayload(Lines: [.. digest.Select(m => m.TicketId!.Value).Distinct()]), JsonSerializerOptions.Web),
                MessageId = outbox.MessageIdOf("digest", key),
                DueAt = now,
                CreatedAt = now,
            });
            foreach (var row in digest)
            {
                (row.State, row.Answer) = (OutboxState.Folded, Said.Quote(key));
            }
        }

        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        outbox.Wake();
        return digests.Count;
    }

    /// <summary>Since it was gathered the ticket may have gone to another office, whose matter it is now, or be over.</summary>
    private bool StillCalls(OutboxMessage news, Ticket ticket)
    {
        // What the reporter wrote is read also behind an answer; whoever verifies looks at tickets of all.
        if (news.Purpose == NoticePurpose.Changed)
        {
            return news.Bureau == Owners.Triagers(catalogue) || news.Bureau == ticket.Bureau;
        }

        return ticket.IsOpen && (news.Purpose != NoticePurpose.Assigned || ticket.Bureau == news.Bureau) && (news.Purpose != NoticePurpose.Triage || ticket.Bureau is null);
    }
}
