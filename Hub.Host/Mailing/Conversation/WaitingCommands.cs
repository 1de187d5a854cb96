using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Conversation;

/// <summary>Commands by mail that are not carried out before the person they are said to be from has clicked: nobody vouches for the sender, or their words show who wrote.</summary>
public sealed class WaitingCommands(IDataProtectionProvider protection, TimeProvider clock)
{
    private readonly IDataProtector seal = protection.CreateProtector("waiting-command");

    /// <returns>The id by which links name it.</returns>
    internal async Task<long> KeepAsync(HubDbContext db, Ticket ticket, Contact person, string words, CancellationToken token)
    {
        var row = new WaitingCommand { TicketId = ticket.Id, Contact = person.Id, Sealed = seal.Protect(words), CreatedAt = clock.GetUtcNow() };
        db.Set<WaitingCommand>().Add(row);
        await db.SaveChangesAsync(token);
        return row.Id;
    }

    /// <returns>The words; null when it is no longer there or another person's.</returns>
    internal async Task<string?> WordsAsync(HubDbContext db, long id, long ticket, long person, CancellationToken token) =>
        await db.Set<WaitingCommand>().AsNoTracking().FirstOrDefaultAsync(c => c.Id == id && c.TicketId == ticket && c.Contact == person, token) is { } row ? seal.Unprotect(row.Sealed) : null;

    internal static Task ForgetAsync(HubDbContext db, DateTimeOffset before, CancellationToken token) =>
        db.Set<WaitingCommand>().Where(c => c.CreatedAt < before).ExecuteDeleteAsync(token);
}
