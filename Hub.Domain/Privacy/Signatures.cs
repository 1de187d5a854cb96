using System.Buffers;
using System.Text.RegularExpressions;

namespace Hub.Domain.Privacy;

/// <summary>Where somebody names himself in his own text: behind an introduction, in a form's field, under a closing, or over his telephone number. Pure; the words stand in <c>signatures.words</c>.</summary>
internal static partial class Signatures
{
    /// <summary>Place, day, post and empty brackets stand between a closing and the name, not more.</summary>
    private const int LinesBelow = 6;

    /// <summary>No line with a signature is longer; of a longer one only how it ends is looked at.</summary>
    private const int LongestLine = 120;

    /// <summary>A name in small letters has no more words; what has more is a sentence.</summary>
    private const int MostSmallWords = 4;

    private const string Short = @"(?:\p{Lu}\p{L}?|(?i:moh|muh|mhd|mohd|abd|drs|dra|hj))\.";
    /// <summary>People write figures to their names ("Budi88").</summary>
    private const string Figures = @"\d{0,4}";

    private const string Capitalised = $@"(?:{Short}|[\p{{Lu}}\p{{Lo}}][\p{{L}}\p{{M}}'’\-]*{Figures})";

    /// <summary>A dot ends a name unless it stands behind a short word: no name begins in one sentence and ends in the next.</summary>
    private const string Capitals = $@"(?<name>{Capitalised}(?:[ \t]{{1,3}}(?:(?:bin|binti|van|al)[ \t]{{1,3}})?{Capitalised}|(?<=\.){Capitalised}){{0,5}})";

    private const string AnyCase = $@"(?<name>\p{{L}}[\p{{L}}\p{{M}}'’.\-]*{Figures}(?:[ \t]{{1,3}}\p{{L}}[\p{{L}}\p{{M}}'’.\-]*{Figures}){{0,5}})";

    private static readonly Lexicon Known = Lexicon.Read("signatures");
    private static readonly Lexicon Offices = Lexicon.Read("offices");

