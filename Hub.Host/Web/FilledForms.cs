using System.Net;
using System.Text.RegularExpressions;

namespace Hub.Host.Web;

/// <summary>Fills forms of a page that was drawn, whatever room drew it: what was typed stands where it was typed.</summary>
internal static partial class FilledForms
{
    /// <summary>What nobody types, or nobody may read back.</summary>
    private static readonly string[] Never = ["hidden", "password", "file", "submit", "button", "reset", "image"];

    /// <param name="typed">By form, then by field; what was kept of a ticket's form has several values of a field in one, with commas. A box that is not among the fields was not ticked.</param>
    public static string Fill(string page, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string[]>> typed) => Form().Replace(
        page,
        form => Handler().Match(form.Value) is { Success: true } handler && typed.TryGetValue(WebUtility.HtmlDecode(handler.Groups["name"].Value), out var fields) ? FillForm(form.Value, fields) : form.Value);

    private static string FillForm(string form, IReadOnlyDictionary<string, string[]> fields)
    {
        form = Input().Replace(form, input => FillInput(input.Value, fields));
        form = Area().Replace(form, area => NameOf(area.Groups["tag"].Value) is { } name && fields.TryGetValue(name, out var words)
            ? $"{area.Groups["tag"].Value}{Lead(words)}{WebUtility.HtmlEncode(words.LastOrDefault())}</textarea>"
            : area.Value);
        return Select().Replace(form, select => NameOf(select.Groups["tag"].Value) is { } name && fields.TryGetValue(name, out var chosen) && Option().Matches(select.Groups["options"].Value).Any(o => Array.IndexOf(chosen, ValueOf(o.Value) ?? "") >= 0)
            ? select.Groups["tag"].Value + Option().Replace(select.Groups["options"].Value, option => Mark(option.Value, "selected", Array.IndexOf(chosen, ValueOf(option.Value) ?? "") >= 0)) + "</select>"
            : select.Value);
    }

    private static string FillInput(string input, IReadOnlyDictionary<string, string[]> fields)
    {
        var type = AttributeOf(input, "type") ?? "text";
        if (NameOf(input) is not { } name || Array.IndexOf(Never, type) >= 0)
        {
            return input;
        }

        if (type is "checkbox" or "radio")
        {
            return Mark(input, "checked", fields.TryGetValue(name, out var ticked) && Holds(ticked, ValueOf(input) ?? "on"));
        }

        return fields.TryGetValue(name, out var words) ? $"{Value().Replace(input, "")[..^1].TrimEnd('/', ' ')} value=\"{WebUtility.HtmlEncode(words.LastOrDefault())}\" />" : input;
    }

    /// <summary>A browser drops the first line break of a text area.</summary>
    private static string Lead(string[] words) => words is [.., ['\n' or '\r', ..]] ? "\n" : "";

    private static bool Holds(string[] ticked, string value) => Array.IndexOf(ticked, value) >= 0 || (ticked is [var joined] && Array.IndexOf(joined.Split(','), value) >= 0);

    private static string Mark(string tag, string attribute, bool isSet)
    {
        var bare = tag.Replace($" {attribute}=\"\"", "", StringComparison.Ordinal).Replace($" {attribute}", "", StringComparison.Ordinal);
        return isSet ? $"{bare[..^1].TrimEnd('/', ' ')} {attribute}>" : bare;
    }

    private static string? NameOf(string tag) => AttributeOf(tag, "name");

    private static string? ValueOf(string tag) => AttributeOf(tag, "value");

    private static string? AttributeOf(string tag, string name)
    {
        var at = tag.IndexOf($" {name}=\"", StringComparison.Ordinal);
        var from = at + name.Length + 3;
        return at < 0 ? null : WebUtility.HtmlDecode(tag[from..tag.IndexOf('"', from)]);
    }

    [GeneratedRegex("<form\\b.*?</form>", RegexOptions.Singleline, 10000)]
    private static partial Regex Form();

    [GeneratedRegex("name=\"_handler\" value=\"(?<name>[^\"]*)\"", RegexOptions.ExplicitCapture, 10000)]
    private static partial Regex Handler();

    [GeneratedRegex("<input\\b[^>]*>", RegexOptions.None, 10000)]
    private static partial Regex Input();

    [GeneratedRegex(" value=\"[^\"]*\"", RegexOptions.None, 10000)]
    private static partial Regex Value();

    [GeneratedRegex("(?<tag><textarea\\b[^>]*>).*?</textarea>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10000)]
    private static partial Regex Area();

    [GeneratedRegex("(?<tag><select\\b[^>]*>)(?<options>.*?)</select>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10000)]
    private static partial Regex Select();

    [GeneratedRegex("<option\\b[^>]*>", RegexOptions.None, 10000)]
    private static partial Regex Option();
}
