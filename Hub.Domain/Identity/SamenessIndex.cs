namespace Hub.Domain.Identity;

/// <summary>A ticket that may be the same grievance.</summary>
public sealed record SamenessSuggestion(long Ticket, SamenessScore Score);

/// <summary>Finds tickets of the same grievance by shared bands, never by comparing all pairs. In memory, for measuring; the hub keeps the same bands in a table.</summary>
/// <remarks>Not safe for several threads at once.</remarks>
public sealed class SamenessIndex
{
    /// <summary>A form letter sent a thousand times must not be read a thousand times in each band; the newest are looked at.</summary>
    public const int MaxPerBand = 50;

    /// <summary>How many are compared: those that share most bands, then the newest.</summary>
    public const int MaxCompared = 100;

    private readonly Dictionary<long, SamenessProfile> profiles = [];
    private readonly Dictionary<long, List<long>> bands = [];

    public int Count => profiles.Count;

    /// <summary>How many pairs the last search compared: the work that a search costs.</summary>
    public int Compared { get; private set; }

    /// <summary>Adds a ticket; the later one is the newer.</summary>
    public void Add(long ticket, SamenessProfile profile)
    {
        profiles.Add(ticket, profile);
        foreach (var hash in profile.Bands())
        {
            if (!bands.TryGetValue(hash, out var tickets))
            {
                bands[hash] = tickets = [];
            }

            tickets.Add(ticket);
        }
    }

    /// <summary>The tickets that are probably the same, the likeliest first.</summary>
    public IReadOnlyList<SamenessSuggestion> Find(SamenessProfile profile, int max = 5, double atLeast = Sameness.Suggested)
    {
        var hits = profile.Bands().SelectMany(hash => bands.TryGetValue(hash, out var tickets) ? tickets.Skip(Math.Max(0, tickets.Count - MaxPerBand)) : []);
        var candidates = Candidates(hits);
        Compared = candidates.Count;
        return Best(candidates.Select(ticket => (ticket, profiles[ticket])), profile, max, atLeast);
    }

    /// <summary>Which of the tickets that share a band are compared; the part that memory and database share.</summary>
    /// <param name="hits">A ticket once for each band that it shares.</param>
    public static IReadOnlyList<long> Candidates(IEnumerable<long> hits) =>
        [.. hits.CountBy(ticket => ticket).OrderByDescending(t => t.Value).ThenByDescending(t => t.Key).Take(MaxCompared).Select(t => t.Key)];

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
