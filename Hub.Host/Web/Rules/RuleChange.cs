using System.Text.Json;
using Hub.Domain.Routing;
using Hub.Host.Work.Routing;

namespace Hub.Host.Web.Rules;

/// <summary>What a draft does to one rule of the version that it was made from.</summary>
/// <param name="Kind"><c>added</c>, <c>changed</c>, <c>moved</c>, <c>off</c>, <c>on</c> or <c>removed</c>.</param>
/// <param name="Rule">As the draft has it; null when it is gone.</param>
internal sealed record RuleChange(string Id, string Kind, RoutingRule? Rule)
{
    public static IReadOnlyList<RuleChange> Between(RuleSet basis, RuleSet draft)
    {
        var before = basis.Rules.ToDictionary(r => r.Id, StringComparer.Ordinal);
        var after = draft.Rules.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. draft.Rules.Select(r => (Rule: r, Kind: KindOf(before.GetValueOrDefault(r.Id), r))).Where(c => c.Kind is not null).Select(c => new RuleChange(c.Rule.Id, c.Kind!, c.Rule)),
            .. basis.Rules.Where(r => !after.Contains(r.Id)).Select(r => new RuleChange(r.Id, "removed", null)),
        ];
    }

    private static string? KindOf(RoutingRule? before, RoutingRule after) => before switch
    {
        null => "added",
        _ when Same(before, after) => null,
        _ when Same(before with { Order = after.Order }, after) => "moved",
        _ when Same(before with { Enabled = after.Enabled }, after) => after.Enabled ? "on" : "off",
        _ => "changed",
    };

    /// <summary>As it is written down: lists of records are equal only by their text.</summary>
    private static bool Same(RoutingRule a, RoutingRule b) => JsonSerializer.Serialize(a, RouteJson.Options) == JsonSerializer.Serialize(b, RouteJson.Options);
}
