using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Domain.Routing.Review;
using Hub.Host.People.Visits;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Web.Rules;

/// <summary>Says a rule in a line: what it looks for and what follows.</summary>
public sealed class RuleWords(IStringLocalizer<RulesTexts> texts, ServiceCatalogue catalogue)
{
    private const int MostEntries = 6;

    public string When(RuleCondition when)
    {
        IEnumerable<string?> parts =
        [
            Part("when.system", when.System), Part("when.to", when.To), Part("when.category", when.Category), Part("when.area", when.Area),
            Part("when.organisation", when.Organisation), Part("when.letterCode", when.LetterCode), Part("when.service", when.Service),
            when.Reporter is { } reporter ? Text("reporter." + reporter) : null,
            .. when.Words.SelectMany(Words),
        ];
        return string.Join(" · ", parts.OfType<string>());
    }

    public string Then(RuleOutcome then)
    {
        IEnumerable<string?> parts =
        [
            then.Bureau is null ? null : Bureau(then.Bureau),
            then.Service is { } number ? Text("then.service", number, catalogue.FindService(number)?.Name ?? "") : null,
            then.NotOurs is null ? null : Text("then.notOurs", then.NotOurs),
            then.Kind, then.Class,
            then.Triage ? Text("then.triage") : null,
            then.Odds is { } odds ? Text("then.odds", odds) : Text("then.settles"),
        ];
        return string.Join(" · ", parts.OfType<string>());
    }

    /// <summary>A place of the simulator's matrix.</summary>
    public string Place(string place) => place switch
    {
        MatrixCell.Triage => texts["place.triage"],
        MatrixCell.NotOurs => texts["place.not-ours"],
        _ => Bureau(place),
    };

    public string Bureau(string code) => catalogue.FindBureau(code)?.ShortName ?? code;

    private IEnumerable<string> Words(WordTest test)
    {
        var where = test.In == TextPart.Both ? "" : $" ({texts["in." + test.In]})";
        return new[] { Part("words.any", test.Any), Part("words.all", test.All), Part("words.none", test.None), test.Near is { } near ? Text("words.near", string.Join(", ", near.Words), near.Within) : null }
            .OfType<string>().Select(part => part + where + (test.Exact ? $" ({texts["words.exact"]})" : ""));
    }

    private string? Part<T>(string key, IReadOnlyList<T> entries) => entries.Count == 0
        ? null
        : Text(key, string.Join(", ", entries.Take(MostEntries)) + (entries.Count > MostEntries ? $" +{entries.Count - MostEntries}" : ""));

    private string Text(string key, params object[] values) => texts[key, values].Value;
}
