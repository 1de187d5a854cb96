using System.Buffers;
using System.Text.RegularExpressions;

namespace Hub.Domain.Privacy;

/// <summary>Numbers that belong to a person: NIK and other papers, NPWP, telephone, bank account. Told from letter numbers, budget codes, dates and sums by their form and by the words before them.</summary>
internal static partial class PersonalNumbers
{
    private const int LongestGap = 3;
    private const int Before = 40;
    private const int Around = 60;

    private static readonly Regex Office = Lexicon.Read("offices").Any("office-line", @"\b{}\b");

    public static IEnumerable<Finding> In(FoldedText text, IReadOnlySet<string> allowed)
    {
        foreach (var m in TaxId().Matches(text.Text).Where(m => !m.Value.StartsWith("00", StringComparison.Ordinal) || !OfficeTaxId().IsMatch(text.Text[Math.Max(0, m.Index - Around)..m.Index])))
        {
            yield return new Finding(LeakKind.TaxId, m.Index, m.Length);
        }

        foreach (var run in Runs(text.Text))
        {
            foreach (var finding in Judge(text, run, allowed))
            {
                yield return finding;
            }
        }
    }

    /// <summary>Groups of digits with no more than a few signs between them.</summary>
    private static IEnumerable<List<Group>> Runs(string text)
    {
        var run = new List<Group>();
        foreach (Match m in Digits().Matches(text))
        {
            if (run.Count > 0 && !IsGap(text.AsSpan(run[^1].End, m.Index - run[^1].End)))
            {
                yield return run;
                run = [];
            }

            run.Add(new Group(m.Value, m.Index));
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    private static bool IsGap(ReadOnlySpan<char> between)
    {
        foreach (var c in between)
        {
            if (char.IsLetterOrDigit(c) || c == LeakGate.Blot[0])
            {
                return false;
            }
        }

        return between.Trim().Length <= LongestGap && between.Length <= LongestGap + 4;
    }

    /// <summary>The longest number from each place on, left to right.</summary>
    private static IEnumerable<Finding> Judge(FoldedText text, List<Group> run, IReadOnlySet<string> allowed)
    {
        for (var first = 0; first < run.Count; first++)
        {
            var found = Enumerable.Range(first, Math.Min(run.Count - first, 20)).Reverse()
                .Select(last => (Last: last, Part: new Part(text, run, first, last)))
                .Where(p => p.Part.Number.Length is >= 7 and <= 20 && p.Part.StandsFree)
                .Select(p => (p.Last, p.Part, Kind: KindOf(p.Part)))
                .FirstOrDefault(p => p.Kind is not null);
            if (found.Kind is not { } kind)
            {
                continue;
            }

            if (!allowed.Contains(found.Part.Number))
            {
                yield return new Finding(kind, found.Part.Start, found.Part.End - found.Part.Start);
            }

            first = found.Last;
        }
    }

    private static LeakKind? KindOf(Part part) =>
        Money().IsMatch(part.Lead) ? null
        : IsPaper(part) ? LeakKind.NationalId
        : IsAccount(part) ? LeakKind.Account
        : IsMobile(part) || (IsLandline(part) && !IsOfOffice(part)) ? LeakKind.Phone
        : null;

    private static bool IsPaper(Part part) =>
        (part.Number.Length == 16 && IsNationalId(part.Number) && (!part.IsCode || Paper().IsMatch(part.Lead)))
        || (part.Number.Length is >= 12 and <= 17 && Paper().IsMatch(part.Lead))
        || (part.Number.Length == 16 && !part.IsCode && PaperAfter().IsMatch(part.Rest))
        || (part.Number.Length == 18 && OwnServant().IsMatch(part.Lead));

    private static bool IsAccount(Part part) =>
        part.Number.Length is >= 8 and <= 18 && (!part.IsCode || part.IsAccountInGroups) && !part.IsDate && !Budget().IsMatch(part.Lead)
        && (Account().IsMatch(part.Lead) || (AccountAfter().IsMatch(part.Rest) && !Budget().IsMatch(part.Rest)));

    private static bool IsMobile(Part part)
    {
        var labelled = Telephone().IsMatch(part.Lead);
        var national = part.Number switch
        {
            ['0', '0', '6', '2', .. var rest] => rest,
            ['6', '2', .. var rest] => rest.TrimStart('0'),
            ['0', .. var rest] => rest,
            _ => labelled ? part.Number : "",
        };
        return IsMalaysian(part, labelled)
            || national is ['8', not ('0' or '4' or '6'), ..] && national.Length is >= 9 and <= 12 && !part.IsClock && !part.IsList && (labelled || !part.HasSlash || part.IsEven)
            || (part.IsForeign && part.Number.Length is >= 9 and <= 15 && !(part.Number is not ['6', '0', '1', ..] && IsOfOffice(part)));
    }

    /// <summary>A mobile from across the border as it is dialled there: 016 822 4107.</summary>
    private static bool IsMalaysian(Part part, bool labelled) =>
        part.Number is ['0', '1', ..] && part.Number.Length is 10 or 11 && !part.HasSlash && !part.IsCode && !part.IsClock && (labelled || part.IsSpoken);

    /// <summary>Area code in brackets or before a dash, or the word telephone before it.</summary>
    private static bool IsLandline(Part part) =>
        part.Number is ['0', >= '2' and <= '9', ..] && part.Number[1] != '8' && part.Number.Length is >= 8 and <= 12 && (!part.HasSlash || (part.IsAreaAndLine && Telephone().IsMatch(part.Lead))) && !part.IsClock && !part.IsDate
        && (part.IsSpoken || Telephone().IsMatch(part.Lead) || (!part.IsCode && OwnLine().IsMatch(part.Lead)) || TelephoneAfter().IsMatch(part.Rest) || (part.Area is 3 or 4 && part.Number.Length - part.Area is >= 5 and <= 8));

    /// <summary>A line of an office, which may be told to everybody.</summary>
    private static bool IsOfOffice(Part part) => !Private().IsMatch(part.Lead) && (Office.IsMatch(part.Sentence) || (Office.IsMatch(part.LongSentence) && !Somebody().IsMatch(part.LongSentence)));

    /// <summary>Province, regency and district code, birth date with 40 added to the day for women, serial number.</summary>
    private static bool IsNationalId(string digits) =>
        Number(digits, 0) is (>= 11 and <= 19) or 21 or (>= 31 and <= 36) or (>= 51 and <= 53) or (>= 61 and <= 65) or (>= 71 and <= 76) or 81 or 82 or (>= 91 and <= 97)
        && Number(digits, 6) is (>= 1 and <= 31) or (>= 41 and <= 71)
        && Number(digits, 8) is >= 1 and <= 12;

    private static int Number(string digits, int at) => int.Parse(digits.AsSpan(at, 2));

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Digits();

    [GeneratedRegex(@"(?<!\d)\d{2}[. ]\d{3}[. ]\d{3}[. ]\d[-. ]\d{3}[. ]\d{3}(?!\d)|(?<=npwp[^\d\n]{0,12})\d(?:[ .\-/]{0,3}\d){14,15}(?!\d)", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex TaxId();

    /// <summary>A government's office pays taxes under a number that begins with 00, which nobody's does, and stands on each of its bills.</summary>
    [GeneratedRegex(@"\bnpwp\s{1,3}(?:\p{L}{2,12}\s{1,3}){0,2}(?:instansi|dinas|bendahara|pemerintah|pemprov|pemkab|satker|biro|badan|sekretariat)\b[^\d\n]{0,30}$", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex OfficeTaxId();

    [GeneratedRegex(@"\b(?:rp|idr|rupiah|usd)\.?\s*$", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Money();

    [GeneratedRegex(@"\b(?:nik|n\.i\.k\.?|ktp|e-?ktp|kk|kartu keluarga|induk kependudukan|nomor kependudukan|sim|bpjs|paspor|passport)\b[^\d\n]{0,24}$", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Paper();

    /// <summary>What it is may be said behind it: "6503… itu NIK saya", where the date in it was mistyped. A code of the budget may stand before the cards that it buys.</summary>
    [GeneratedRegex(@"^[^\p{L}\d\n]{0,6}(?:(?:itu|ini|adalah|ialah|yaitu)\s{1,3}(?:(?:no|nomor|nomer)[. ]{1,3})?(?:nik|e-?ktp|ktp|kk|kartu keluarga)\b|(?:(?:no|nomor|nomer)[. ]{1,3})?(?:nik|e-?ktp|ktp|kk|kartu keluarga)\s(?:saya|sy|kami|aku|ulun|ku|beliau|pelapor|pengadu|suami|istri|anak|ibu|bapak)\b)", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex PaperAfter();

    /// <summary>"7810… itu rek BCA anak saya": whose it is has to be said too, sums stand before accounts as well.</summary>
    [GeneratedRegex(@"^[^\p{L}\d\n]{0,6}(?:itu|ini|adalah|ialah|yaitu)\s{1,3}(?:(?:no|nomor|nomer)[. ]{1,3})?(?:rek|norek|rekening)(?:nya)?\s(?:\p{L}{2,12}\s){0,3}(?:saya|sy|kami|aku|ulun|ku|beliau|pelapor|pengadu)\b", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex AccountAfter();

    /// <summary>A civil servant's number stands under every official letter; said of oneself it tells who writes.</summary>
    [GeneratedRegex(@"\bnip\W{0,3}(?:saya|kami|pelapor|pengadu|beliau|suami|istri)\b[^\d\n]{0,12}$", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex OwnServant();

    /// <summary>Names of banks also with signs between their letters, of which some have been read as digits.</summary>
    [GeneratedRegex(@"\b(?:rek|norek|rekening|account|acc|a/c|bank|b[./\- ]?r[./\- ]?[i1]|b[./\- ]?n[./\- ]?[i1]|b[./\- ]?c[./\- ]?a|b[./\- ]?t[./\- ]?n|[b8][./\- ]?[s5][./\- ]?[i1]|b[./\- ]?p[./\- ]?[d0]|mandiri|kaltimtara|bankaltimtara|cimb|danamon|permata|muamalat|briva|[a-z]{2,10}bank|virtual account|transfer(?:\s+ke)?)\b[^\d\n]{0,30}$", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Account();

    [GeneratedRegex(@"kode rek|rekening (?:belanja|anggaran|pendapatan|pembiayaan|kas)|(?:rekening|account|rek)\s(?:\p{L}{2,12}\s){0,2}(?:pemerintah|pemda|pemprov|pemkab|pemkot|dinas|bendahara|bpkad)\b|kas umum|kas daerah|rkud|mata anggaran|kode kegiatan|kode akun", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Budget();

    [GeneratedRegex(@"\b(?:hp|handphone|hape|ponsel|wa|whatsapp|whats app|wasap|telp|telepon|telpon|tlp|tlpn|telephone|phone|mobile|seluler|hubungi|kontak|contact|call|sms|(?:no|nomor|nomer)[. ]{1,2}(?:saya|sy|kami|ulun|gue|rumah|malaysia|sabah|tawau)|nom[oe]rku|my (?:number|no)|reach me)\b[^\d\n]{0,24}$", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Telephone();

    /// <summary>"telp kantor kebun keluarga saya 0551 …": longer than a label, but it ends with whose it is; and "rumah: 0551 …".</summary>
    [GeneratedRegex(@"\b(?:telp|telepon|telpon|tlp|tlpn|telephone|phone)\b[^\d\n.;]{0,36}\b(?:saya|sy|kami|aku|ulun|ku|beliau|pelapor|pengadu)\W{0,4}$|\brumah(?:\s\p{L}{2,8})?\s{0,2}[:=]\s{0,2}$", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex OwnLine();

    /// <summary>What it is may be said behind it: "0552 21874 telepon rumah saya".</summary>
    [GeneratedRegex(@"^[^\p{L}\d\n]{0,6}(?:(?:itu|ini|adalah|ialah|yaitu)\s{1,3})?(?:(?:no|nomor|nomer)[. ]{1,3})?(?:telp|telepon|telpon|tlp|tlpn|telephone|phone)\b", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex TelephoneAfter();

    [GeneratedRegex(@"\b(?:rumah(?! sakit)|pribadi|saya|pelapor|pengadu|beliau|ibu|bapak|kediaman|my|me|mine)\b", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Private();

    /// <summary>Somebody is spoken of, whose number it may be.</summary>
    [GeneratedRegex(@"\b(?:rumah(?! sakit)|pribadi|saya|aku|kami|ulun|dia|nya|pelapor|pengadu|beliau|ibu|bapak|bu|pak|sdr|sdri|saudara|saudari|warga|suami|istri|anak|kediaman|i|my|me|he|she|his|her)\b", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Somebody();

    private sealed record Group(string Digits, int Start)
    {
        public int Length => Digits.Length;

        public int End => Start + Length;
    }

    /// <summary>Some groups of a run, read as one number.</summary>
    private sealed class Part(FoldedText folded, List<Group> run, int first, int last)
    {
        private static readonly SearchValues<char> OfLists = SearchValues.Create(" ,;:()\n|");

        private readonly string text = folded.Text;

        private readonly List<Group> groups = run.GetRange(first, last - first + 1);

        public string Number { get; } = string.Concat(run.GetRange(first, last - first + 1).Select(g => g.Digits));

        public int Start => groups[0].Start;

        public int End => groups[^1].End;

        /// <summary>What stands before it in its line.</summary>
        public string Lead => text[LineStart(Before)..Start];

        /// <summary>What stands behind it in its line.</summary>
        public string Rest => text[End..LineEnd(Before)];

        /// <summary>As long as the name and the address of an office may be that lead to its number.</summary>
        public string LongSentence => text[LineStart(180)..LineEnd(40)];

        public string Sentence => text[LineStart(80)..LineEnd(40)];

        /// <summary>Nothing but a blank or a sign of a list parts it from other digits.</summary>
        public bool StandsFree => (first == 0 ? !IsGlued(Start - 1) : Parts(run[first - 1].End, Start)) && (last == run.Count - 1 ? !IsGlued(End) : Parts(End, run[last + 1].Start));

        /// <summary>Groups of unequal length with single digits among them: 5.1.02.01.01.0024.</summary>
        public bool IsCode => groups.Count > 1 && !IsEven && groups.Exists(g => g.Length == 1) && Gaps.Any(g => g.Contains('.'));

        /// <summary>0213.01.004567.50.8: codes of budgets, goods and letters begin shorter or have no group that long.</summary>
        public bool IsAccountInGroups => groups[0].Length > 2 && groups.Exists(g => g.Length > 4) && !HasSlash;

        public bool IsEven => groups.TrueForAll(g => g.Length == groups[0].Length) || (groups.Count > 2 && groups.Take(groups.Count - 1).All(g => g.Length == groups[0].Length) && groups[^1].Length <= groups[0].Length);

        /// <summary>08.30-12.15 and 08:30: hours.</summary>
        public bool IsClock => groups is [{ Length: 2 }, { Length: 2 }, ..] && (Gaps.Distinct().Count() > 1 || groups.Count < 5) && Gaps.First().Trim() is "." or ":";

        /// <summary>24-12-2026.</summary>
        public bool IsDate => groups is [{ Length: 2 }, { Length: 2 }, { Length: 4 }] && int.Parse(groups[0].Digits) is >= 1 and <= 31 && int.Parse(groups[1].Digits) is >= 1 and <= 12 && groups[2].Digits is ['1', '9', ..] or ['2', '0', ..];

        /// <summary>0553 / 2022314.</summary>
        public bool IsAreaAndLine => groups is [{ Length: 3 or 4 }, { Length: >= 5 and <= 8 }];

        /// <summary>Said in words: an office writes its numbers in figures.</summary>
        public bool IsSpoken => folded.Origin(Start, End - Start).Length > Number.Length * 4;

        public bool HasSlash => Gaps.Any(g => g.Contains('/'));

        public bool IsForeign => Start > 0 && text[Start - 1] == '+';

        /// <summary>081, 082, 083.</summary>
        public bool IsList => groups.Count > 2 && groups.TrueForAll(g => g.Length > 2 && g.Digits[0] == '0');

        /// <summary>How many digits stand before the bracket or the dash; 0 when there is neither.</summary>
        public int Area => Gaps.Select((gap, i) => (gap, i)).FirstOrDefault(g => g.gap.AsSpan().ContainsAny(")-")) is { gap: not null } first ? groups.Take(first.i + 1).Sum(g => g.Length) : 0;

        private IEnumerable<string> Gaps => groups.Zip(groups.Skip(1), (a, b) => text[a.End..b.Start]);

        private bool Parts(int from, int to) => text.AsSpan(from, to - from).ContainsAny(OfLists);

        private bool IsGlued(int at) => at >= 0 && at < text.Length && char.IsLetter(text[at]) && at == End;

        private int LineStart(int most)
        {
            var from = Math.Max(0, Start - most);
            return from + text.AsSpan(from, Start - from).LastIndexOf('\n') + 1;
        }

        private int LineEnd(int most)
        {
            var length = Math.Min(text.Length - End, most);
            var stop = text.AsSpan(End, length).IndexOf('\n');
            return End + (stop < 0 ? length : stop);
        }
    }
}
