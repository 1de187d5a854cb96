using System.Text.RegularExpressions;
using MimeKit;

namespace Hub.Tests.Journeys;

/// <summary>What every mail must keep that leaves in any journey.</summary>
internal static partial class MailCheck
{
    /// <param name="read">The mailboxes that some source reads.</param>
    public static async Task KeepsPromisesAsync(MimeMessage mail, IReadOnlyCollection<string> read, HttpClient browser, CancellationToken token)
    {
        var (text, html) = (mail.TextBody.ShouldNotBeNull(), mail.HtmlBody.ShouldNotBeNull());
        foreach (var part in new[] { mail.Subject ?? "", text, html })
        {
            RawKey().IsMatch(part).ShouldBeFalse($"a raw key or placeholder in: {part}");
        }

        MailLanguage.EnglishIn(text).ShouldBeEmpty($"English in an Indonesian mail: {text}");

        var answersTo = (mail.ReplyTo.Count > 0 ? mail.ReplyTo : mail.From).Mailboxes.Single().Address;
        read.ShouldContain(Plus().Replace(answersTo, "@"), $"nothing reads answers to {answersTo}");
        foreach (var link in LinksIn(mail))
        {
            html.ShouldContain(System.Net.WebUtility.HtmlEncode(link));
            using var answer = await browser.GetAsync(new Uri(link), token);
            answer.IsSuccessStatusCode.ShouldBeTrue($"{(int)answer.StatusCode} at {link}");
            var page = await answer.Content.ReadAsStringAsync(token);
            RawKey().IsMatch(page).ShouldBeFalse($"a raw key on {link}");
        }
    }

    public static IReadOnlyList<string> LinksIn(MimeMessage mail) => [.. Link().Matches(mail.TextBody!).Select(m => m.Value)];

    /// <summary>The link to one page.</summary>
    public static string LinkIn(MimeMessage mail, string path) => LinksIn(mail).First(l => new Uri(l).AbsolutePath == path);

    /// <summary>Eight letters and digits behind the words for it.</summary>
    public static string TrackingCodeIn(MimeMessage receipt)
    {
        var code = Code().Match(receipt.TextBody!).Groups["code"].Value;
        code.ShouldNotBeEmpty($"no tracking code in: {receipt.TextBody}");
        return code;
    }

    /// <summary>What stands where words should.</summary>
    public static IReadOnlyList<string> RawKeysIn(string text) => [.. RawKey().Matches(text).Select(m => m.Value)];

    [GeneratedRegex(@"\{\d\}|\b(Act|Lead|Echo|Footer|Subject)[A-Z][A-Za-z]+\b|\b(link|ticket|status|purpose)\.[a-z]+-?[A-Za-z]+\b(?!/)")]
    private static partial Regex RawKey();

    [GeneratedRegex(@"Kode lacak\s*:?\s*(?<code>\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex(@"\+[^@]*@")]
    private static partial Regex Plus();

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Link();
}
