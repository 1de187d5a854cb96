using System.Globalization;

namespace Hub.Domain.Routing;

/// <summary>A rule with its words already folded and stemmed.</summary>
internal sealed class CompiledRule
{
    private readonly HashSet<string> inboxes;
    private readonly HashSet<string> letterCodes;
    private readonly CompiledWords category;
    private readonly CompiledWords area;
    private readonly CompiledWords organisation;
    private readonly CompiledWords[] words;

    public CompiledRule(RoutingRule rule)
    {
        Rule = rule;
        inboxes = [.. rule.When.To.Select(to => Address.Plain(to)!)];
        letterCodes = [.. rule.When.LetterCode.Select(LetterNumber.Plain)];
        category = new CompiledWords(new WordTest { Any = rule.When.Category });
        area = new CompiledWords(new WordTest { Any = rule.When.Area });
        organisation = new CompiledWords(new WordTest { Any = rule.When.Organisation });
        words = [.. rule.When.Words.Select(test => new CompiledWords(test))];
    }

    public RoutingRule Rule { get; }

    /// <summary>A test of the whole text without which the rule cannot hold; null when there is none.</summary>
    public CompiledWords? Opening => Array.Find(words, test => test.In == TextPart.Both && test.Openers.Any());

    /// <returns>What it was seen in; null when the rule does not hold.</returns>
    public IReadOnlyList<Reason>? Match(QuestionView view)
    {
        var when = Rule.When;
        var reasons = new List<Reason>();
        var holds = Listed(reasons, "system", when.System, view.Question.System)
            && (inboxes.Count == 0 || (view.To is string to && inboxes.Contains(to) && Say(reasons, "inbox", Seen(to))))
            && (when.Service.Count == 0 || (view.Question.Service is int number && when.Service.Contains(number) && Say(reasons, "service", number.ToString())))
            && (letterCodes.Count == 0 || (view.UnitCode is string code && letterCodes.Contains(code) && Say(reasons, "letter-number", view.Question.LetterNumber!.Trim(), code)))
            && (when.Reporter is not ReporterType reporter || (reporter == view.Reporter && Say(reasons, "reporter", reporter == ReporterType.Office ? "office" : "person")))
            && (when.Category.Count == 0 || Find(reasons, "category", category, view.Category))
            && (when.Area.Count == 0 || Find(reasons, "area", area, view.Area))
            && (when.Organisation.Count == 0 || Find(reasons, "organisation", organisation, view.Organisation))
            && Array.TrueForAll(words, test => Find(reasons, "words", test, view.Part(test.In)));
        return holds ? reasons : null;
    }

    /// <summary>The inbox, and what became of its mail where that is known.</summary>
    private string[] Seen(string inbox) =>
        Rule.Learnt is { Mails: > 0 } learnt ? [inbox, learnt.Right.ToString(CultureInfo.InvariantCulture), learnt.Mails.ToString(CultureInfo.InvariantCulture)] : [inbox];

    private static bool Listed(List<Reason> reasons, string code, IReadOnlyList<string> wanted, string given) =>
        wanted.Count == 0 || (wanted.Contains(given, StringComparer.OrdinalIgnoreCase) && Say(reasons, code, given));

    private static bool Find(List<Reason> reasons, string code, CompiledWords test, TextView text) =>
        test.Match(text) is { } seen && (seen.Count == 0 || Say(reasons, code, [.. seen]));

    private static bool Say(List<Reason> reasons, string code, params string[] values)
    {
        reasons.Add(new Reason(code, values));
        return true;
    }
}
