using Hub.Domain.Privacy;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Privacy;

/// <summary>The numbers of items at their source as people may read them: a source may write into one who sent the item. Gives out masked numbers alone.</summary>
public sealed class ItemNumbers(TicketSeal seal)
{
    /// <returns>For each number what may be shown of it. Where no ticket says yet whether somebody is protected, nothing that leads to a person.</returns>
    internal async Task<IReadOnlyDictionary<string, string>> ShownAsync(HubDbContext db, string source, IReadOnlyCollection<string> numbers, CancellationToken token)
    {
        var tickets = await db.Envelopes.Where(e => e.Source == source && numbers.Contains(e.ExternalId) && e.TicketId != null).Select(e => new { e.ExternalId, Id = e.TicketId!.Value }).Distinct().ToListAsync(token);
        var ids = tickets.Select(t => t.Id).ToList();
        var hidden = await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id) && (t.Anonymous || t.Secret)).ToDictionaryAsync(t => t.Id, token);
        var senders = hidden.Count == 0 ? [] : await db.Reporters.AsNoTracking().Where(r => hidden.Keys.Contains(r.TicketId)).ToDictionaryAsync(r => r.TicketId, token);
        var known = tickets.ToLookup(t => t.ExternalId, t => t.Id, StringComparer.Ordinal);
        return numbers.Distinct(StringComparer.Ordinal).ToDictionary(
            number => number,
            number => known.Contains(number)
                ? known[number].Where(hidden.ContainsKey).Aggregate(number, (shown, id) => LeakGate.Mask(shown, seal.Kept(hidden[id], senders.GetValueOrDefault(id))))
                : LeakGate.Mask(number),
            StringComparer.Ordinal);
    }

    /// <summary>Of some tickets those of which nobody reads that number: to find by what is blotted would be to be told that it was guessed.</summary>
    internal async Task<IReadOnlyList<long>> CoveredAsync(HubDbContext db, IReadOnlyCollection<long> ids, string number, CancellationToken token)
    {
        var hidden = ids.Count == 0 ? [] : await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id) && (t.Anonymous || t.Secret))
            .Select(t => new { Ticket = t, Record = db.Reporters.FirstOrDefault(r => r.TicketId == t.Id) }).ToListAsync(token);
        return [.. hidden.Where(h => seal.ExternalId(h.Ticket, h.Record) != number).Select(static h => h.Ticket.Id)];
    }
}
