using System.Text;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Conversation;

/// <summary>Commands and notes by mail that do not count before the person they are said to be from has clicked: nobody vouches for the sender, or their words show who wrote.</summary>
/// <remarks>They are sealed under their ticket's key, and go with the identity that it seals, in copies of the store too.</remarks>
public sealed class WaitingCommands(TicketKeys keys, IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>Before what was sealed under a ticket's key; no word of the ring begins so.</summary>
    private const string UnderTicket = "ticket:";

    /// <summary>What older versions kept was sealed under the installation's ring; four weeks later none is left.</summary>
    private readonly IDataProtector first = protection.CreateProtector("waiting-command");

    /// <returns>The id by which links name it.</returns>
    internal async Task<long> KeepAsync(HubDbContext db, Ticket ticket, Contact person, string words, CancellationToken token)
    {
        var row = new WaitingCommand { TicketId = ticket.Id, Contact = person.Id, Sealed = UnderTicket + Convert.ToBase64String(keys.Seal(keys.For(ticket), Encoding.UTF8.GetBytes(words))), CreatedAt = clock.GetUtcNow() };
        db.Set<WaitingCommand>().Add(row);
        await db.SaveChangesAsync(token);
        return row.Id;
    }

    /// <returns>The words; null when it is no longer there, another person's, or was erased.</returns>
    internal async Task<string?> WordsAsync(HubDbContext db, long id, Ticket ticket, long person, CancellationToken token) =>
        await db.Set<WaitingCommand>().AsNoTracking().FirstOrDefaultAsync(c => c.Id == id && c.TicketId == ticket.Id && c.Contact == person, token) is { } row ? Open(row.Sealed, ticket.Key) : null;

    /// <summary>Whether that person's same words wait.</summary>
    internal async Task<bool> HasAsync(HubDbContext db, Ticket ticket, long person, string words, CancellationToken token) =>
        (await db.Set<WaitingCommand>().AsNoTracking().Where(c => c.TicketId == ticket.Id && c.Contact == person).ToListAsync(token)).Exists(c => Open(c.Sealed, ticket.Key) == words);

    /// <summary>It was carried out: no other link of it acts again.</summary>
    internal static Task ForgetAsync(HubDbContext db, long id, CancellationToken token) => db.Set<WaitingCommand>().Where(c => c.Id == id).ExecuteDeleteAsync(token);

    internal static Task ForgetAsync(HubDbContext db, DateTimeOffset before, CancellationToken token) =>
        db.Set<WaitingCommand>().Where(c => c.CreatedAt < before).ExecuteDeleteAsync(token);

    private string? Open(string closed, string? key) =>
        !closed.StartsWith(UnderTicket, StringComparison.Ordinal) ? first.Unprotect(closed)
        : key is not null && keys.Open(key, Convert.FromBase64String(closed[UnderTicket.Length..])) is { } open ? Encoding.UTF8.GetString(open) : null;
}
