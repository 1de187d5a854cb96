using System.Text.RegularExpressions;

namespace Hub.Connectors.Email;

/// <summary>What mail servers say about a mail in <c>Authentication-Results</c> (RFC 8601).</summary>
internal static partial class AuthenticationResults
{
    /// <param name="fields">The unfolded fields, topmost first: a server writes above what it was handed, so only its first word counts.</param>
    /// <param name="from">The one address that the mail says it is from.</param>
    /// <returns>The servers, lower case, that found that address or its domain to be true.</returns>
    public static IReadOnlyList<string> VouchedBy(IEnumerable<string> fields, string? from)
    {
        if (from?.ToLowerInvariant().Split('@') is not [{ Length: > 0 } local, { Length: > 0 } domain])
        {
            return [];
        }

        return
        [
            .. fields.Select(Parts).Where(parts => parts.Length > 0).DistinctBy(parts => Server(parts[0]))
                .Where(parts => parts.Skip(1).Any(result => Vouches(result, $"{local}@{domain}", domain)))
                .Select(parts => Server(parts[0])),
        ];
    }

    /// <summary>Without comments; the server first, then one result each.</summary>
    private static string[] Parts(string field) => Comment().Replace(field.ToLowerInvariant(), " ").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Server(string part) => part.Split(' ', 2)[0];

    private static bool Vouches(string result, string address, string domain)
    {
        var pass = Passed().Match(result);
        return pass.Success && Property().Matches(result).Any(p => (pass.Groups["method"].Value, p.Groups["name"].Value) switch
        {
            ("dmarc", "header.from") => DomainOf(p.Groups["value"].Value) == domain,
            ("dkim", "header.d" or "header.i") or ("spf", "smtp.mailfrom") => IsWithin(domain, DomainOf(p.Groups["value"].Value)),
            ("auth", "smtp.auth") => p.Groups["value"].Value == address,
            _ => false,
        });
    }

    private static string DomainOf(string value) => value[(value.LastIndexOf('@') + 1)..];

    /// <summary>The same domain, or one below it with a name of its own: <c>setda.contoh.go.id</c> within <c>contoh.go.id</c>, never within <c>go.id</c>.</summary>
    private static bool IsWithin(string domain, string parent) =>
        domain == parent || (domain.EndsWith($".{parent}", StringComparison.Ordinal) && !PublicSuffix().IsMatch(parent));

    [GeneratedRegex(@"\([^()]*\)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(?<method>dmarc|dkim|spf|auth)(?:\s*/\s*\d+)?\s*=\s*pass\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Passed();

    [GeneratedRegex(@"(?<name>[a-z]+\.[a-z]+)\s*=\s*""?<?(?<value>[^\s;"">]+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Property();

    /// <summary>Endings under which anybody gets a name.</summary>
    [GeneratedRegex(@"^[a-z]+$|^(?:go|co|or|ac|sch|web|my|biz|desa|net|mil|com|org|gov|edu)\.[a-z]{2}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PublicSuffix();
}
