using System.Text;
using System.Text.RegularExpressions;
using Hub.Domain.Submissions;

namespace Hub.Domain.Privacy;

/// <summary>The one gate that everything leaving the hub passes: mail, export, page. Pure; finds what must not leave, and blots it out where that is enough.</summary>
public static partial class LeakGate
{
    /// <summary>Stands where something was blotted out; the same in every language.</summary>
    public const string Blot = "▇▇▇▇";

    /// <summary>A mobile number: 08 and seven more.</summary>
    private const int FewestDigits = 9;

    /// <summary>Looks for the identity of a protected reporter and for words of a secret text.</summary>
    /// <param name="parts">All of what leaves, attachment names too.</param>
    /// <param name="guarded">Whose ticket it is about.</param>
    /// <returns>Empty when it may leave. A reporter without a flag is not guarded.</returns>
    public static IReadOnlyList<Leak> Check(IEnumerable<OutgoingPart> parts, Guarded guarded)
    {
        if (!guarded.Reporter.IsProtected)
        {
            return [];
        }

        var traces = new IdentityTraces(guarded.Reporter);
        var quotes = guarded.Reporter.Secret ? new SecretQuotes(guarded.Title, guarded.Body) : null;
        return [.. parts.SelectMany(part => Find(part, traces, quotes, guarded.Allowed)).Distinct()];
    }

    /// <summary>Blots out NIK, NPWP, mobile numbers and e-mail addresses, and everything that points to the given reporter.</summary>
    /// <param name="text">Plain text or HTML.</param>
    /// <param name="reporter">Null where nobody in particular is protected: screens for the public, exports.</param>
    /// <param name="allowed">Addresses and numbers that may stay: our own inboxes and offices.</param>
    public static string Mask(string text, Reporter? reporter = null, IReadOnlySet<string>? allowed = null)
    {
        if (reporter is null && IsPlain(text))
        {
            return text;
        }

        var traces = reporter is null ? null : new IdentityTraces(reporter);
        var masked = new StringBuilder(text.Length);
        var done = 0;
        foreach (var leak in Find(new OutgoingPart("", text), traces, null, allowed ?? Guarded.NothingAllowed).OrderBy(l => l.Start))
        {
            // Findings may overlap: one blot for all of them.
            if (leak.Start >= done)
            {
                masked.Append(text, done, leak.Start - done).Append(Blot);
            }

            done = Math.Max(done, leak.Start + leak.Length);
        }

        return masked.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>Letters, a few signs that folding leaves alone, and fewer digits than the shortest number that is looked for: no pattern can match. Most titles are like that.</summary>
    private static bool IsPlain(string text)
    {
        var digits = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                digits++;
            }
            else if (!char.IsAsciiLetter(c) && c is not (' ' or ',' or '.' or '-' or '/' or ':' or ';' or '?' or '!' or '"' or '\''))
            {
                return false;
            }
        }

        return digits < FewestDigits;
    }

    private static IEnumerable<Leak> Find(OutgoingPart part, IdentityTraces? traces, SecretQuotes? quotes, IReadOnlySet<string> allowed)
    {
        var isMarkup = part.Text.AsSpan().ContainsAny('<', '&');
        FoldedText[] readings = isMarkup ? [FoldedText.OfPlain(part.Text), FoldedText.OfMarkup(part.Text)] : [FoldedText.OfPlain(part.Text)];
        return readings.SelectMany(text => Patterns(text, allowed)
                .Concat(traces?.In(text) ?? [])
                .Concat(quotes?.In(text) ?? [])
                .Select(f => (f.Kind, Origin: text.Origin(f.Start, f.Length))))
            .Select(f => new Leak(f.Kind, part.Name, f.Origin.Start, f.Origin.Length));
    }

    private static IEnumerable<Finding> Patterns(FoldedText text, IReadOnlySet<string> allowed)
    {
        foreach (Match m in SixteenDigits().Matches(text.Text))
        {
            if (IsNationalId(Digits(m.Value)))
            {
                yield return new Finding(LeakKind.NationalId, m.Index, m.Length);
            }
        }

        foreach (Match m in TaxId().Matches(text.Text))
        {
            yield return new Finding(LeakKind.TaxId, m.Index, m.Length);
        }

        foreach (Match m in Mobile().Matches(text.Text))
        {
            if (!allowed.Contains(Digits(m.Value)))
            {
                yield return new Finding(LeakKind.Phone, m.Index, m.Length);
            }
        }

        foreach (Match m in Address().Matches(text.Text))
        {
            if (!allowed.Contains(m.Value))
            {
                yield return new Finding(LeakKind.Email, m.Index, m.Length);
            }
        }
    }

    /// <summary>Province, regency and district code, birth date with 40 added to the day for women, serial number.</summary>
    private static bool IsNationalId(string digits) =>
        Number(digits, 0) is (>= 11 and <= 19) or 21 or (>= 31 and <= 36) or (>= 51 and <= 53) or (>= 61 and <= 65) or (>= 71 and <= 76) or 81 or 82 or (>= 91 and <= 97)
        && Number(digits, 6) is (>= 1 and <= 31) or (>= 41 and <= 71)
        && Number(digits, 8) is >= 1 and <= 12;

    private static int Number(string digits, int at) => int.Parse(digits.AsSpan(at, 2));

    internal static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    [GeneratedRegex(@"(?<!\d)(?:\d[ .\-]?){15}\d(?!\d)", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex SixteenDigits();

    [GeneratedRegex(@"(?<!\d)\d{2}\.\d{3}\.\d{3}\.\d[-.]\d{3}\.\d{3}(?!\d)|(?<=npwp[^\d\n]{0,12})\d{15,16}(?!\d)", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex TaxId();

    [GeneratedRegex(@"(?<![\d])(?:\+?62[ .\-]?|0)8\d(?:[ .\-]?\d){6,11}(?!\d)", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Mobile();

    [GeneratedRegex(@"[a-z0-9._%+\-]+ ?(?:@|[\[(] ?(?:at|@) ?[\])]) ?[a-z0-9\-]+(?:\.[a-z0-9\-]+)+", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Address();
}

/// <summary>What a gate guards: the reporter, and the text when it is rahasia.</summary>
public sealed record Guarded(Reporter Reporter)
{
    internal static readonly IReadOnlySet<string> NothingAllowed = new HashSet<string>(StringComparer.Ordinal);

    public string? Title { get; init; }
    public string? Body { get; init; }

    /// <summary>E-mail addresses (lower case) and numbers (digits only) that may stay: our own inboxes and offices.</summary>
    public IReadOnlySet<string> Allowed { get; init; } = NothingAllowed;
}

/// <summary>A place in a folded text.</summary>
internal sealed record Finding(LeakKind Kind, int Start, int Length);
