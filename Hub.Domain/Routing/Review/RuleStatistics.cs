namespace Hub.Domain.Routing.Review;

/// <summary>How one rule did lately.</summary>
/// <param name="Matches">Items for which it held since the start of the period.</param>
/// <param name="Decided">Those of them that it decided.</param>
/// <param name="LastMatchAt">Ever; null when it never held.</param>
public sealed record RuleUse(RoutingRule Rule, int Matches, int Decided, DateTimeOffset? LastMatchAt)
{
    /// <summary>An enabled rule without a match is flagged: a typing error in a condition looks just like this.</summary>
    public bool IsIdle => Rule.Enabled && Matches == 0;
}

/// <summary>A route that was made: which rules held and which decided.</summary>
public sealed record RuleRecord(DateTimeOffset At, IReadOnlyList<string> Matched, string? DecidedBy);

/// <summary>Counts how often each rule held and decided.</summary>
public static class RuleStatistics
{
    /// <param name="since">The start of the period; usually 30 days ago.</param>
    /// <returns>Every rule of the set, in its order, idle ones included.</returns>
    public static IReadOnlyList<RuleUse> Of(RuleSet rules, IEnumerable<RuleRecord> records, DateTimeOffset since)
    {
        var uses = rules.Rules.ToDictionary(rule => rule.Id, _ => new Use(), StringComparer.Ordinal);
        foreach (var record in records)
        {
            foreach (var id in record.Matched)
            {
                if (uses.TryGetValue(id, out var use))
                {
                    use.Note(record, since, decided: record.DecidedBy == id);
                }
            }
        }

        return [.. rules.Rules.Select(rule => uses[rule.Id].Of(rule))];
    }

    private sealed class Use
    {
        private int matches;
        private int decided;
        private DateTimeOffset? last;

        public void Note(RuleRecord record, DateTimeOffset since, bool decided)
        {
            last = last is null || record.At > last ? record.At : last;
            if (record.At >= since)
            {
                matches++;
                this.decided += decided ? 1 : 0;
            }
        }

        public RuleUse Of(RoutingRule rule) => new(rule, matches, decided, last);
    }
}
