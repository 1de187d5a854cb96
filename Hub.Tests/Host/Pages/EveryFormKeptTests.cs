using System.Net;
using System.Text.RegularExpressions;
using Hub.Tests.Browser;
using Hub.Tests.Host.Access;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Pages;

/// <summary>Every form of every room in which a person types: the words stand there again at the next look, or it says here why they do not.</summary>
public sealed partial class EveryFormKeptTests
{
    private const string Words = "Kata-kata yang <belum> dikirim & \"penting\"";
    private const string Secret = "rahasia-sekali-7";

    /// <summary>By form, or by form and field: why nothing of it is kept.</summary>
    private static readonly Dictionary<string, string> Unkept = new(StringComparer.Ordinal)
    {
        ["erase"] = "names a reporter, or says why what is ticked at this moment is erased",
        ["edit raw"] = "an item's words are kept with the item alone",
        ["keep"] = "the name of a filter that stands in the address",
        ["bulk"] = "belongs to what is ticked at this moment",
        ["change-user"] = "rights that were taken away meanwhile would stand ticked again",
        ["on"] = "a code that is good for a moment",
        ["proof"] = "a code that is good for a moment",
        ["code"] = "a code that is good once",
        ["setup"] = "nobody has an account yet",
        ["sign-in"] = "nobody is signed in",
        ["link"] = "nobody is signed in",
        ["forgotten"] = "nobody is signed in",
        ["track"] = "nobody is signed in",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_typed_stands_in_its_form_again_and_no_secret_does()
    {
        await using var hub = await BusyHub.StartAsync();
        using var client = hub.Rooms.Client();
        var (faults, held) = (new List<string>(), 0);
        foreach (var (_, path) in EveryRoom.Of(hub))
        {
            var page = await client.GetStringAsync(path, Token);
            foreach (Match form in Form().Matches(page))
            {
                var name = Handler().Match(form.Value).Groups["name"].Value;
                var fields = Typed(form.Value).Where(f => !Unkept.ContainsKey($"{name} {f}")).ToList();
                if (name.Length == 0 || fields.Count == 0 || Unkept.ContainsKey(name))
                {
                    continue;
                }

                held++;
                faults.AddRange((await LostAsync(client, path, form.Value, name, fields)).Select(lost => $"{path} {name}: {lost}"));
            }
        }

        faults.ShouldBeEmpty();
        held.ShouldBeGreaterThan(20);
        await using var db = hub.Rooms.Database.Open();
        (await db.Marks.Where(m => m.Name.StartsWith("typed:")).ToListAsync(Token)).ShouldAllBe(m => !m.Name.Contains("siti") && !m.Value.Contains("Kata"));
    }

    /// <summary>The fields of a form that do not stand there again, and the secrets that do.</summary>
    private static async Task<IReadOnlyList<string>> LostAsync(HttpClient client, string path, string form, string name, List<string> fields)
    {
        if (Writer().Match(form) is not { Success: true } writer)
        {
            return ["is not kept"];
        }

        var secrets = Input().Matches(form).Select(i => i.Value).Where(i => i.Contains("type=\"password\"", StringComparison.Ordinal)).Select(i => Name().Match(i).Groups["name"].Value).ToList();
        KeyValuePair<string, string>[] sent =
        [
            new("_handler", name), new("__RequestVerificationToken", Visitor.TokenOf(form)!), new("writer", writer.Groups["sealed"].Value),
            .. fields.Select(f => KeyValuePair.Create(f, Words)), .. secrets.Select(s => KeyValuePair.Create(s, Secret)),
        ];
        using var kept = await client.PostAsync("/typed", new FormUrlEncodedContent(sent), Token);
        var page = await client.GetStringAsync(path, Token);
        var again = Form().Matches(page).Select(m => m.Value).FirstOrDefault(f => Handler().Match(f).Groups["name"].Value == name) ?? "";
        var stands = FormFields.Of(again).Where(f => f.Value == Words).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        return [.. fields.Where(f => !stands.Contains(f)), .. page.Contains(Secret, StringComparison.Ordinal) ? ["a secret is shown"] : Array.Empty<string>(), .. kept.StatusCode == HttpStatusCode.NoContent ? Array.Empty<string>() : [$"status {kept.StatusCode}"]];
    }

    /// <summary>Where words or numbers are typed.</summary>
    private static IEnumerable<string> Typed(string form) => Input().Matches(form).Select(i => i.Value)
        .Where(i => Type().Match(i).Groups["type"].Value is "" or "text" or "email" or "tel" or "number" or "url" && !i.Contains(" readonly", StringComparison.Ordinal))
        .Concat(Area().Matches(form).Select(a => a.Value)).Select(i => Name().Match(i).Groups["name"].Value).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal);

    [GeneratedRegex("<form\\b.*?</form>", RegexOptions.Singleline, 20000)]
    private static partial Regex Form();

    [GeneratedRegex("name=\"_handler\" value=\"(?<name>[^\"]*)\"", RegexOptions.ExplicitCapture, 20000)]
    private static partial Regex Handler();

    [GeneratedRegex("name=\"writer\" value=\"(?<sealed>[^\"]+)\"", RegexOptions.ExplicitCapture, 20000)]
    private static partial Regex Writer();

    [GeneratedRegex("<input\\b[^>]*>", RegexOptions.None, 20000)]
    private static partial Regex Input();

    [GeneratedRegex("<textarea\\b[^>]*>", RegexOptions.None, 20000)]
    private static partial Regex Area();

    [GeneratedRegex(" type=\"(?<type>[^\"]*)\"", RegexOptions.ExplicitCapture, 20000)]
    private static partial Regex Type();

    [GeneratedRegex(" name=\"(?<name>[^\"]*)\"", RegexOptions.ExplicitCapture, 20000)]
    private static partial Regex Name();
}
