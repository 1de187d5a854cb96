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
