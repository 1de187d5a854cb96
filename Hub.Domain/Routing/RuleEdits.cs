namespace Hub.Domain.Routing;

/// <summary>Changes to a list of rules as an administrator makes them; each gives a new list in the order in which rules are tried.</summary>
public static class RuleEdits
{
    private const int Step = 10;

    /// <summary>Adds a rule, or puts it in the place of another.</summary>
    /// <param name="was">The id it had before; null adds it.</param>
    /// <exception cref="RuleException">Another rule has the id already, or the one to replace is gone.</exception>
    public static IReadOnlyList<RoutingRule> With(this IReadOnlyList<RoutingRule> rules, RoutingRule rule, string? was)
    {
        if (was is not null)
        {
            rules.Named(was);
        }

        return rule.Id != was && rules.Any(r => r.Id == rule.Id)
            ? throw RuleException.Of("IdOfOther", rule.Id)
            : Sorted([.. rules.Where(r => r.Id != was), rule]);
    }

    public static IReadOnlyList<RoutingRule> Without(this IReadOnlyList<RoutingRule> rules, string id)
    {
        rules.Named(id);
        return [.. rules.Where(r => r.Id != id)];
    }

    public static IReadOnlyList<RoutingRule> Switched(this IReadOnlyList<RoutingRule> rules, string id, bool enabled) =>
        rules.With(rules.Named(id) with { Enabled = enabled }, id);

    /// <summary>One place up or down; at the end of the list nothing happens.</summary>
    public static IReadOnlyList<RoutingRule> Moved(this IReadOnlyList<RoutingRule> rules, string id, bool up)
    {
        var list = Sorted(rules).ToList();
        var from = list.IndexOf(rules.Named(id));
        var to = up ? from - 1 : from + 1;
        if (to < 0 || to >= list.Count)
        {
            return list;
        }

        // Equal orders are tried by id: then only new numbers can change the places.
        var (moved, other) = (list[from], list[to]);
        if (moved.Order != other.Order)
        {
            (list[from], list[to]) = (other with { Order = moved.Order }, moved with { Order = other.Order });
            return Sorted(list);
        }

        (list[from], list[to]) = (other, moved);
        return [.. list.Select((rule, i) => rule with { Order = (i + 1) * Step })];
    }

    /// <exception cref="RuleException">There is none; it may have been removed by somebody else.</exception>
    public static RoutingRule Named(this IReadOnlyList<RoutingRule> rules, string id) =>
        rules.FirstOrDefault(r => r.Id == id) ?? throw RuleException.Of("NotInDraft", id);

    private static IReadOnlyList<RoutingRule> Sorted(IReadOnlyList<RoutingRule> rules) =>
        [.. rules.OrderBy(r => r.Order).ThenBy(r => r.Id, StringComparer.Ordinal)];
}