    private static readonly Regex ClosingLine = Known.Any("closing-line", @"(?i)^\W*{}\W*$");
    private static readonly Regex ClosingAtEnd = Known.Any("closing", @"(?i)(?:^|[\s.,;!?])\s*{}\W*$");
    private static readonly Regex ThanksAtEnd = Known.Any("thanks", @"(?i)(?:^|[\s.,;!?])\s*{}[^\w?]*$");
    private static readonly Regex Introduced = Known.Any("introduction", $@"\b(?i:{{}})(?:[ \t:,\-–(=]{{1,6}}(?:\r?\n[ \t]{{0,8}})?|\r?\n[ \t]{{0,8}})(?:(?:adalah|ialah|yaitu)[ \t:]{{1,3}})?{Capitals}");
    private static readonly Regex Closed = Known.Any("closing", $@"\b(?i:{{}})[ \t,.:\-–(]{{1,6}}{Capitals}");
    private static readonly Regex Greeted = Known.Any("closing-line", $@"(?:^|[\n.,;!?])[ \t]{{0,20}}(?i:{{}})[ \t]{{0,3}}[,:\-–(][ \t]{{0,3}}{Capitals}");
    private static readonly Regex Thanked = Known.Any("thanks", $@"\b(?i:{{}})[ \t]{{0,3}}[,.:\-–(][ \t]{{0,3}}{Capitals}(?=[ \t\r.)]{{0,20}}(?:\n|$))");
    private static readonly Regex Field = Known.Any("field", $@"(?:^|[\n|;])[^\S\n]{{0,20}}(?:(?:\d{{1,2}}[.)]|[\-*•>])[^\S\n]{{0,20}})?(?i:{{}})[ \t]{{0,20}}[:=][ \t]{{0,20}}{AnyCase}");
    private static readonly Regex NextField = Known.Any("behind-name", @"(?i)(?:^|[ \t]+){}\W*$");
    private static readonly Regex Courtesy = new($@"{ClosingLine}|{Known.Any("thanks", @"(?i)^\W*{}\b")}|{Known.Any("closing", @"(?i)^{}\b")}|{Known.Any("blessing", @"(?i)^{}\b")}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(2));
    private static readonly Regex Post = Known.Any("post", @"(?i)^{}\b");
    private static readonly Regex Office = new($"{Offices.Any("office-name", @"(?i)^{}\b")}|{Offices.Any("office", @"(?i)^{}\b")}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(2));
    private static readonly Regex Nobody = Offices.Any("nobody", @"(?i)^{}\b");

    /// <summary>The names, where they stand; they may overlap.</summary>
    public static IReadOnlyList<Finding> In(string text) =>
    [
        .. Inline(text, Introduced, (name, end) => !IsPlain(name) || EndsLine(text, end)),
        .. Inline(text, Closed, (name, end) => !IsPlain(name) || EndsLine(text, end)),
        .. Inline(text, Greeted, static (name, _) => !IsPlain(name)),
        .. Inline(text, Thanked, static (name, _) => IsRare(name)),
        .. Inline(text, Field, static (name, _) => !IsPlain(name)),
        .. Below(text),
    ];

    private static IEnumerable<Finding> Inline(string text, Regex pattern, Func<string, int, bool> counts) =>
        from m in pattern.Matches(text)
        let name = m.Groups["name"]
        let words = NextField.Replace(name.Value, "").TrimEnd(' ', '\t', '-')
        where words.Length > 0 && IsSomebody(words) && counts(words, name.Index + words.Length)
        select new Finding(LeakKind.Name, name.Index, words.Length);

    private static bool EndsLine(string text, int at)
    {
        var behind = text.AsSpan(at, Math.Min(LongestLine, text.Length - at));
        return behind.IndexOf('\n') is var end && !(end < 0 ? behind : behind[..end]).ContainsAny(SmallLetters);
    }

    private static readonly SearchValues<char> SmallLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz");

    /// <summary>Line by line: under a closing or thanks, and over a telephone number.</summary>
    private static IEnumerable<Finding> Below(string text)
    {
        var lines = Lines(text);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = text.Substring(lines[i].Start, lines[i].Length);
            var isClosing = line.Length <= LongestLine && ClosingLine.IsMatch(line) || ClosingAtEnd.IsMatch(End(line));
            if (isClosing || ThanksAtEnd.IsMatch(End(line)))
            {
                foreach (var name in Under(text, lines, i, isClosing))
                {
                    yield return name;
                }
            }
            else if (i > 0 && Telephone().IsMatch(line) && NameIn(text, lines[i - 1], LineOfCapitals()) is { } above && IsRare(NameOf(text, above)))
            {
                yield return above;
            }
        }
    }

    private static IEnumerable<Finding> Under(string text, List<(int Start, int Length)> lines, int closing, bool isSure)
    {
        var isSigned = false;
        for (var i = closing + 1; i < lines.Count && i <= closing + LinesBelow; i++)
        {
            var line = text.Substring(lines[i].Start, lines[i].Length);
            if (line.Length > LongestLine || Courtesy.IsMatch(line))
            {
                yield break;
            }

            if (NameIn(text, lines[i], LineOfCapitals()) is { } name && !Day().IsMatch(line) && (isSure && !isSigned || !IsPlain(NameOf(text, name))))
            {
                isSigned = true;
                yield return name;
            }
            else if (!isSigned && NameIn(text, lines[i], SmallLine()) is { } small && Count(NameOf(text, small)) <= MostSmallWords && (isSure || i >= lines.Count - 2)
                && (IsRare(NameOf(text, small)) || (isSure && i == lines.Count - 1)))
            {
                isSigned = true;
                yield return small;
            }
            else if (!IsBetween(line))
            {
                yield break;
            }
        }
    }

    /// <summary>What may stand between a closing and its name.</summary>
    private static bool IsBetween(string line) => line.Any(char.IsAsciiDigit) || !line.Any(char.IsLetter) || Post.IsMatch(line) || Office.IsMatch(line);

    private static Finding? NameIn(string text, (int Start, int Length) line, Regex shape) =>
        line.Length <= LongestLine && shape.Match(text.Substring(line.Start, line.Length)) is { Success: true } m && m.Groups["name"] is var name && IsSomebody(name.Value)
            ? new Finding(LeakKind.Name, line.Start + name.Index, name.Length)
            : null;

    private static string NameOf(string text, Finding name) => text.Substring(name.Start, name.Length);

    private static bool IsSomebody(string name) => !Courtesy.IsMatch(name) && !NextField.IsMatch(name) && !Post.IsMatch(name) && !Nobody.IsMatch(name) && (!Office.IsMatch(name) || OrdinaryWords.IsBody(Words(name)[0]));

    /// <summary>Everyday words, none of which is a name too.</summary>
    private static bool IsPlain(string name) => Words(name).All(static w => OrdinaryWords.IsCommon(w) && !OrdinaryWords.Contains(w));

    /// <summary>A word of it is nothing but a name.</summary>
    private static bool IsRare(string name) => Words(name).Any(static w => w.Length > 2 && !OrdinaryWords.IsCommon(w));

    private static int Count(string name) => Words(name).Length;

    private static string[] Words(string name) => name.ToLowerInvariant().Split([' ', '\t', '.', '-'], StringSplitOptions.RemoveEmptyEntries).DefaultIfEmpty("").ToArray();

    private static string End(string line) => line.Length <= LongestLine ? line : line[^LongestLine..];

    /// <summary>Those that hold something, without what stands around it.</summary>
    private static List<(int Start, int Length)> Lines(string text)
    {
        var lines = new List<(int, int)>();
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var (start, length) = range.GetOffsetAndLength(text.Length);
            var line = text.AsSpan(start, length);
            var before = length - line.TrimStart(Around).Length;
            if (line.Trim(Around).Length is > 0 and var inner)
            {
                lines.Add((start + before, inner));
            }
        }

        return lines;
    }

