using System.Text.Json;
using Hub.Host.Foundation.Generations;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Outbox;

/// <inheritdoc cref="IRecipientNews"/>
public sealed class RecipientNews(OutboxWriter outbox, Generation generation, TimeProvider clock) : IRecipientNews
{
    public async Task TellAsync(HubDbContext db, Contact contact, bool isAdded, string actor, CancellationToken token)
    {
        var heard = await db.Contacts.AsNoTracking()
            .Where(c => c.BouncingSince == null && c.Id != contact.Id && c.Bureau == contact.Bureau && (contact.Bureau != null || c.Role == contact.Role)).Select(c => c.Address).ToListAsync(token);
        if (!isAdded && heard.Contains(contact.Address))
        {
            // Still hears, in another role.
            return;
        }

        var (now, held) = (clock.GetUtcNow(), generation.Restored is null ? null : Generation.Held);
        foreach (var address in (isAdded ? heard.Where(a => a != contact.Address) : heard.Append(contact.Address)).Distinct(StringComparer.Ordinal))
        {
            var key = $"{NoticePurpose.Recipients}/{contact.Bureau}/{contact.Role}/{contact.Address}/{isAdded}/{now.Ticks}/{OutboxChannel.Mail}/{address}";
            db.Outbox.Add(new OutboxMessage
            {
                Key = key,
                Channel = OutboxChannel.Mail,
                Recipient = address,
                Purpose = NoticePurpose.Recipients,
                Bureau = contact.Bureau,
                Payload = JsonSerializer.Serialize(new NoticePayload(actor, Level: isAdded ? NoticePayload.Added : NoticePayload.Removed, Target: contact.Address), JsonSerializerOptions.Web),
                MessageId = outbox.MessageIdOf("recipients", key),
                DueAt = now,
                CreatedAt = now,
                State = held is null ? OutboxState.Pending : OutboxState.Held,
                Answer = held,
            });
        }
    }
}
