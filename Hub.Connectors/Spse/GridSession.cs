using System.Text.RegularExpressions;
using Hub.Domain;

namespace Hub.Connectors.Spse;

/// <summary>A visit to the public pages: the cookie and the token that each list call must carry.</summary>
internal sealed partial record GridSession(string Cookie, string Token)
{
    /// <exception cref="ConnectorFailure">Transient: the page is not the one that hands them out.</exception>
    public static async Task<GridSession> OpenAsync(ISpseGridApi api, CancellationToken token)
    {
        using var response = await api.PageAsync(token);
        var page = await response.Content.ReadAsStringAsync(token);
        var cookies = response.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(c => c.Split(';')[0]).ToArray() : [];
        if (TokenInPage().Match(page) is not { Success: true } match || cookies.Length == 0)
        {
            throw new ConnectorFailure(FailureKind.Transient, Said.Of<SpseTexts>("NoSession"));
        }

        return new GridSession(string.Join("; ", cookies), match.Groups["token"].Value);
    }

    [GeneratedRegex("""authenticityToken\s*=\s*['"](?<token>[0-9a-fA-F]+)['"]""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TokenInPage();
}
