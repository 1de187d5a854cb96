using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Hub.Domain.Submissions;

namespace Hub.Domain.Privacy;

/// <summary>The one gate that everything leaving the hub passes: mail, export, page. Pure; finds what must not leave, and blots it out where that is enough.</summary>
public static class LeakGate
{
    /// <summary>Stands where something was blotted out; the same in every language.</summary>
    public const string Blot = "▇▇▇▇";

    /// <summary>The longest address of a page that people paste is shorter.</summary>
    private const int LongestWord = 300;

    internal const int LongestPiece = 16_000;

    /// <summary>More than anybody is named in a text; what stands behind so many is not shown.</summary>
    internal const int MostFindings = 20_000;

    /// <summary>More than stands before a number to say what it is, and than the longest address.</summary>
    private const int Around = 2_000;

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

        var traces = TracesOf(guarded.Reporter);
        var quotes = guarded.Reporter.Secret ? new SecretQuotes(guarded.Title, guarded.Body) : null;
        return [.. parts.SelectMany(part => Widest(Find(part, traces, quotes, guarded.Allowed)))];
    }

    /// <summary>A finding within another of its kind says nothing new.</summary>
    private static List<Leak> Widest(IEnumerable<Leak> leaks)
    {
        var (widest, ends) = (new List<Leak>(), new Dictionary<LeakKind, int>());
        foreach (var leak in leaks.OrderBy(l => l.Start).ThenByDescending(l => l.Length))
        {
            if (leak.Start + leak.Length > ends.GetValueOrDefault(leak.Kind, -1))
            {
                ends[leak.Kind] = leak.Start + leak.Length;
                widest.Add(leak);
            }
        }

        return widest;
    }

    /// <summary>Blots out what leads to a person (numbers, addresses, handles, plates), and everything that points to the given reporter.</summary>
    /// <param name="text">Plain text or HTML.</param>
    /// <param name="reporter">Null where nobody in particular is protected: screens for the public, exports.</param>
    /// <param name="allowed">Addresses and numbers that may stay: our own inboxes and offices.</param>
    public static string Mask(string text, Reporter? reporter = null, IReadOnlySet<string>? allowed = null)
    {
        if (reporter is null && IsPlain(text))
        {
            return text;
        }

        var traces = reporter is null ? null : TracesOf(reporter);
        return Blotted(text, Find(new OutgoingPart("", text), traces, null, allowed ?? Guarded.NothingAllowed));
    }

    /// <summary>Whether a name is that of a body (a foundation, a group, an office), not of a person.</summary>
    public static bool IsBody(string name) => IdentityTraces.IsBody(name);

    /// <summary>Blots out what points to the given reporter, and nothing else that leads to a person.</summary>
    public static string Without(string text, Reporter reporter) => Blotted(text, Find(new OutgoingPart("", text), TracesOf(reporter), null, null));

    /// <returns>The text without what points to any of those reporters; null when it cannot be looked through.</returns>
    internal static string? TryMask(string text, IEnumerable<Reporter> reporters)
    {
        // Where a look finds nothing the next has the same text to read: a long one is not folded again for each.
        FoldedText[]? readings = null;
        foreach (var traces in reporters.Select(TracesOf))
        {
            if (traces.IsEndless || TryFind(readings ??= ReadingsOf(text), "", traces, null, Guarded.NothingAllowed) is not { } leaks)
            {
                return null;
            }

            if (leaks.Count > 0)
            {
                (text, readings) = (Blotted(text, leaks), null);
            }
        }

        return text;
    }

    /// <summary>The text without what was found in it.</summary>
    /// <param name="leaks">Findings in that text; they may overlap, and one blot stands for all of them.</param>
    public static string Blotted(string text, IEnumerable<Leak> leaks)
    {
        StringBuilder? masked = null;
        var done = 0;
        foreach (var leak in leaks.OrderBy(l => l.Start))
        {
            if (leak.Start >= done)
            {
                (masked ??= new StringBuilder(text.Length)).Append(text, done, leak.Start - done).Append(Blot);
            }

            done = Math.Max(done, leak.Start + leak.Length);
        }

        return masked?.Append(text, done, text.Length - done).ToString() ?? text;
    }

    /// <summary>Many texts are read about the same person; what to look for is worked out once.</summary>
    private static IdentityTraces TracesOf(Reporter reporter) => Known.GetValue(reporter, static r => new IdentityTraces(r));

    private static readonly ConditionalWeakTable<Reporter, IdentityTraces> Known = [];

    /// <summary>Letters and signs that folding leaves alone, no digit, and no word that spells one or leads to a person: no pattern can match. Most titles are like that.</summary>
    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExcept(Letters) && !text.AsSpan().ContainsAny(Telling);

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ,.-/:;?!\"'()");

    private static readonly SearchValues<string> Telling = SearchValues.Create(
        ["nol", "kosong", "zero", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "lapan", "ampat", "papat", "sambilan", "siji", "loro", "telu", "limo", "pitu", "wolu", "songo", "one", "two", "three", "rt", "er te", "er we", "(at)", "tangga", "gmail", "yahoo", "dot", "titik", "akun", "ig:", "fb", "facebook", "fesbuk", "insta", "twitter", "threads", "discord", "medsos", "underscore", "underskor", "garis bawah", "me/", "me /", "telegram", "tele", "line", "tiktok", "username", "nama", "name", "pelapor", "pengadu", "tinggal", "alamat", "rumah", "domisili", ".com", "t.me", "wa.me"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>What cannot be looked through in time stays closed.</summary>
    /// <param name="allowed">As <see cref="Guarded.Allowed"/>; null: nothing is looked for but the traces.</param>
    private static IReadOnlyList<Leak> Find(OutgoingPart part, IdentityTraces? traces, SecretQuotes? quotes, IReadOnlySet<string>? allowed) =>
        TryFind(part, traces, quotes, allowed) ?? [new Leak(LeakKind.Name, part.Name, 0, part.Text.Length)];

    private static IReadOnlyList<Leak>? TryFind(OutgoingPart part, IdentityTraces? traces, SecretQuotes? quotes, IReadOnlySet<string>? allowed) =>
        traces is { IsEndless: true } ? null : TryFind(ReadingsOf(part.Text), part.Name, traces, quotes, allowed);

    private static IReadOnlyList<Leak>? TryFind(FoldedText[] readings, string name, IdentityTraces? traces, SecretQuotes? quotes, IReadOnlySet<string>? allowed) =>
        RegexPatience.Read<IReadOnlyList<Leak>?>(() => [.. readings.SelectMany(text => Find(text, traces, quotes, allowed)).Select(f => new Leak(f.Kind, name, f.Start, f.Length))], static () => null);

    /// <summary>The text as it is, and as a browser shows it where it may be markup.</summary>
    private static FoldedText[] ReadingsOf(string text) =>
        text.AsSpan().ContainsAny('<', '&') ? [FoldedText.OfPlain(text), FoldedText.OfMarkup(text)] : [FoldedText.OfPlain(text)];

    private static IEnumerable<Finding> Find(FoldedText whole, IdentityTraces? traces, SecretQuotes? quotes, IReadOnlySet<string>? allowed)
    {
        var endless = Endless(whole.Text);
        var text = endless.Count == 0 ? whole : whole.With(endless.Select(e => (e.Start, e.Length, " ")));
        return InPieces(text, traces, quotes, allowed).Concat(endless.Select(f => InOriginal(whole, f)));
    }

    /// <summary>A long text is read piece by piece, so that its length counts once in the work whatever a reader does; each piece sees what stands before and after it.</summary>
    private static List<Finding> InPieces(FoldedText text, IdentityTraces? traces, SecretQuotes? quotes, IReadOnlySet<string>? allowed)
    {
        var found = new List<Finding>();
        foreach (var (start, end, from, to) in Pieces(text.Text.Length))
        {
            var piece = from == 0 && to == text.Text.Length ? text : text.Piece(from, to);
            var (begins, ends, sees) = (PlaceOf(text, start), PlaceOf(text, end), PlaceOf(text, Math.Min(to, end + (Around / 2))));
            foreach (var finding in InPiece(piece, traces, quotes, allowed).Where(f => f.Start < ends && f.Start + f.Length > begins))
            {
                if (to < text.Text.Length && finding.Start + finding.Length >= sees)
                {
                    // Longer than anything that tells of a person: what comes behind it is not read, so it does not stay open.
                    found.Add(finding with { Length = PlaceOf(text, text.Text.Length) - finding.Start });
                    return found;
                }

                if (found.Count == MostFindings)
                {
                    // Made of one word, a text would fill the memory with places where it stands. A piece is read pattern by pattern, so all of it is covered.
                    found.Add(new Finding(finding.Kind, begins, PlaceOf(text, text.Text.Length) - begins));
                    return found;
                }

                found.Add(finding);
            }
        }

        return found;
    }

    /// <summary>What of a text is read at once: its own part from start to end, and between from and to what stands around it.</summary>
    internal static IEnumerable<(int Start, int End, int From, int To)> Pieces(int length)
    {
        if (length <= LongestPiece)
        {
            yield return (0, length, 0, length);
            yield break;
        }

        const int own = LongestPiece - (2 * Around);
        for (var start = 0; start < length; start += own)
        {
            var end = Math.Min(start + own, length);
            yield return (start, end, Math.Max(0, start - Around), Math.Min(length, end + Around));
        }
    }

    /// <summary>Where that character stands in the original; behind the last one its end.</summary>
    private static int PlaceOf(FoldedText text, int index)
    {
        if (text.Text.Length == 0)
        {
            return 0;
        }

        var (start, length) = text.Origin(Math.Min(index, text.Text.Length - 1), 1);
        return index < text.Text.Length ? start : start + length;
    }

    private static IEnumerable<Finding> InPiece(FoldedText text, IdentityTraces? traces, SecretQuotes? quotes, IReadOnlySet<string>? allowed)
    {
        var digits = SpokenDigits.In(text);
        var written = (allowed is null ? [] : PersonalMarks.In(text, allowed)).Concat(traces?.In(text) ?? []).Concat(quotes?.In(text) ?? []).Select(f => InOriginal(text, f));
        var spoken = (allowed is null ? [] : PersonalNumbers.In(digits, allowed)).Concat(digits == text ? [] : traces?.In(digits) ?? []).Select(f => InOriginal(digits, f));
        return spoken.Concat(written);
    }

    /// <summary>What follows the first characters of a word that nobody writes: it may hide anything, and looking for a name at each of its letters would take minutes.</summary>
    private static List<Finding> Endless(string text)
    {
        var found = new List<Finding>();
        for (var (start, at) = (0, 0); at <= text.Length; at++)
        {
            if (at < text.Length && !char.IsWhiteSpace(text[at]))
            {
                continue;
            }

            if (at - start > LongestWord)
            {
                found.Add(new Finding(LeakKind.Name, start + LongestWord, at - start - LongestWord));
            }

            start = at + 1;
        }

        return found;
    }

    private static Finding InOriginal(FoldedText text, Finding finding)
    {
        var (start, length) = text.Origin(finding.Start, finding.Length);
        return new Finding(finding.Kind, start, length);
    }

    internal static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
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
internal sealed record Finding(LeakKind Kind, int Start, int Length)
{
    /// <summary>Each match that counts: its group <c>name</c> where the pattern has one, the whole otherwise.</summary>
    public static IEnumerable<Finding> Of(FoldedText text, LeakKind kind, Regex pattern, Func<Match, bool> counts) =>
        pattern.Matches(text.Text).Where(counts).Select(m => m.Groups["name"] is { Success: true } name ? new Finding(kind, name.Index, name.Length) : new Finding(kind, m.Index, m.Length));
}
