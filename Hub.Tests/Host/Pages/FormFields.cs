using System.Net;
using System.Text.RegularExpressions;

namespace Hub.Tests.Host.Pages;

/// <summary>The fields of a page's forms with the values that a browser would send back untouched.</summary>
internal static partial class FormFields
{
    public static IEnumerable<(string Name, string Value)> Of(string page)
    {
        foreach (Match input in Input().Matches(page))
        {
            var tag = input.Value;
            var name = Attribute(tag, "name");
            var off = Attribute(tag, "type") is "checkbox" or "radio" && !tag.Contains(" checked", StringComparison.Ordinal);
            if (name is not (null or "_handler" or "__RequestVerificationToken") && !off)
            {
                yield return (name, Attribute(tag, "value") ?? "");
            }
        }

        foreach (Match area in Area().Matches(page))
        {
            yield return (Attribute(" " + area.Groups[1].Value, "name")!, WebUtility.HtmlDecode(area.Groups[2].Value));
        }

        foreach (Match select in Select().Matches(page))
        {
            var chosen = Option().Matches(select.Groups[2].Value).FirstOrDefault(o => o.Value.Contains(" selected", StringComparison.Ordinal));
            yield return (Attribute(" " + select.Groups[1].Value, "name")!, chosen is null ? "" : Attribute(chosen.Value, "value") ?? "");
        }
    }

    private static string? Attribute(string tag, string name) =>
        Regex.Match(tag, $" {name}=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } found ? WebUtility.HtmlDecode(found.Groups[1].Value) : null;

    [GeneratedRegex("<input [^>]*>", RegexOptions.None, 2000)]
    private static partial Regex Input();

    [GeneratedRegex("<textarea ([^>]*)>(.*?)</textarea>", RegexOptions.Singleline, 2000)]
    private static partial Regex Area();

    [GeneratedRegex("<select ([^>]*)>(.*?)</select>", RegexOptions.Singleline, 2000)]
    private static partial Regex Select();

    [GeneratedRegex("<option [^>]*>", RegexOptions.None, 2000)]
    private static partial Regex Option();
}
