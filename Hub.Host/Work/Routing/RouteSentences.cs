using System.Text.RegularExpressions;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Work.Routing;

/// <summary>Says the grounds of a route in the reader's language.</summary>
public sealed partial class RouteSentences(IStringLocalizer<RouteTexts> texts, ServiceCatalogue catalogue)
{
    /// <summary>One sentence for one ground; a ground of an unknown code is said as it is stored.</summary>
    public string Say(Reason reason)
    {
        var values = reason.Values;
        return reason.Code switch
        {
            "rule-asks" when values is [_, { Length: > 0 } note] => texts["rule-says", note],
            "source-says" or "letter-number" or "below-threshold" or "rule-asks" when values.Count > 1 => texts[reason.Code, values[0], values[1]],
            "close-call" when values.Count > 1 => texts[reason.Code, Name(values[0]), Name(values[1])],
            "inbox-disagrees" when values.Count > 2 => texts[reason.Code, values[0], Name(values[1]), Name(values[2])],
            "inbox" when values is [var inbox, var right, var mails] => texts["inbox-learnt", inbox, right, mails],
            "several-matters" => texts[reason.Code, Listed(values.Select(Name))],
            "against" when values.Count > 0 => texts[reason.Code, Name(values[0]), Listed(values.Skip(1).Select(v => Weight().Replace(v, "")))],
            "not-ours" when values is [{ Length: > 0 } target] => texts[reason.Code, target],
            "not-ours" => texts["not-ours-unknown"],
            "reporter" when values is [var type] => texts[$"reporter-{type}"],
            "lesson" when values is [var lesson] => texts[reason.Code, lesson],
            "no-match" => texts[reason.Code],
            "system" when values is [var code] => texts[reason.Code, catalogue.Systems.FirstOrDefault(s => s.Code == code)?.Name ?? code],
            "thread-doubt" or "follow-up" or "unreadable" when values is [var said, ..] => texts[reason.Code, Said.Read(said)],
            "inbox" or "service" or "category" or "area" or "organisation" or "words" or "scored-words" => texts[reason.Code, Listed(values.Select(v => Weight().Replace(v, "")))],
            _ => texts["other", reason.Code, Listed(values)],
        };
    }

    private string Name(string code) => code.Length == 0 ? texts["another-authority"] : catalogue.FindBureau(code)?.Name ?? code;

    /// <summary>What the scorer gave a word; people read the word.</summary>
    [GeneratedRegex(@" \([+-][0-9.,]+\)$", RegexOptions.None, 1000)]
    private static partial Regex Weight();

    private static string Listed(IEnumerable<string> values) => string.Join(", ", values.Distinct(StringComparer.Ordinal));
}
