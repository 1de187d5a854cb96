using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>The tickets in which a source's items live now: of one that was opened again after its closing, the last.</summary>
internal static class ItemTickets
{
    /// <returns>Tickets with events and clocks by the items' ids; an item that is new is left out.</returns>
    public static async Task<Dictionary<string, Ticket>> FindAsync(HubDbContext db, string scope, IReadOnlyList<string> items, CancellationToken token)
    {
        var found = await LoadAsync(db, scope, items, token);
        var continued = found.Where(f => f.Value.IsContinued).ToList();
        while (continued.Count > 0)
        {
            var next = await LoadAsync(db, scope, [.. continued.Select(f => f.Value.NextExternalId)], token);
            continued = [.. from before in continued let id = before.Value.NextExternalId where next.ContainsKey(id) select KeyValuePair.Create(before.Key, next[id])];
            continued.ForEach(f => found[f.Key] = f.Value);
        }

        return found;
    }

    private static Task<Dictionary<string, Ticket>> LoadAsync(HubDbContext db, string scope, IReadOnlyList<string> ids, CancellationToken token) =>
        db.Tickets.Include(t => t.Events).Include(t => t.Clocks).Where(t => t.Scope == scope && ids.Contains(t.ExternalId)).ToDictionaryAsync(t => t.ExternalId, StringComparer.Ordinal, token);
}
