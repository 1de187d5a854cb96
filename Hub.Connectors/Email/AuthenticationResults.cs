using System.Text;
using System.Text.RegularExpressions;
using MimeKit.Cryptography;
using Words = MimeKit.Cryptography.AuthenticationResults;

namespace Hub.Connectors.Email;

/// <summary>What mail servers say about a mail in <c>Authentication-Results</c> (RFC 8601).</summary>
internal static partial class AuthenticationResults
{
    /// <param name="fields">The unfolded fields, topmost first: a server writes above what it was handed, so only its first word counts, and nothing below a field that cannot be read.</param>
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
            .. fields.Select(Read).TakeWhile(words => words is not null).OfType<Words>().DistinctBy(Server)
                .Where(words => words.Results.Where(IsAgreed(words)).Any(result => Vouches(result, $"{local}@{domain}", domain)))
                .Select(Server).OfType<string>(),
        ];
    }

    private static Words? Read(string field) => Words.TryParse(Encoding.UTF8.GetBytes(field), out var words) ? words : null;

    private static string? Server(Words words) => words.AuthenticationServiceIdentifier?.ToLowerInvariant();

    /// <summary>A server says one thing of a method: where it seems to say two, one of them is somebody else's. Signatures alone may be several.</summary>
    private static Func<AuthenticationMethodResult, bool> IsAgreed(Words words) => result =>
        Is(result.Method, "dkim") || words.Results.Where(other => Is(other.Method, result.Method)).All(other => Is(other.Result, result.Result));

    private static bool Vouches(AuthenticationMethodResult result, string address, string domain) =>
        Is(result.Result, "pass") && result.Properties.Any(p => p.Value?.ToLowerInvariant() is { } value
            && (result.Method.ToLowerInvariant(), $"{p.PropertyType}.{p.Property}".ToLowerInvariant()) switch
            {
                ("dmarc", "header.from") => DomainOf(value) == domain,
                ("dkim", "header.d" or "header.i") or ("spf", "smtp.mailfrom") => IsWithin(domain, DomainOf(value)),
                ("auth", "smtp.auth") => value == address,
                _ => false,
            });

    private static bool Is(string? word, string? other) => string.Equals(word, other, StringComparison.OrdinalIgnoreCase);

    private static string DomainOf(string value) => value[(value.LastIndexOf('@') + 1)..];

    /// <summary>The same domain, or one below it with a name of its own: <c>setda.contoh.go.id</c> within <c>contoh.go.id</c>, never within <c>go.id</c>.</summary>
    private static bool IsWithin(string domain, string parent) =>
        domain == parent || (domain.EndsWith($".{parent}", StringComparison.Ordinal) && !PublicSuffix().IsMatch(parent));

    /// <summary>Endings under which anybody gets a name.</summary>
    [GeneratedRegex(@"^[a-z]+$|^(?:go|co|or|ac|sch|web|my|biz|desa|net|mil|com|org|gov|edu)\.[a-z]{2}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PublicSuffix();
}
