using System.Text.RegularExpressions;

namespace Hub.Connectors.Email;

/// <summary>A letter taken apart for reading: what was written now, what is quoted, the signature. The raw keeps all of it.</summary>
/// <param name="New">Without quote and signature; the whole text when nothing could be told apart.</param>
/// <param name="Quoted">Null when nothing is quoted.</param>
/// <param name="Signature">Null when there is none.</param>
public sealed partial record LetterText(string New, string? Quoted, string? Signature)
{
    /// <summary>Lines longer than this introduce no quote.</summary>
    private const int MaxIntro = 300;

    /// <summary>A text of more lines is no letter and stays whole.</summary>
    private const int MaxLines = 20_000;

    /// <summary>Never reached on lines this short; it is there so that a mistake in an expression cannot hang the hub.</summary>
    private const int LimitMs = 30_000;

    private static readonly string[] Phones =
    [
        "dikirim dari", "terkirim dari", "sent from my", "sent from mail", "sent from outlook", "sent from yahoo", "sent from gmail", "sent via", "get outlook for", "dapatkan outlook untuk", "unduh outlook",
        "diposting dari", "sent with",
    ];

    public static LetterText Split(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        if (lines.Length > MaxLines)
        {
            return new(text, null, null);
        }

        if (LeadingQuote(lines) is > 0 and var lead)
        {
            var below = Split(string.Join('\n', lines[lead..]));
            return below with { Quoted = Join([.. lines[..lead], below.Quoted ?? ""]) };
        }

        var quote = QuoteStart(lines);
        var written = lines[..quote];
        var signature = SignatureStart(written);
        var fresh = Join(written[..signature]);
        if (fresh.Length == 0)
        {
            // Only a quote or only a signature: then that is what the sender meant to send, or wrote inside the quote.
            return Interleaved(lines) is { Length: > 0 } between ? new(between, Join(lines), null) : new(Join(lines), null, null);
        }

        var (quoted, signed) = (Join(lines[quote..]), Join(written[signature..]));
        return new(fresh, quoted.Length == 0 ? null : quoted, signed.Length == 0 ? null : signed);
    }

    /// <summary>How many lines a quote has that stands above the whole answer; 0 when there is none.</summary>
    private static int LeadingQuote(string[] lines)
    {
        var end = 0;
        while (end < lines.Length && (IsQuoted(lines[end]) || string.IsNullOrWhiteSpace(lines[end])))
        {
            end++;
        }

        var rest = lines[end..];
        return lines.Take(end).Any(IsQuoted) && string.IsNullOrWhiteSpace(lines[end - 1]) && !rest.Any(IsQuoted) && rest.Any(l => !string.IsNullOrWhiteSpace(l) && !IsPhoneLine(l)) ? end : 0;
    }

    private static int QuoteStart(string[] lines)
    {
        var tail = QuotedTail(lines);
        for (var i = 0; i < lines.Length; i++)
        {
            if (IsDivider(lines[i]) || IsHeaderBlock(lines, i) || Introduces(lines, i) || (i >= tail && IsQuoted(lines[i])))
            {
                return i;
            }
        }

        return lines.Length;
    }

    /// <summary>From which line on there are only quoted ones; quoted lines with answers between them stay together with those.</summary>
    private static int QuotedTail(string[] lines)
    {
        var start = lines.Length;
        while (start > 0 && (IsQuoted(lines[start - 1]) || string.IsNullOrWhiteSpace(lines[start - 1]) || IsPhoneLine(lines[start - 1])))
        {
            start--;
        }

        return start;
    }

    /// <summary>"-----Original Message-----" and its sisters.</summary>
    private static bool IsDivider(string line) => line.Length < MaxIntro && Divider().IsMatch(line);

    /// <summary>Outlook's block: From/Dari, then Sent/Dikirim or Date/Tanggal, To/Kepada, Subject/Perihal within a few lines.</summary>
    private static bool IsHeaderBlock(string[] lines, int at)
    {
        if (lines[at].Length >= MaxIntro || !FromLine().IsMatch(lines[at]))
        {
            return false;
        }

        var next = lines.Skip(at + 1).Take(5).Where(l => l.Length < MaxIntro).ToList();
        return next.Exists(l => SentLine().IsMatch(l)) && next.Exists(l => ToOrSubjectLine().IsMatch(l));
    }

