using System.Net;
using Hub.Host.People.Access;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace Hub.Tests.Host.Access;

/// <summary>Every route of the running hub against every role and nobody. A route that is not in the table fails the test: say who may open it.</summary>
public sealed class AccessMatrixTests(EveryRole everyRole) : IClassFixture<EveryRole>
{
    private const string Everybody = "everybody";
    private const string SignedIn = "signed-in";

    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["/masuk"] = [Everybody],
        ["/masuk/kode"] = [Everybody],
        ["/masuk/tautan"] = [Everybody],
        ["/masuk/undangan"] = [Everybody],
        ["/masuk/sandi-baru"] = [Everybody],
        ["/masuk/lupa"] = [Everybody],
        ["/masuk/sso"] = [Everybody],
        ["/setup"] = [Everybody],
        ["/error"] = [Everybody],
        ["/not-found"] = [Everybody],
        ["/preferences"] = [Everybody],
        ["/_framework/opaque-redirect"] = [SignedIn],
        ["/{**path:file}"] = [SignedIn],
        ["/health/live"] = [Everybody],
        ["/health/ready"] = [Everybody],
        ["/hooks/{source}"] = [Everybody],
        ["/account"] = [SignedIn],
        ["/account/second-factor"] = [SignedIn],
        ["/account/proof"] = [SignedIn],
        ["/settings/appointments"] = [Roles.Verifier, Roles.Administrator, Roles.Leadership],
        ["/keluar"] = [SignedIn],
        ["/settings/users"] = [Roles.Administrator],
        ["/settings/users/new"] = [Roles.Administrator],
        ["/settings/users/{Id}"] = [Roles.Administrator],
        ["/settings/privacy"] = [Roles.Verifier],
        ["/settings/privacy/export"] = [Roles.Verifier],
        ["/settings/audit"] = [Roles.Auditor, Roles.Administrator],
        ["/sources"] = [Roles.Administrator],
        ["/sources/{Name}"] = [Roles.Administrator],
        ["/sources/new"] = [Roles.Administrator],
        ["/sources/quarantine"] = [Roles.Administrator],
        ["/sources/{Name}/quarantine"] = [Roles.Administrator],
        ["/sources/{Name}/settings"] = [Roles.Administrator],
        ["/sources/{Name}/messages"] = [Roles.Administrator],
        ["/sources/{Name}/messages/{Id:long}"] = [Roles.Administrator],
        ["/sources/{name}/statements/{day}"] = [Roles.Administrator],
        ["/settings"] = [Roles.Administrator, Roles.Verifier, Roles.Auditor, Roles.Leadership],
        ["/settings/setup"] = [Roles.Administrator],
        ["/settings/contacts"] = [Roles.Administrator],
        ["/answers"] = [Roles.Verifier, Roles.Head],
        ["/offices"] = [Roles.Verifier, Roles.Administrator],
        ["/offices/{Code}"] = [Roles.Verifier, Roles.Administrator],
        ["/offices/offices.csv"] = [Roles.Verifier, Roles.Administrator],
        ["/settings/mail"] = [Roles.Administrator],
        ["/settings/mail/second"] = [Roles.Administrator],
        ["/settings/outbox"] = [Roles.Administrator],
        ["/settings/backups"] = [Roles.Administrator],
        ["/settings/templates"] = [Roles.Administrator],
        ["/settings/rules"] = [Roles.Administrator],
        ["/settings/rules/new"] = [Roles.Administrator],
        ["/settings/rules/rule/{Id}"] = [Roles.Administrator],
        ["/settings/rules/draft"] = [Roles.Administrator],
        ["/settings/rules/proposals"] = [Roles.Administrator],
        ["/settings/rules/versions"] = [Roles.Administrator],
        ["/settings/rules/exam"] = [Roles.Administrator],
        ["/settings/calendars"] = [Roles.Verifier, Roles.Administrator],
        ["/settings/standards"] = [Roles.Verifier, Roles.Administrator],
        ["/settings/standards/{Number:int}"] = [Roles.Verifier, Roles.Administrator],
        ["/settings/amendments/{Id}"] = [Roles.Verifier, Roles.Administrator],
        ["/track"] = [Everybody],
        ["/statistics"] = [Everybody],
        ["/"] = [SignedIn],
        ["/tickets"] = [SignedIn],
        ["/tickets/{Number}"] = [SignedIn],
        ["/tickets/passed-on"] = [SignedIn],
        ["/typed"] = [SignedIn],
        ["/tickets/{number}/raw/{envelope:long}"] = [SignedIn],
        ["/tickets/{number}/handover"] = [Roles.Verifier],
        ["/tickets/{number}/files/{attachment:long}/release"] = [Roles.Verifier],
        ["/tickets/export.csv"] = [SignedIn],
        ["/tickets/export.xlsx"] = [SignedIn],
        ["/reports"] = [SignedIn],
        ["/reports/wall"] = [SignedIn],
        ["/reports/evaluation.pdf"] = [SignedIn],
        ["/reports/figures.csv"] = [SignedIn],
        ["/reports/figures.xlsx"] = [SignedIn],
        ["/letters"] = [SignedIn],
        ["/letters/export.csv"] = [SignedIn],
        ["/letters/export.xlsx"] = [SignedIn],
        ["/debts"] = [Roles.Verifier, Roles.Administrator, Roles.Staff, Roles.Head, Roles.Leadership],
        ["/debts/debts.csv"] = [Roles.Verifier, Roles.Administrator, Roles.Staff, Roles.Head, Roles.Leadership],
        ["/debts/debts.xlsx"] = [Roles.Verifier, Roles.Administrator, Roles.Staff, Roles.Head, Roles.Leadership],
        ["/debts/duties"] = [Roles.Verifier, Roles.Administrator],
        ["/debts/duties/{Code}"] = [Roles.Verifier, Roles.Administrator],
        ["/ppid"] = [Roles.Verifier, Roles.Staff, Roles.Head, Roles.Leadership],
        ["/ppid/register.csv"] = [Roles.Verifier, Roles.Staff, Roles.Head, Roles.Leadership],
        ["/ppid/register.xlsx"] = [Roles.Verifier, Roles.Staff, Roles.Head, Roles.Leadership],
        ["/triage"] = [Roles.Verifier],
        ["/triage/replies"] = [Roles.Verifier],
        ["/triage/ignored"] = [Roles.Verifier],
        ["/aksi"] = [Everybody],
        ["/nilai"] = [Everybody],
        ["/tickets/{number}/files/{attachment:long}"] = [SignedIn],
    };

    private readonly HubFixture hub = everyRole.Hub;
    private readonly IReadOnlyDictionary<string, Visitor> visitors = everyRole.Visitors;

    [Fact]
    public async Task Every_route_is_open_for_those_it_is_meant_for_and_for_nobody_else()
    {
        var faults = new List<string>();
        foreach (var (method, pattern) in Routes())
        {
            if (!Allowed.TryGetValue(pattern, out var allowed))
            {
                faults.Add($"{method} {pattern}: not in the table");
                continue;
            }

            foreach (var (who, visitor) in visitors)
            {
                var status = await TryAsync(visitor, method, pattern);
                var isOpen = status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) && !(status == HttpStatusCode.Found && who == EveryRole.Nobody);
                var mayOpen = allowed.Contains(Everybody) || (who != EveryRole.Nobody && (allowed.Contains(SignedIn) || allowed.Contains(who)));
                if (isOpen != mayOpen)
                {
                    faults.Add($"{method} {pattern} as {who}: {(int)status}");
                }
            }
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_post_is_taken_without_the_token_of_a_form()
    {
        var faults = new List<string>();
        foreach (var (method, pattern) in Routes().Where(r => r.Method == "POST" && !r.Pattern.StartsWith("/hooks", StringComparison.Ordinal)))
        {
            foreach (var (who, visitor) in visitors)
            {
                var status = await TryAsync(visitor, method, pattern);
                if (status is not (HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests))
                {
                    faults.Add($"{pattern} as {who}: {(int)status}");
                }
            }
        }

        faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/masuk")]
    [InlineData("/masuk/sandi-baru")]
    [InlineData("/aksi")]
    [InlineData("/tickets")]
    public async Task Whoever_asks_for_the_head_of_a_page_is_answered_like_who_asks_for_the_page(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await visitors[EveryRole.Nobody].SendAsync(request);
        using var page = await visitors[EveryRole.Nobody].GetAsync(path);

        head.StatusCode.ShouldBe(page.StatusCode);
        (await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_answer_carries_the_guards_of_the_browser()
    {
        foreach (var path in new[] { "/masuk", "/nowhere", "/hub.css", "/tickets" })
        {
            var answer = await visitors[EveryRole.Nobody].GetAsync(path);
            answer.Headers.Contains("Content-Security-Policy").ShouldBeTrue(path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("default-src 'none'");
            policy.ShouldContain("frame-ancestors 'none'");
            policy.ShouldNotContain("unsafe");
            answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
            answer.Headers.GetValues("Referrer-Policy").Single().ShouldBe("same-origin");
        }

        (await visitors[Roles.Staff].GetAsync("/tickets")).Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    private IEnumerable<(string Method, string Pattern)> Routes() => hub.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => !IsFile(e))
        .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"]).Select(m => (m, "/" + e.RoutePattern.RawText!.Trim('/'))))
        .Where(r => r.m is "GET" or "POST")
        .Distinct();

    private static bool IsFile(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null || endpoint.RoutePattern.RawText!.StartsWith("/_blazor", StringComparison.Ordinal);

    private static async Task<HttpStatusCode> TryAsync(Visitor visitor, string method, string pattern)
    {
        var path = System.Text.RegularExpressions.Regex.Replace(pattern, @"\{[^}]*:(long|int)[^}]*\}", "1");
        path = System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]*\}", "x");
        return (method == "GET" ? await visitor.GetAsync(path) : await visitor.PostAsync(path, ("x", "y"))).StatusCode;
    }
}
