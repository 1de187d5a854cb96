using Hub.Domain.Envelopes;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>What the ledger holds of the items of one portion, and what each version that comes now is to them.</summary>
internal sealed class ItemVersions
{
    /// <summary>Between a version and the count of its returns.</summary>
    private const char Again = '~';

    private readonly Dictionary<string, Item> items = new(StringComparer.Ordinal);
    private readonly HashSet<string> setAside = new(StringComparer.Ordinal);

    /// <summary>Items of which a version was set aside as older than its source.</summary>
    public IReadOnlyCollection<string> SetAside => setAside;

    public static async Task<ItemVersions> LoadAsync(HubDbContext db, string source, IReadOnlyList<Envelope> envelopes, CancellationToken token)
    {
        var loaded = new ItemVersions();
        foreach (var some in envelopes.Select(e => e.Key.ExternalId).Distinct(StringComparer.Ordinal).Chunk(500))
        {
            var rows = await db.Envelopes.AsNoTracking().Where(e => e.Source == source && some.Contains(e.ExternalId)).OrderBy(e => e.Id)
                .Select(e => new { e.ExternalId, e.ItemVersion, e.Sequence, e.ChangedAt, e.CauseCode, e.TicketId }).ToListAsync(token);
            loaded.setAside.UnionWith(rows.Where(r => r.CauseCode == Ledger.OldItem).Select(r => r.ExternalId));
            foreach (var row in rows.Where(r => !MendedVersion.Is(r.ItemVersion)))
            {
                var item = loaded.Of(row.ExternalId);
                item.Add(new SeenVersion(Bare(row.ItemVersion), row.Sequence, row.ChangedAt), stands: row.CauseCode != Ledger.OlderVersion);
                item.Ticket = row.TicketId ?? item.Ticket;
            }
        }

        return loaded;
    }

    public long? TicketOf(string externalId) => Of(externalId).Ticket;

    /// <summary>What of a portion is to be stored, and under which version. Of an item that comes more than once only the last is what its source says now.</summary>
    public IEnumerable<(Envelope Envelope, string Version, VersionPlace Place)> Take(Delivery delivery, Sighting how)
    {
        var envelopes = delivery.Envelopes;
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < envelopes.Count; i++)
        {
            last[envelopes[i].Key.ExternalId] = i;
        }

        for (var i = 0; i < envelopes.Count; i++)
        {
            var (key, item) = (envelopes[i].Key, Of(envelopes[i].Key.ExternalId));
            var next = new SeenVersion(key.Version, envelopes[i].Sequence, envelopes[i].ChangedAt);
            var place = VersionOrder.Place(item.Standing, next, item.Count(key.Version) > 0, last[key.ExternalId] == i && !delivery.ToCome.Contains(key.ExternalId) ? how : Sighting.Filed);
            if (place != VersionPlace.Repeated)
            {
                item.Add(next, stands: place != VersionPlace.Outdated);
                yield return (envelopes[i], place == VersionPlace.Returned ? $"{key.Version}{Again}{item.Count(key.Version)}" : key.Version, place);
            }
        }
    }

    private static string Bare(string version) => version.Split(Again)[0];

    private Item Of(string externalId) => items.TryGetValue(externalId, out var item) ? item : items[externalId] = new Item();

    private sealed class Item
    {
        private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

        public SeenVersion? Standing { get; private set; }

        public long? Ticket { get; set; }

        public int Count(string version) => counts.GetValueOrDefault(version);

        public void Add(SeenVersion version, bool stands)
        {
            counts[version.Version] = Count(version.Version) + 1;
            Standing = stands ? version : Standing;
        }
    }
}
