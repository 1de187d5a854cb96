namespace Hub.Domain.Identity;

/// <summary>One band of the index: from a hash to the tickets that have it, the newest first. Sixteen bytes a ticket.</summary>
internal sealed class BandTable
{
    private const int None = -1;

    private readonly List<long> hashes = [];
    private readonly List<int> older = [];
    private int[] newest = Empty(1024);

    /// <summary>Adds the next ticket; null for one without content.</summary>
    public void Add(long? hash)
    {
        if (hashes.Count == newest.Length)
        {
            Grow();
        }

        hashes.Add(hash ?? 0);
        older.Add(None);
        if (hash is long known)
        {
            Link(hashes.Count - 1, known);
        }
    }

    /// <summary>The tickets with this hash, the newest first.</summary>
    public IEnumerable<int> Find(long hash)
    {
        for (var at = newest[Slot(hash)]; at != None; at = older[at])
        {
            if (hashes[at] == hash)
            {
                yield return at;
            }
        }
    }

    private void Link(int at, long hash)
    {
        ref var head = ref newest[Slot(hash)];
        older[at] = head;
        head = at;
    }

    private void Grow()
    {
        newest = Empty(newest.Length * 2);
        for (var at = 0; at < hashes.Count; at++)
        {
            if (hashes[at] != 0)
            {
                Link(at, hashes[at]);
            }
        }
    }

    private int Slot(long hash) => (int)((ulong)hash >> 20) & (newest.Length - 1);

    private static int[] Empty(int length)
    {
        var slots = new int[length];
        Array.Fill(slots, None);
        return slots;
    }
}
