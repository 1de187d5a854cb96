using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.AspNetCore.StaticAssets;

namespace Hub.Tests.Attacks;

/// <summary>Where the walk goes: everything that can be asked for by an address, or the reason why it is not.</summary>
internal static class PlantedPages
{
    /// <summary>The addresses without an item in them.</summary>
    public static readonly IReadOnlyList<string> Fixed =
    [
        "/", "/masuk", "/masuk/kode", "/masuk/tautan", "/masuk/undangan", "/masuk/sandi-baru", "/masuk/lupa", "/setup", "/error", "/not-found", "/aksi", "/nilai", "/track", "/statistics", "/health/live", "/health/ready",
        "/account", "/account/second-factor", "/account/proof", "/answers",
        "/tickets", "/tickets/passed-on", "/tickets/export.csv", "/tickets/export.xlsx", "/triage", "/triage/replies", "/triage/ignored", "/ppid", "/ppid/register.csv", "/ppid/register.xlsx", "/letters", "/letters/export.csv", "/letters/export.xlsx",
        "/reports", "/reports/wall", "/reports/figures.csv", "/reports/figures.xlsx", "/reports/evaluation.pdf", "/debts", "/debts/debts.csv", "/debts/debts.xlsx", "/debts/duties", "/debts/duties/x",
        "/offices", "/offices/kesra", "/offices/offices.csv", "/sources", "/sources/new", "/sources/quarantine", "/sources/lapor", "/sources/lapor/settings", "/sources/lapor/quarantine", "/sources/lapor/statements/2026-11-20",
        "/sources/lapor/messages", "/sources/email-organisasi/messages", "/sources/sihab/messages",
        "/settings", "/settings/setup", "/settings/contacts", "/settings/users", "/settings/users/new", "/settings/appointments", "/settings/privacy", "/settings/audit", "/settings/mail", "/settings/mail/second", "/settings/outbox", "/settings/backups",
        "/settings/templates", "/settings/rules", "/settings/rules/new", "/settings/rules/draft", "/settings/rules/proposals", "/settings/rules/versions", "/settings/rules/exam", "/settings/rules/rule/x", "/settings/calendars",
        "/settings/standards", "/settings/standards/1", "/settings/amendments/x",
    ];

    /// <summary>What is not asked for, and why.</summary>
    public static readonly IReadOnlyDictionary<string, string> Left = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["/_framework/opaque-redirect"] = "only leads on to an address that it was given",
        ["/{**path:file}"] = "a file that does not exist",
    };

    /// <returns>What answers to a GET, and is neither visited nor left with a reason; and reasons for what is no longer there.</returns>
    public static IEnumerable<string> Missed(EndpointDataSource source, IReadOnlyList<string> visited)
    {
        var patterns = source.Endpoints.OfType<RouteEndpoint>().Where(IsAsked).Select(e => "/" + e.RoutePattern.RawText!.Trim('/')).ToHashSet(StringComparer.Ordinal);
        var open = visited.Where(page => !patterns.Contains(page)).ToList();
        return patterns.Where(p => !Left.ContainsKey(p) && !visited.Contains(p) && !open.Exists(page => Answers(p, page))).Concat(Left.Keys.Except(patterns, StringComparer.Ordinal));
    }

    private static bool IsAsked(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null && !endpoint.RoutePattern.RawText!.StartsWith("/_blazor", StringComparison.Ordinal)
        && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") != false;

    private static bool Answers(string pattern, string page) =>
        pattern.Contains('{', StringComparison.Ordinal) && new TemplateMatcher(TemplateParser.Parse(pattern), new RouteValueDictionary()).TryMatch(page, new RouteValueDictionary());
}
