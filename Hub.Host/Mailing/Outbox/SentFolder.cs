using Hub.Domain.Conversation;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Generations;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Outbox;

/// <summary>Asks the accounts' own folders of sent mail about what may have left: a mail whose handing-over was cut off, and one that the hub before a restore may have sent.</summary>
public sealed class SentFolder(SendingWay way, Generation generation, TimeProvider clock)
{
    /// <summary>Providers file a mail some seconds after they took it: "not there" is believed only after a while.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    /// <summary>How long after a restore an item may come again that was told before: its source was off, or its statement is owed.</summary>
    private static readonly TimeSpan Doubt = TimeSpan.FromDays(14);

    internal async Task<SentVerdict> AskAsync(HubDbContext db, OutboxMessage row, CancellationToken token)
    {
        if (!way.KeepsSent)
        {
            return SentVerdict.MayLeave;
        }

        if (row.HandedOverAt is { } handedOver)
        {
            return clock.GetUtcNow() < handedOver + Settling ? SentVerdict.TooEarly : await AskAsync(row.MessageId, token);
        }

        return await MayBeToldAsync(db, row, token) ? await AskAsync(NoticeToken.MarkIn(row.MessageId), token) : SentVerdict.MayLeave;
    }

    /// <summary>It tells of an item that was there before the restore: the hub of then may have told it under a number that is lost.</summary>
    private async Task<bool> MayBeToldAsync(HubDbContext db, OutboxMessage row, CancellationToken token) =>
        generation.Ended is { } ended && row.CreatedAt < ended + Doubt && await db.Tickets.AnyAsync(t => t.Id == row.TicketId && t.ReceivedAt < ended, token);

    private async Task<SentVerdict> AskAsync(string messageId, CancellationToken token)
    {
        await KillPoint.ReachAsync(KillPoint.AskSent);
        var taken = await way.WasTakenAsync(messageId, token);
        await KillPoint.ReachAsync(KillPoint.AskedSent);
        return taken switch
        {
            true => SentVerdict.Left,
            false => SentVerdict.MayLeave,
            null => SentVerdict.Unknown,
        };
    }
}

/// <summary>What is known of a mail before it leaves.</summary>
internal enum SentVerdict
{
    MayLeave,
    Left,

    /// <summary>The folder cannot be asked just now.</summary>
    Unknown,

    /// <summary>It was handed over a moment ago.</summary>
    TooEarly,
}