    private const string Around = " \t\r>|*_";

    /// <summary>Before a colon the name of a field: "Nama: …" below a closing names nobody called Nama.</summary>
    private const string Label = @"(?i:nama(?: \p{L}{3,12})?|nik|n\.i\.k|(?:no\.?|nomor) ?(?:ktp|nik|hp|wa|telp|telepon)|hp|wa|telp|telepon|alamat(?: \p{L}{3,12})?|surel|e-?mail|pekerjaan|jabatan|umur|ttl|desa|kelurahan|kecamatan|kabupaten)[ \t]{0,20}[:=]";

    /// <summary>Degrees, a number or a bracket may follow.</summary>
    [GeneratedRegex($@"^[\W\d_]{{0,6}}(?!{Label}){Capitals}(?=\W*$|[ \t]*[,(/:|–]|[ \t]+-|[ \t]+\(?\+?\d|[ \t]+(?:NIP|NIK|HP|WA|Telp)\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex LineOfCapitals();

    [GeneratedRegex($@"^[^\w]{{0,6}}{AnyCase}(?=[ \t),]*$|[ \t]*[,(/|–][ \t]*(?:\p{{L}}\.|\+?\d|(?i:hp|wa|telp|nip)))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex SmallLine();

    /// <summary>"Tanjung Selor, 3 November 2026".</summary>
    [GeneratedRegex(@"\d{1,2}[ \t]{1,3}\p{L}{3,9}[ \t]{1,3}\d{4}|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Day();

    [GeneratedRegex(@"^(?i:(?:no\.?|nomor|hp|wa|whatsapp|telp|tlp|telepon|ponsel|kontak)[\W_]{0,4}){0,3}(?:\+?62|0)[\d \-.()]{7,18}\W*$", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Telephone();
}
