namespace Hub.Domain.Identity;

/// <summary>A ticket that may be the same grievance.</summary>
public sealed record SamenessSuggestion(long Ticket, SamenessScore Score);

/// <summary>Finds tickets of the same grievance by shared bands, never by comparing all pairs. In memory; a table of <see cref="BandHash"/> rows does the same in a database.</summary>
/// <remarks>Not safe for several threads at once.</remarks>
public sealed class SamenessIndex
{
    /// <summary>A form letter sent a thousand times must not cost a thousand comparisons in each band; the newest are looked at.</summary>
    public const int MaxPerBand = 200;

    private readonly List<(long Ticket, SamenessProfile Profile)> tickets = [];
    private readonly BandTable[] bands = [.. Enumerable.Range(0, MinHash.BandCount).Select(_ => new BandTable())];

    public int Count => tickets.Count;

    /// <summary>How many pairs the last search compared: the work that a search costs.</summary>
    public int Compared { get; private set; }

    /// <summary>Adds a ticket; the later one is the newer.</summary>
    public void Add(long ticket, SamenessProfile profile)
    {
        tickets.Add((ticket, profile));
        var hashes = profile.Bands();
        for (var band = 0; band < MinHash.BandCount; band++)
        {
            bands[band].Add(hashes.Count == 0 ? null : hashes[band].Hash);
        }
    }

    /// <summary>The tickets that are probably the same, the likeliest first.</summary>
    public IReadOnlyList<SamenessSuggestion> Find(SamenessProfile profile, int max = 5, double atLeast = Sameness.Suggested)
    {
        var seen = new HashSet<int>();
        foreach (var (band, hash) in profile.Bands())
        {
            seen.UnionWith(bands[band].Find(hash).Take(MaxPerBand));
        }

        Compared = seen.Count;
        return Best(seen.Select(at => (tickets[at].Ticket, tickets[at].Profile)), profile, max, atLeast);
    }

    /// <summary>Compares candidates from wherever they were looked up; the part that memory and database share.</summary>
    public static IReadOnlyList<SamenessSuggestion> Best(IEnumerable<(long Ticket, SamenessProfile Profile)> candidates, SamenessProfile profile, int max = 5, double atLeast = Sameness.Suggested) =>
    [
        .. candidates
            .Select(c => new SamenessSuggestion(c.Ticket, Sameness.Compare(profile, c.Profile)))
            .Where(s => s.Score.Score >= atLeast)
            .OrderByDescending(s => s.Score.Score).ThenByDescending(s => s.Ticket)
            .Take(max),
    ];
}
