using Hub.Domain.Tickets;
using Hub.Host.People.Visits;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Notices;

/// <summary>What notices that leave together tell of, read in one look: their tickets as they are now, and the people who are told.</summary>
internal sealed class NoticeMatter
{
    private static readonly TicketEventKind[] Told = [.. Checklist.Kinds, .. TicketHistory.Placing];

    private static readonly IReadOnlyDictionary<string, string> NoNames = new Dictionary<string, string>();

    private readonly Dictionary<long, Ticket> tickets;
    private readonly ILookup<string, Contact> people;
    private readonly IReadOnlyDictionary<string, string> names;

    private NoticeMatter(Dictionary<long, Ticket> tickets, ILookup<string, Contact> people, IReadOnlyDictionary<string, string> names) => (this.tickets, this.people, this.names) = (tickets, people, names);

    public static async Task<NoticeMatter> ReadAsync(HubDbContext db, IReadOnlyList<OutboxMessage> rows, CancellationToken token)
    {
        var (ids, addresses) = (rows.Select(r => r.TicketId).OfType<long>().Distinct().ToArray(), rows.Select(r => r.Recipient).Distinct(StringComparer.Ordinal).ToArray());
        Dictionary<long, Ticket> told = ids.Length == 0 ? [] : await db.Tickets.AsNoTracking().Include(t => t.Attachments).Include(t => t.Clocks).Include(t => t.Events.Where(e => Told.Contains(e.Kind))).AsSplitQuery()
            .Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, token);
        var placers = told.Values.Select(t => TicketHistory.PlacedByPerson(t)?.Actor).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        return new NoticeMatter(
            told,
            (await db.Contacts.AsNoTracking().Where(c => addresses.Contains(c.Address)).OrderBy(c => c.Id).ToListAsync(token)).ToLookup(c => c.Address, StringComparer.Ordinal),
            placers.Length == 0 ? NoNames : await PersonNames.OfAsync(db, placers, token));
    }

    /// <summary>How whoever sent a ticket on is called.</summary>
    public string Called(string actor) => names.GetValueOrDefault(actor, actor);

    /// <exception cref="KeyNotFoundException">The row is none of those that were read, or tells of no ticket.</exception>
    public Ticket TicketOf(OutboxMessage row) => tickets[row.TicketId!.Value];

    /// <returns>Bytes of the words that a notice is made from; 0 where it tells of no ticket.</returns>
    public long LengthOf(OutboxMessage row) => row.TicketId is { } id && tickets.GetValueOrDefault(id) is { } ticket ? ticket.LengthOfWords() : 0;

    /// <summary>Whoever it goes to reads what every bureau has.</summary>
    public bool IsLeadership(OutboxMessage row) => people[row.Recipient].Any(static c => c.Role == ContactRole.Leadership);

    /// <returns>Null: the recipient answers for that bureau no more.</returns>
    public Contact? PersonOf(OutboxMessage row, string bureau) => people[row.Recipient].FirstOrDefault(c => string.Equals(c.Bureau, bureau, StringComparison.Ordinal));
}
