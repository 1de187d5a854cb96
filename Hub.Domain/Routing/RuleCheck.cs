using Hub.Domain.Catalogue;

namespace Hub.Domain.Routing;

/// <summary>What must hold in a rule set before the hub routes by it.</summary>
internal static class RuleCheck
{
    private const int MaxRules = 2_000;
    private const int MaxEntries = 500;

    /// <returns>One sentence that names the rule and the field, or null when all is well.</returns>
    public static string? FirstFault(IReadOnlyList<RoutingRule> rules, ServiceCatalogue catalogue)
    {
        if (rules.Count > MaxRules)
        {
            return RuleException.Say("TooManyRules", rules.Count, MaxRules);
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (rule, i) in rules.Select((r, i) => (r, i)))
        {
            if ((Id(rule, i, ids) ?? Fields(rule)) is string early)
            {
                return early;
            }

            if ((Condition(rule.When) ?? Outcome(rule.Then, catalogue)) is string fault)
            {
                return RuleException.Say("RuleFault", rule.Id, fault);
            }
        }

        return null;
    }

    private static string? Id(RoutingRule rule, int at, HashSet<string> ids)
    {
        if (string.IsNullOrEmpty(rule.Id) || !rule.Id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            return RuleException.Say("RuleIdShape", at, rule.Id);
        }

        return ids.Add(rule.Id) ? null : RuleException.Say("RuleIdTwice", at, rule.Id);
    }

    private static string? Fields(RoutingRule rule)
    {
        if (string.IsNullOrWhiteSpace(rule.Owner))
        {
            return RuleException.Say("NoOwner", rule.Id);
        }

        return string.IsNullOrWhiteSpace(rule.Note) ? RuleException.Say("NoNote", rule.Id) : null;
    }

    private static string? Condition(RuleCondition when)
    {
        if (when.IsEmpty)
        {
            return RuleException.Say("NoCondition");
        }

        foreach (var (test, i) in when.Words.Select((t, i) => (t, i)))
        {
            if (Words(test, $"when.words[{i}]") is string fault)
            {
                return fault;
            }
        }

        foreach (var (name, list) in Lists(when))
        {
            if (list.Any(string.IsNullOrWhiteSpace))
            {
                return RuleException.Say("EmptyText", name);
            }
        }

        return null;
    }

    private static IEnumerable<(string Name, IReadOnlyList<string> List)> Lists(RuleCondition when) =>
    [
        ("system", when.System), ("to", when.To), ("category", when.Category), ("area", when.Area),
        ("organisation", when.Organisation), ("letterCode", when.LetterCode),
    ];

    private static string? Words(WordTest test, string at)
    {
        var near = test.Near?.Words ?? [];
        if (test.Any.Count + test.All.Count + test.None.Count + near.Count == 0)
        {
            return RuleException.Say("NoWords", at);
        }

        if (test.Any.Concat(test.All).Concat(test.None).Concat(near).FirstOrDefault(entry => TextView.Of(entry).Words.Count == 0) is string empty)
        {
            return RuleException.Say("NoWord", at, empty);
        }

        if (test.Any.Count + test.All.Count + test.None.Count > MaxEntries)
        {
            return RuleException.Say("TooManyWords", at, MaxEntries);
        }

        return test.Near is { } pair && (pair.Words.Count < 2 || pair.Within is < 1 or > 100)
            ? RuleException.Say("NearShape", at)
            : null;
    }

    private static string? Outcome(RuleOutcome then, ServiceCatalogue catalogue)
    {
        if (then is { Bureau: null, Service: null, Kind: null, Class: null, NotOurs: null, Triage: false })
        {
            return RuleException.Say("NoOutcome");
        }

        if (then.Bureau is string bureau && catalogue.FindBureau(bureau) is null)
        {
            return RuleException.Say("UnknownBureau", bureau);
        }

        if (then.Service is int number && catalogue.FindService(number) is null)
        {
            return RuleException.Say("UnknownService", number);
        }

        if (then is { Bureau: string owner, Service: int service } && catalogue.FindService(service)!.Bureau != owner)
        {
            return RuleException.Say("ServiceOfOther", service, owner);
        }

        return Words(then, catalogue);
    }

    private static string? Words(RuleOutcome then, ServiceCatalogue catalogue)
    {
        if (then.NotOurs is not null && (then.Bureau ?? then.Service?.ToString()) is not null)
        {
            return RuleException.Say("NotOursAndBureau");
        }

        if (then.NotOurs is { } target && string.IsNullOrWhiteSpace(target))
        {
            return RuleException.Say("NoAuthority");
        }

        if (then.Kind is not null && KindCode.Read(then.Kind) is null)
        {
            return RuleException.Say("UnknownKind", then.Kind, string.Join(", ", KindCode.All));
        }

        if (then.Class is not null && catalogue.Classes.Values.All(table => table.All(c => c.Code != then.Class)))
        {
            return RuleException.Say("UnknownClass", then.Class);
        }

        return ((double?[])[then.Odds, then.OddsBesideScorer]).FirstOrDefault(odds => odds is < 0.001 or > 10_000 or double.NaN) is { } wrong ? RuleException.Say("OddsOutside", wrong) : null;
    }
}
