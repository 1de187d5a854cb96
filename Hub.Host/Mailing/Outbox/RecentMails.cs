using Hub.Domain.Conversation;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Outbox;

/// <summary>How much was written lately to an office, an address or about a ticket. The store counts no further than the limit asked about, and once in a unit of work; what that writes itself is counted on.</summary>
internal static class RecentMails
{
    /// <summary>No loop of robots goes on (P30): what is over the cap is held and shown.</summary>
    private static readonly LoopGuard Loops = new();

    /// <summary>What may wait and what the budget counts.</summary>
    private static readonly NoticePurpose[] News = [NoticePurpose.Assigned, NoticePurpose.Triage, NoticePurpose.Changed];

    private static readonly OutboxState[] Leaving = [OutboxState.Pending, OutboxState.Sent, OutboxState.Failed];

    public static bool IsNews(NoticePurpose purpose) => News.Contains(purpose);

    /// <summary>The office had so many news since then.</summary>
    public static async Task<bool> BureauHadAsync(HubDbContext db, string bureau, DateTimeOffset since, int limit, CancellationToken token) =>
        await db.Remembered.OnceAsync(new NewsOfBureau(bureau), () => CountAsync(Counted(db).Where(m => m.Bureau == bureau && m.CreatedAt >= since), limit, token)) >= limit;

    /// <summary>The address had so many news since then.</summary>
    public static async Task<bool> AddressHadAsync(HubDbContext db, string recipient, DateTimeOffset since, int limit, CancellationToken token) =>
        await db.Remembered.OnceAsync(new NewsOfAddress(recipient), () => CountAsync(Counted(db).Where(m => m.Recipient == recipient && m.CreatedAt > since), limit, token)) >= limit;

    /// <returns>Null when the mail may leave.</returns>
    public static async Task<LoopCap?> CapAsync(HubDbContext db, Ticket ticket, string recipient, bool isStaff, DateTimeOffset now, CancellationToken token)
    {
        // By the ticket alone: asked for the address too, SQLite may walk all that the address had today.
        var toTicket = db.IsNew(ticket) ? [] : await Recent(db, now).Where(m => m.TicketId == ticket.Id).Select(m => m.Recipient).Take(Loops.PerTicket).ToListAsync(token);
        return Loops.Check(new LoopCount(
            toTicket.Count(to => to == recipient),
            isStaff ? 0 : await db.Remembered.OnceAsync(new MailsOfAddress(recipient), () => CountAsync(Recent(db, now).Where(m => m.Recipient == recipient), Loops.PerAddress, token)),
            toTicket.Count));
    }

    /// <summary>Asks at once how many mails went to several addresses of reporters, which <see cref="CapAsync"/> asks one by one.</summary>
    public static IQueryable<LookedUp> ToAddresses(HubDbContext db, List<string> recipients, DateTimeOffset now) => Recent(db, now)
        .Where(m => recipients.Contains(m.Recipient)).GroupBy(m => m.Recipient).Select(g => new LookedUp { What = LookedUp.WrittenAddress, Name = g.Key, Number = g.LongCount() });

    /// <param name="found">What <see cref="ToAddresses"/> brought.</param>
    public static void KnowAddresses(HubDbContext db, List<string> recipients, IEnumerable<LookedUp> found)
    {
        var counts = found.ToDictionary(static f => f.Name, static f => (int)f.Number, StringComparer.Ordinal);
        foreach (var recipient in recipients)
        {
            db.Remembered.Know(new MailsOfAddress(recipient), counts.GetValueOrDefault(recipient));
        }
    }

    /// <summary>What an office and one of its people had, seen together; what is known already has been counted on since.</summary>
    public static void Know(HubDbContext db, string bureau, int ofBureau, string address, int ofAddress)
    {
        db.Remembered.KnowNew(new NewsOfBureau(bureau), ofBureau);
        db.Remembered.KnowNew(new NewsOfAddress(address), ofAddress);
    }

    /// <summary>One more, which is not stored yet.</summary>
    public static void CountOn(HubDbContext db, OutboxMessage row)
    {
        if (IsNews(row.Purpose) && Leaving.Contains(row.State))
        {
            db.Remembered.CountOn(new NewsOfBureau(row.Bureau));
            db.Remembered.CountOn(new NewsOfAddress(row.Recipient));
        }

        if (row.State != OutboxState.Held)
        {
            db.Remembered.CountOn(new MailsOfAddress(row.Recipient));
        }
    }

    private static IQueryable<OutboxMessage> Recent(HubDbContext db, DateTimeOffset now)
    {
        var since = now - LoopGuard.Window;
        return db.Outbox.Where(m => m.Channel == OutboxChannel.Mail && m.State != OutboxState.Held && m.CreatedAt > since);
    }

    private static Task<int> CountAsync(IQueryable<OutboxMessage> rows, int limit, CancellationToken token) => rows.Take(limit).CountAsync(token);

    /// <summary>The news that a budget counts.</summary>
    public static IQueryable<OutboxMessage> Counted(HubDbContext db) => db.Outbox.Where(m => m.Channel == OutboxChannel.Mail && News.Contains(m.Purpose) && Leaving.Contains(m.State));

    private sealed record NewsOfBureau(string? Bureau);

    private sealed record NewsOfAddress(string Recipient);

    private sealed record MailsOfAddress(string Recipient);
}
