using Hub.Connectors;
using Hub.Domain.Conversation;
using Hub.Host.Foundation.Generations;
using Hub.Host.Foundation.Leases;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Outbox;

/// <summary>After a backup was put back: asks the account's own folder of sent mail which of the held notices had left.</summary>
public sealed class RestoredMail(Database database, Generation generation, LeaseBook leases, SendingWay way, TimeProvider clock)
{
    private const int Portion = 50;

    private readonly HashSet<long> asked = [];

    public async Task AskAsync(CancellationToken token)
    {
        if (generation.Restored is null || !way.IsReady || !way.KeepsSent || await leases.TakeAsync("restored-mail", token) is not { } lease)
        {
            return;
        }

        await using (lease)
        {
            await using var db = database.Open();
            var held = Generation.Held;
            var rows = await db.Outbox.Where(m => m.State == OutboxState.Held && m.Answer!.Equals(held) && m.Channel == OutboxChannel.Mail && !asked.Contains(m.Id)).OrderBy(m => m.Id).Take(Portion).ToListAsync(lease.Token);
            foreach (var row in rows)
            {
                if (await way.WasTakenAsync(NoticeToken.MarkIn(row.MessageId), lease.Token) is not { } taken)
                {
                    return;
                }

                asked.Add(row.Id);
                if (taken)
                {
                    (row.State, row.SentAt, row.Answer) = (OutboxState.Sent, clock.GetUtcNow(), null);
                    await db.SaveChangesAsync(lease.Token);
                }
            }
        }
    }
}
