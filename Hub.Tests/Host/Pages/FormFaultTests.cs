using System.Net;
using System.Text.RegularExpressions;
using Hub.Tests.Browser;
using Hub.Tests.Host.Access;

namespace Hub.Tests.Host.Pages;

/// <summary>Every form of every room, sent empty and full of nonsense: nothing breaks, and whatever is wrong is said with a label of the page and leads to a field that is there.</summary>
public sealed partial class FormFaultTests
{
    private const string Nonsense = "{ngawur[";

    /// <summary>What only a library would say to the reader of an Indonesian page.</summary>
    private static readonly string[] English = ["invalid", "expected", "must be", "Exception", "cannot", "Requested value", "LineNumber", "parse", "Input string"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_wrong_in_a_form_names_its_label_and_leads_to_its_field()
    {
        await using var hub = await BusyHub.StartAsync();
        using var client = hub.Rooms.Client();
        var faults = new List<string>();
        var (sent, told) = (0, 0);
        foreach (var (_, path) in EveryRoom.Of(hub))
        {
            var page = await client.GetStringAsync(path, Token);
            foreach (var handler in Handler().Matches(page).Select(m => m.Groups["name"].Value).Distinct())
            {
                foreach (var words in (string[])["", Nonsense])
                {
                    // A form before may have done away with what the room is about.
                    using var fresh = await client.GetAsync(path, Token);
                    if (fresh.StatusCode == System.Net.HttpStatusCode.NotFound)
                    {
                        continue;
                    }

                    using var answer = await client.PostAsync(path, new FormUrlEncodedContent(Filled(await fresh.Content.ReadAsStringAsync(Token), handler, words)), Token);
                    var text = await answer.Content.ReadAsStringAsync(Token);
                    sent++;
                    told += Faults().Count(text);
                    faults.AddRange(In(text, (int)answer.StatusCode).Select(f => $"{path} {handler} \"{words}\": {f}"));
                }
            }
        }

        faults.ShouldBeEmpty();
        sent.ShouldBeGreaterThan(100);
        told.ShouldBeGreaterThan(8);
    }

    [Theory]
    [InlineData("/sources/lapor/settings", "settings", "title", "Nama")]
    [InlineData("/sources/new", "add", "name", "Nama pendek")]
    [InlineData("/settings/contacts", "add", "address", "Alamat surel")]
    [InlineData("/offices/new", "office", "name", "Perangkat daerah")]
    public async Task An_empty_form_leads_to_what_must_be_filled_in(string path, string handler, string field, string label)
    {
        await using var hub = await BusyHub.StartAsync();

        var page = await hub.Rooms.PostAsync(path, handler, [.. FormFields.Of(await hub.Rooms.GetAsync(path)).Select(f => (f.Name, ""))]);

        page.ShouldContain($"#{field}\">{label}: ");
        Regex.Match(page, $"<(input|select|textarea)[^>]* id=\"{field}\"[^>]*>").Value.ShouldContain("aria-invalid=\"true\"");
        page.ShouldContain("tabindex=\"-1\" autofocus");
    }

    private static IEnumerable<KeyValuePair<string, string>> Filled(string page, string handler, string words) =>
    [
        new("_handler", handler),
        new("__RequestVerificationToken", Visitor.TokenOf(page)!),
        .. FormFields.Of(page).Select(f => f.Name).Distinct().Select(f => KeyValuePair.Create(f, words)),
    ];

    private static IEnumerable<string> In(string page, int status)
    {
        if (status >= 500)
        {
            yield return $"status {status}";
        }

        foreach (Match fault in Faults().Matches(page))
        {
            var (field, said) = (fault.Groups["field"].Value, WebUtility.HtmlDecode(fault.Groups["said"].Value));
            var input = Regex.Match(page, $"<(input|select|textarea)[^>]* id=\"{Regex.Escape(field)}\"[^>]*>", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
            if (!input.Contains("aria-invalid=\"true\"", StringComparison.Ordinal) || !page.Contains($"id=\"{field}-fault\"", StringComparison.Ordinal))
            {
                yield return $"no field {field} that says it is wrong";
            }

            var label = WebUtility.HtmlDecode(Regex.Match(page, $"<label[^>]* for=\"{Regex.Escape(field)}\"[^>]*>(?:<input[^>]*>)?(?<words>[^<]*)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["words"].Value).Trim();
            if (label.Length == 0 || !said.StartsWith(label + ": ", StringComparison.Ordinal))
            {
                yield return $"\"{said}\" does not begin with the label \"{label}\"";
            }
        }

        foreach (Match notice in Told().Matches(page))
        {
            var said = WebUtility.HtmlDecode(notice.Groups["said"].Value);
            if (Array.Exists(English, word => said.Contains(word, StringComparison.OrdinalIgnoreCase)))
            {
                yield return $"English: {said}";
            }
        }
    }

    [GeneratedRegex("name=\"_handler\" value=\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Handler();

    [GeneratedRegex("<li><a href=\"[^\"]*#(?<field>[^\"]+)\">(?<said>[^<]*: [^<]*)</a></li>", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Faults();

    [GeneratedRegex("role=\"alert\"[^>]*>(<svg.*?</svg>)?<span>(?<said>[^<]*)|<li>(<a href=\"[^\"]*#[^\"]+\">)(?<said>[^<]*)</a></li>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 2000)]
    private static partial Regex Told();
}