    /// <summary>
    /// "Pada Sen, 2 Mar 2026 pukul 09.15 Siti &lt;…&gt; menulis:", on one line or broken over up to three. A sentence that merely tells of writing goes on after the verb:
    /// it introduces a quote only when it names an address or a quoted line follows.
    /// </summary>
    private static bool Introduces(string[] lines, int at)
    {
        if (lines[at].Length >= MaxIntro || !IntroStart().IsMatch(lines[at]))
        {
            return false;
        }

        var joined = "";
        for (var i = at; i < Math.Min(at + 3, lines.Length) && lines[i].Length < MaxIntro; i++)
        {
            joined = (joined + " " + lines[i].Trim()).Trim();
            if (IntroEnd().IsMatch(joined))
            {
                var names = joined.Contains('@', StringComparison.Ordinal);
                return joined.Length < MaxIntro * 2 && (names || (joined.Any(char.IsAsciiDigit) && (IntroVerb().IsMatch(joined) || IsQuoted(NextLine(lines, i)))));
            }
        }

        return false;
    }

    private static string NextLine(string[] lines, int at) => lines.Skip(at + 1).FirstOrDefault(l => !string.IsNullOrWhiteSpace(l)) ?? "";

    private static bool IsQuoted(string line) => line.TrimStart().StartsWith('>');

    private static string Interleaved(string[] lines) => Join([.. lines.Where((l, i) => !IsQuoted(l) && !IsDivider(l) && !Introduces(lines, i) && !IsPhoneLine(l))]) is var text && lines.Any(IsQuoted) ? text : "";

    private static int SignatureStart(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            // RFC 3676, 4.3: two hyphens and a blank; many programs lose the blank.
            if (lines[i] is "-- " or "--" or "-- \r" or "— " || IsPhoneLine(lines[i]))
            {
                return i;
            }
        }

        return lines.Length;
    }

    private static bool IsPhoneLine(string line)
    {
        var lower = line.Trim().TrimStart('*', '_', '-', ' ').ToLowerInvariant();
        return lower.Length is > 0 and < 120 && Array.Exists(Phones, p => lower.StartsWith(p, StringComparison.Ordinal));
    }

    private static string Join(string[] lines) => string.Join('\n', lines).Trim('\n', ' ', '\t', '\r');

    [GeneratedRegex("""^\s*[-_=]{2,}\s*(original message|original appointment|forwarded message|pesan asli|pesan terusan|pesan yang diteruskan|pesan diteruskan|ursprüngliche nachricht|message d'origine|mensaje original)\b.*$|^_{20,}\s*$|^\s*begin forwarded message:\s*$""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, LimitMs)]
    private static partial Regex Divider();

    [GeneratedRegex("""^\s*\*?(from|dari|von|de)\s*:\*?\s*\S""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, LimitMs)]
    private static partial Regex FromLine();

    [GeneratedRegex("""^\s*\*?(sent|date|dikirim|terkirim|tanggal|waktu|gesendet|datum|envoyé)\s*:""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, LimitMs)]
    private static partial Regex SentLine();

    [GeneratedRegex("""^\s*\*?(to|subject|kepada|ke|perihal|subjek|subyek|judul|an|betreff|à|objet)\s*:""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, LimitMs)]
    private static partial Regex ToOrSubjectLine();

    [GeneratedRegex("""^\s*>?\s*(on|pada|am|le|el|il)\s|^\s*>?\s*(\d{1,4}[-/. ]\S.{0,80}|.{1,80}<[^>]+@[^>]+>.{0,40})(wrote|menulis|writes|schrieb)\s*:?\s*$""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, LimitMs)]
    private static partial Regex IntroStart();

    [GeneratedRegex("""(wrote|menulis|writes|schrieb|a écrit|escribió|ha scritto)\b.{0,120}:\s*$""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, LimitMs)]
    private static partial Regex IntroEnd();

    [GeneratedRegex("""(wrote|menulis|writes|schrieb|a écrit|escribió|ha scritto)\s*:\s*$""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, LimitMs)]
    private static partial Regex IntroVerb();
}
