namespace Hub.Host.Storage.Rows;

/// <summary>That a rule held when a ticket was routed: the statistics of rules are counted from these rows.</summary>
public sealed class StoredRuleMatch
{
    public required long TicketId { get; set; }
    public required string Rule { get; set; }
    public required int Version { get; set; }

    /// <summary>It settled the route, or spoke loudest for it.</summary>
    public required bool Decided { get; set; }
    public required DateTimeOffset At { get; set; }

    /// <summary>The rows of a ticket that has just been routed.</summary>
    internal static IEnumerable<StoredRuleMatch> Of(long ticket, Domain.Routing.RoutingDecision route, DateTimeOffset now) =>
        route.Matched.Select(rule => new StoredRuleMatch { TicketId = ticket, Rule = rule, Version = route.RuleVersion, Decided = rule == route.Rule, At = now });
}
