using Hub.Connectors.Email;

namespace Hub.Tests.Connectors.Email;

public sealed class SafeHtmlTests
{
    [Fact]
    public async Task Letters_stay_readable_and_nothing_acts_or_calls_home()
    {
        const string Html = "<p style=\"color:red;background:url(http://x/y.png)\" onclick=x()>Yth. <b>Biro</b></p><img src=\"http://x/p.gif\"><a href=\"javascript:x()\">a</a><a href=\"https://contoh.id\">b</a><script>x()</script><form action=x><input></form><style>*{}</style><iframe src=x></iframe>";

        var safe = await SafeHtml.OfAsync(Html, TestContext.Current.CancellationToken);

        safe.ShouldNotBeNull();
        safe.ShouldContain("<b>Biro</b>");
        safe.ShouldContain("href=\"https://contoh.id\"");
        foreach (var bad in new[] { "onclick", "src=", "javascript", "script", "form", "input", "style>", "iframe", "url(" })
        {
            safe.ShouldNotContain(bad);
        }
    }

    [Fact]
    public async Task What_is_too_deep_or_too_long_is_shown_as_text_instead()
    {
        (await SafeHtml.OfAsync(string.Concat(Enumerable.Repeat("<div>", 100_000)), TestContext.Current.CancellationToken)).ShouldBeNull();
        (await SafeHtml.OfAsync(new string('x', 2_000_000), TestContext.Current.CancellationToken)).ShouldBeNull();
    }
}
