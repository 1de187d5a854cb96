using System.Text.RegularExpressions;

namespace Hub.Domain.Privacy;

/// <summary>What leads to a person without being a number: e-mail address, handle, number plate, home address, a name that introduces itself.</summary>
internal static partial class PersonalMarks
{
    private const int Before = 60;
    private const int After = 40;
    private const int LongestStreet = 100;
    private const int MostElements = 8;
    private const int MostPlaceWords = 4;

    /// <summary>Characters; no letter has its head further below.</summary>
    private const int LongestForm = 100_000;

    private static readonly Lexicon Known = Lexicon.Read("offices");
    private static readonly Regex OfficeName = Known.Any("office-name", @"(?<!\p{L}){}");
    private static readonly string[] OfficeWords = [.. Known.Words("office-name"), .. Known.Words("office-word")];

    /// <summary>On a government's domain the name of a place is its office there; a handle of that name may be anybody's.</summary>
    private static readonly string[] MailboxWords = [.. OfficeWords, .. Lexicon.Read("common").Words("places")];
    private static readonly Regex Office = Known.Any("office", @"\b{}\b");
    private static readonly Regex Introduction = Known.Any("introduction", @"\b{}[^\S\n]{0,8}(?:adalah|ialah|yaitu|:|=|,)?[^\S\n]{0,8}(?:\n[^\S\n]{0,8})?(?<name>\p{L}[\p{L}.'\-]+(?:[ ]\p{L}[\p{L}.'\-]*){0,3})");
    private static readonly Regex Nobody = Known.Any("nobody", @"^{}\b");

    public static IEnumerable<Finding> In(FoldedText text, IReadOnlySet<string> allowed) =>
        Of(text, LeakKind.Email, Email(), m => !allowed.Contains(m.Value) && !IsOfficeMail(m.Value) && !IsMention(m.Value))
            .Concat(Of(text, LeakKind.Email, SpokenEmail(), _ => true))
            .Concat(Of(text, LeakKind.Handle, Handle(), m => !IsOfficeName(m.Value.Split('?')[0])))
            .Concat(Of(text, LeakKind.Handle, BracketedHandle(), m => !IsOfficeName(m.Groups["name"].Value)))
            .Concat(Of(text, LeakKind.Handle, NamedHandle(), m => !IsOfficeName(m.Groups["name"].Value) && !Nobody.IsMatch(m.Groups["name"].Value)))
            .Concat(Of(text, LeakKind.Handle, ShapedHandle(), m => !IsOfficeName(m.Groups["name"].Value)))
            .Concat(Of(text, LeakKind.Plate, Plate(), m => IsPlate(text, m)))
            .Concat(Of(text, LeakKind.Plate, NamedPlate(), m => IsNamedPlate(text, m)))
            .Concat(Of(text, LeakKind.Plate, SpelledPlate(), _ => true))
            .Concat(Of(text, LeakKind.Plate, SplitPlate(), m => IsSplitPlate(text, m)))
            .Concat(Of(text, LeakKind.Plate, SpokenPlate(), m => Areas.Contains(m.Groups["area"].Value) && !Units.Contains(m.Groups["series"].Value)))
            .Concat(Of(text, LeakKind.NationalId, Passport(), _ => true))
            .Concat(Addresses(text).Select(f => Grown(text, f)))
            .Concat(Of(text, LeakKind.Name, Introduction, m => text.IsCapital(m.Groups["name"].Index) && !Nobody.IsMatch(m.Groups["name"].Value)));

    private static IEnumerable<Finding> Addresses(FoldedText text) =>
        Of(text, LeakKind.Address, Neighbourhood(), _ => true)
            .Concat(Of(text, LeakKind.Address, WideNeighbourhood(), _ => true))
            .Concat(Of(text, LeakKind.Address, ShortNeighbourhood(), _ => true))
            .Concat(Of(text, LeakKind.Address, HouseOfNeighbours(), m => !IsOfOffice(text.Text, m)))
            .Concat(Of(text, LeakKind.Address, OwnNeighbours(), _ => true))
            .Concat(Of(text, LeakKind.Address, Street(), m => !IsOfOffice(text.Text, m)))
            .Concat(Of(text, LeakKind.Address, SpacedStreet(), m => !IsOfOffice(text.Text, m)))
            .Concat(Of(text, LeakKind.Address, Home(), _ => true))
            .Concat(Of(text, LeakKind.Address, FormAddress(), m => !Office.IsMatch(m.Groups["who"].Value)))
            .Concat(Of(text, LeakKind.Address, SeenHome(), _ => true));

    /// <summary>What else is said of the same address in one run of words: the street before an RT, the number, the village and the town behind it. Half an address leads to the house.</summary>
    private static Finding Grown(FoldedText text, Finding found)
    {
        var (start, end) = (found.Start, found.Start + found.Length);
        if (StreetBefore().Match(text.Text[Math.Max(0, start - LongestStreet)..start]) is { Success: true } street)
        {
            start -= street.Length;
        }

        for (var i = 0; i < MostElements && Element().Match(text.Text, end) is { Success: true } element; i++)
        {
            end += element.Length;
        }

        var isNamed = false;
        for (var (i, words) = (0, 0); i < MostElements && words < MostPlaceWords; i++)
        {
            if (PlaceElement().Match(text.Text, end) is { Success: true } named)
            {
                (end, words, isNamed) = (end + named.Length, 0, true);
            }
            else if (CapitalWord().Match(text.Text, end) is { Success: true } word && ((isNamed && OrdinaryWords.IsPlace(word.Groups["word"].Value)) || IsPlaceWord(text, word.Groups["word"])))
            {
                (end, words) = (end + word.Length, words + 1);
            }
            else
            {
                break;
            }
        }

        return new Finding(LeakKind.Address, start, end - start);
    }

    /// <summary>Where all is in capitals, a word of every day is the next of the sentence.</summary>
    private static bool IsPlaceWord(FoldedText text, Group word) =>
        text.IsCapital(word.Index) && (!OrdinaryWords.IsEveryday(word.Value) || OrdinaryWords.IsPlace(word.Value) || !text.IsCapital(word.Index + 1));

    private static IEnumerable<Finding> Of(FoldedText text, LeakKind kind, Regex pattern, Func<Match, bool> counts) =>
        pattern.Matches(text.Text).Where(counts).Select(m => m.Groups["name"] is { Success: true } name ? new Finding(kind, name.Index, name.Length) : new Finding(kind, m.Index, m.Length));

    /// <summary>A mailbox of an office on a government's domain.</summary>
    private static bool IsOfficeMail(string address) => address.EndsWith(".go.id", StringComparison.Ordinal) && IsOfficeName(address.Split('@')[0], MailboxWords);

    /// <summary>"akun @dishub.kaltara": a blank before the sign, none behind it, and an end that no address has.</summary>
    private static bool IsMention(string address) => Mention().IsMatch(address);

    /// <summary>A part of it begins as only offices are called, or nothing in it is called otherwise: "info" and "tata" are in the names of people too.</summary>
    private static bool IsOfficeName(string handle, string[]? words = null)
    {
        var name = handle.AsSpan(handle.LastIndexOf('/') + 1).Trim("@. ");
        if (OfficeName.IsMatch(name))
        {
            return true;
        }

        // Where a word may begin, because words lead up to there.
        var reached = new bool[name.Length + 1];
        reached[0] = true;
        for (var at = 0; at < name.Length; at++)
        {
            if (!reached[at])
            {
                continue;
            }

            reached[at + 1] |= !char.IsLetter(name[at]);
            foreach (var word in words ?? OfficeWords)
            {
                if (name[at..].StartsWith(word, StringComparison.Ordinal))
                {
                    reached[at + word.Length] = true;
                }
            }
        }

        return reached[^1];
    }

    private static bool IsPlate(FoldedText text, Match plate)
    {
        var (area, sep, number, series) = (plate.Groups["area"], plate.Groups["sep"], plate.Groups["number"], plate.Groups["series"]);

        // Names of files are written with the same line: DB_2026_A, BA_115_TU.
        return Areas.Contains(area.Value) && (!Units.Contains(series.Value) || IsWholePlate(text, plate))
            && ((number.Length > 2 && sep.Length == 0) || IsCapital(text, area) && IsCapital(text, series))
            && (number.Length > 1 || area.Length > 1)
            && (sep.Value != "_" || (IsWholePlate(text, plate) && number.Value[0] != '0' && (plate.Index == 0 || text.Text[plate.Index - 1] != '_')))
            && !OfficeCar().IsMatch(text.Text[Math.Max(0, plate.Index - Before)..plate.Index]);
    }

    /// <summary>KU 3108 GB: two letters, four figures that are no year, and capitals; nothing is measured so.</summary>
    private static bool IsWholePlate(FoldedText text, Match plate) =>
        plate.Groups["area"].Length == 2 && plate.Groups["number"].Value is { Length: 4 } number && !IsYear(number)
        && IsCapital(text, plate.Groups["area"]) && IsCapital(text, plate.Groups["series"]);

    /// <summary>Cars from across the border have other areas; but "plat baja SS400 dan …" is steel, and letters and figures in one word are a plate when it begins as one of ours.</summary>
    private static bool IsNamedPlate(FoldedText text, Match plate)
    {
        var (area, series, glued) = (plate.Groups["area"], plate.Groups["series"], plate.Groups["glued"]);
        return glued.Success ? Areas.Contains(glued.Value) : !series.Success || Areas.Contains(area.Value) || IsCapital(text, area) == IsCapital(text, series);
    }

    private static bool IsYear(string number) => number is ['1', '9', _, _] or ['2', '0', _, _];

    /// <summary>Letters and figures that somebody took apart are a plate when all letters are capitals, or small ones with a dot in them before and behind.</summary>
    private static bool IsSplitPlate(FoldedText text, Match plate)
    {
        var (area, series) = (plate.Groups["area"], plate.Groups["series"]);
        return (area.Length > 2 || plate.Groups["gap"].Success) && Letters(area).Length + Letters(series).Length > 2 && Areas.Contains(Letters(area)) && !Units.Contains(Letters(series))
            && ((area.Value.Contains('.') && series.Value.Contains('.')) || Enumerable.Range(plate.Index, plate.Length).All(i => !char.IsLetter(text.Text[i]) || text.IsCapital(i)));
    }

    private static string Letters(Group letters) => string.Concat(letters.Value.Where(char.IsLetter));

    private static bool IsCapital(FoldedText text, Group letters) => Enumerable.Range(letters.Index, letters.Length).All(text.IsCapital);

    private static bool IsOfOffice(string text, Match address)
    {
        var from = Math.Max(0, address.Index - Before);
        from += text.AsSpan(from, address.Index - from).LastIndexOf('\n') + 1;
        var end = address.Index + address.Length;
        for (var i = 0; i < MostElements && PlaceElement().Match(text, end) is { Success: true } place; i++)
        {
            // The village and the district where the house stands are no offices.
            end += place.Length;
        }

        var behind = text[end..Math.Min(text.Length, end + After)];
        var around = text[from..(address.Index + address.Length)] + (ToldApart().Match(behind) is { Success: true } apart ? behind[..apart.Index] : behind);
        return Office.IsMatch(around) && !Lives().IsMatch(around) && !OwnShop().IsMatch(around);
    }

    /// <summary>A shop belongs to somebody: "saya pemilik toko di Jl. …".</summary>
    [GeneratedRegex(@"\b(?:saya|kami|ulun|pemilik|punya)\b[^.\n;]{0,40}?\b(?:toko|warung|kios|bengkel|usaha)\b|\b(?:toko|warung|kios|bengkel|usaha)\s(?:\p{L}{1,12}\s)?(?:saya|kami|milik|ulun|pelapor|beliau)\b", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex OwnShop();

    /// <summary>"… Blok D2 Nomor 14, jangan ke sekolah": what stands behind it is where it is not.</summary>
    [GeneratedRegex(@"\b(?:jangan|bukan|tidak ke)\b", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex ToldApart();

    private static readonly HashSet<string> Areas = new(
        "a aa ab ad ae ag b ba bb bd be bg bh bk bl bm bn bp d da db dc dd de dg dh dk dl dm dn dp dr ds dt dw e ea eb ed f g h k kb kh kt ku l m n p pa pb pg r s t w z".Split(' '), StringComparer.Ordinal);

    /// <summary>What stands after a number without being the series of a plate.</summary>
    private static readonly HashSet<string> Units = new(
        "kg cm mm km ha pk rw rt gb mb tb kb mw kw kv kva wib wit ph th hp cc ml m t ton pcs rim dus jp jan feb mar apr mei jun jul agu agt sep okt nov des sd smp sma tk ii iii iv vi vii ix xi xii".Split(' '), StringComparer.Ordinal);

    private const string At = @"(?:@|[\[({<]\s?(?:at|et|a|@)\s?[\])}>])";
    private const string Dot = @"(?:\s?(?:\.|[\[({<]\s?(?:dot|titik|\.)\s?[\])}>])\s?|\s(?:dot|titik)\s)";
    private const string Digit = "(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|one|two|three|four|five|six|seven|eight|nine)";
    private const string Spoken = $@"(?:(?:nol|kosong)[ \-]?)?(?:{Digit}|sepuluh|sebelas)(?:[ \-](?:belas|puluh))?";
    private const string Network = "ig|insta|instagram|fb|fesbuk|facebook|tele|telegram|twitter|tiktok|threads|discord|medsos|username";
    private const string Own = "saya|sy|aku|ku|nya|gue|gw|gua|ulun|kami|dia|beliau|pelapor|pribadi";
    private const string Said = $@"\s{{1,3}}(?:{Own}|{Network}|adalah|ialah|itu|nama|user|id)\b(?![._]\p{{L}})";
    private const string Colour = "(?:hijau|ijo|biru|merah|kuning|putih|hitam|coklat|cokelat|abu|kelabu|ungu|pink|oranye|oren|krem)";
    private const string Nearby = "(?:dekat|dkt|deket|samping|sebelah|seblah|belakang|blkg|depan|dpn|seberang)";
    private const string Few = $@"(?:\d(?:[ ]?\d){{0,2}}|[oil]\d{{1,2}}|{Spoken})";

    [GeneratedRegex($@"(?:[a-z0-9][a-z0-9._%+\-]{{0,30}}\s?[\[({{<]\s?(?:dot|titik|\.)\s?[\])}}>]\s?){{0,3}}[a-z0-9](?:[a-z0-9._%+\-]{{0,62}}[a-z0-9_])?\s{{0,2}}{At}\s{{0,2}}[a-z0-9][a-z0-9\-]{{0,62}}(?:{Dot}[a-z0-9\-]{{1,63}}){{0,8}}{Dot}[a-z]{{2,}}|[a-z0-9._%+\-]{{3,64}}\s?{At}\s?(?:gmail|yahoo|ymail|hotmail|outlook|icloud|proton|protonmail|rocketmail)\b", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Email();

    [GeneratedRegex(@"\s@[^\s@]+$(?<!\.(?:com|net|org|edu|info|biz|[a-z]{2}))", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Mention();

    /// <summary>"bambang at gmail dot com", "bambang et yahoo titik co titik id", "bambang_at_gmail_com".</summary>
    [GeneratedRegex(@"(?!(?:me|us|saya|di|to)\b)[a-z0-9._%+\-]{2,64}(?:[ ](?:dot|titik|underscore|underskor|strip)[ ][a-z0-9]+){0,3}[ _\-]{1,2}(?:at|et|ad|a|keong|a keong)[ _\-]{1,2}(?:(?:gmail|yahoo|ymail|hotmail|outlook|icloud|proton|protonmail|rocketmail|live|mail|surel)\b(?:[ _\-.]*(?:dot|titik|\.|_)?[ _\-.]*(?:com|co|id|net|org|me))*|[a-z0-9\-]+(?:[ ]?(?:dot|titik)[ ]?[a-z]{2,})+)(?:[ _]{1,2}(?:at|dot|titik)[ _]{1,2}[a-z0-9\-]{2,20}){0,4}", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex SpokenEmail();

    [GeneratedRegex(@"(?<![\p{L}\d._%+\-])@[a-z_][a-z0-9_.]{2,29}|\b(?:t\.me|wa\.me|instagram\.com|facebook\.com|fb\.com|m\.facebook\.com|tiktok\.com|twitter\.com|x\.com|threads\.net|linkedin\.com/in|youtube\.com)/@?[a-z0-9_.\-]{3,}(?:\?[a-z0-9_.=&%\-]{1,80})?|(?<![\p{L}\d])(?:t|wa|m|instagram|facebook|fb|tiktok|twitter)\s?[\[({<]?\s?(?:\.|dot|titik)\s?[\])}>]?\s?(?:me|com)\s?/\s?@?[a-z0-9_.\-]{3,}", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Handle();

    /// <summary>"(at)rina_wati", with a sign of handles in it; what ends as a domain is half of an e-mail address, which is judged whole.</summary>
    [GeneratedRegex(@"(?<![\p{L}\d._%+\-])[\[({<]at[\])}>](?![a-z0-9.\-]{1,60}\.(?:com|net|org|id|my)\b)(?<name>(?=[a-z0-9]{0,28}[_.\d][a-z0-9_])[a-z_][a-z0-9_.]{2,29})", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex BracketedHandle();

    [GeneratedRegex(@"\b(?:ig|instagram|insta|fb|facebook|telegram|tele|twitter|tiktok|threads|line|discord|medsos|username|akun)(?:\s{1,8}(?:id|saya|pelapor|beliau|dia|pribadi|ig|instagram|fb|facebook|tiktok|telegram)){0,4}\s{0,8}(?:[:=]\s{0,8}|(?<=saya|pelapor|beliau|pribadi)\s{1,8}(?:adalah\s{1,8}|ialah\s{1,8}|bernama\s{1,8})?)(?<name>@?[a-z0-9][a-z0-9_.\-]{2,29}(?:[ ][a-z]+(?:[._][a-z0-9]+){0,3}){0,2})", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex NamedHandle();

    /// <summary>Behind the name of a network a word that is built as handles are: "ig nya rina_wati", "insta gue rina underscore wati". One with a dot alone is two sentences as often: it needs a word that says whose it is.</summary>
    [GeneratedRegex($@"(?<!surat )\b(?:(?:{Network})(?:nya|ku)?(?:{Said}){{0,4}}\s{{0,3}}[:=]?\s{{0,3}}(?:@\s?)?(?<name>[a-z][a-z0-9.]{{1,24}}(?:_{{1,2}}[a-z0-9.]{{1,24}}){{1,4}}|(?<=@\s?)[a-z][a-z0-9.]{{1,24}}(?:\s?_{{1,2}}\s?[a-z0-9.]{{1,24}}){{1,4}}|[a-z][a-z0-9]{{1,24}}\s[a-z][a-z0-9]{{1,24}}\s(?:underscore|underskor|garis bawah)\s[a-z0-9]{{2,24}}|[a-z][a-z0-9]{{1,24}}(?:\s(?:underscore|underskor|garis bawah|titik|dot|strip)\s[a-z0-9]{{2,24}}){{1,4}}|(?:[a-z0-9_.] ){{4,30}}[a-z0-9_.])|(?:akun(?:nya|ku)?\s{{1,3}}(?:{Network})(?:{Said}){{0,3}}(?:\s{{1,3}}|\s{{0,3}}[:=]\s{{0,3}})|(?:{Network})(?:(?:nya|ku|(?:{Said}){{1,4}})(?:\s{{1,3}}|\s{{0,3}}[:=]\s{{0,3}})|\s{{0,3}}[:=]\s{{0,3}}))(?:@\s?)?(?<name>(?!(?:{Own}|{Network})\.)[a-z][a-z0-9]{{1,24}}(?:\.(?!(?:com|net|org|id|me|co)\b)[a-z0-9]{{2,24}}){{1,4}}))(?![\p{{L}}\d/@])", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex ShapedHandle();

    [GeneratedRegex(@"(?<![\p{L}\d/.\-])(?<area>[a-z]{1,2})(?<sep>[ \-.]{0,2}|_)(?<number>\d{1,4})\k<sep>(?<series>[a-z]{1,3})(?![\p{L}\d/])(?!-\d)", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Plate();

    /// <summary>"K U 3 9 1 7 G D", "k.t 1482 n.b".</summary>
    [GeneratedRegex(@"(?<![\p{L}\d/.\-])(?<area>[a-z](?:[ .\-]?[a-z])?)[ .\-]{1,2}(?:\d{3,4}|\d(?<gap>[ \-])\d(?:\k<gap>\d){1,2})[ .\-]{1,2}(?<series>[a-z](?:[ .\-]?[a-z]){0,2})(?![\p{L}\d/])(?!-\d)", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex SplitPlate();

    [GeneratedRegex($@"\b(?:plat|pelat|nopol|no\.? ?pol|nomor polisi|nomor kendaraan|bernopol|berplat|berpelat|tnkb)\b[^\d\n]{{0,20}}?\b(?<name>(?<area>[a-z]{{1,2}})(?:[ .\-]{{0,3}}(?:\d[ .\-]?){{1,4}}[ .\-]{{0,3}}|(?:[ \-]{{1,3}}(?:nol|kosong|{Digit}|seribu|seratus|sepuluh|sebelas|ribu|ratus|puluh|belas)){{1,8}}[ \-]{{1,3}})(?<series>[a-z]{{1,3}})|[a-z]{{1,2}}[ .\-/]{{1,3}}(?=[a-z]{{0,3}}\d)[\doilszbgqe]{{2,4}}[ .\-/]{{1,3}}[a-z]{{1,3}}|(?<glued>[a-z]{{2}})(?=[oilszbgqe]{{0,2}}\d)[\doilszbgqe]{{3,4}}[a-z]{{1,3}})\b", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex NamedPlate();

    private const string LetterName = "(?:a|be|ce|de|e|ef|efa|ge|ha|i|je|ka|ke|el|em|en|o|pe|ki|er|es|te|u|ve|we|eks|ye|zet)";

    /// <summary>"plat kate tiga satu dua be en": the letters said too.</summary>
    [GeneratedRegex($@"\b(?:plat|pelat|nopol|no\.? ?pol|nomor polisi|bernopol|berplat|berpelat|tnkb)\p{{L}}{{0,3}}\b[^\d\n]{{0,20}}?\b(?<name>{LetterName}[ \-]{{0,2}}{LetterName}?(?:[ \-]{{1,3}}(?:nol|kosong|{Digit}|\d)){{2,4}}[ \-]{{1,3}}{LetterName}(?:[ \-]{{0,2}}{LetterName}){{0,2}})(?![\p{{L}}\d])", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex SpelledPlate();

    /// <summary>"KU satu dua tiga empat AB".</summary>
    [GeneratedRegex($@"(?<![\p{{L}}\d])(?<area>[a-z]{{1,2}})\W{{1,3}}(?:(?:nol|kosong|{Digit})\W{{0,3}}){{3,4}}(?<series>[a-z]{{1,3}})(?![\p{{L}}\d])", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex SpokenPlate();

    [GeneratedRegex(@"\b(?:paspor|passport)\b[^\d\n]{0,24}?\b(?<name>[a-z] ?\d(?:[ .\-]?\d){5,7})(?!\d)", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Passport();

    [GeneratedRegex(@"(?:dinas|operasional|ambulans?|inventaris|pelat merah|plat merah)\W*(?:\w+\W+){0,3}$", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex OfficeCar();

    /// <summary>RT and then RW: a few houses.</summary>
    [GeneratedRegex($@"(?<![\p{{L}}\d])(?:r\W?t|er ?te|rukun tetangga)\W{{0,3}}(?:no\W{{0,2}}|nomor )?{Few}[\s,./\-&]{{0,4}}(?:dan )?(?:r\W?w|er ?we|rukun warga)\W{{0,3}}(?:no\W{{0,2}}|nomor )?{Few}(?![\p{{L}}\d])", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Neighbourhood();

    /// <summary>RW and then RT.</summary>
    [GeneratedRegex($@"(?<![\p{{L}}\d])(?:r\W?w|er ?we)\W{{0,3}}{Few}[\s,./\-]{{0,4}}(?:r\W?t|er ?te)\W{{0,3}}{Few}(?![\p{{L}}\d])", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex WideNeighbourhood();

    /// <summary>Both numbers behind both letters, or behind RT alone.</summary>
    [GeneratedRegex($@"(?<![\p{{L}}\d])(?:r\W?t\W{{0,3}}r\W?w\W{{0,4}}{Few}\W{{1,3}}{Few}|r\W?t\W{{0,3}}(?:\d{{1,3}}|[ivx]{{1,4}}) ?/ ?\d{{1,3}}(?!/))(?![\p{{L}}\d])", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex ShortNeighbourhood();

    /// <summary>An RT and the number of a house.</summary>
    [GeneratedRegex($@"(?<![\p{{L}}\d])(?:r\W?t|er ?te)\W{{0,3}}{Few}[\s,./\-]{{0,4}}(?:no|nomor|nomer|nmr)\W{{0,3}}(?:\d{{1,4}}|[oil]\d{{1,2}})\p{{L}}?(?![\p{{L}}\d])", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex HouseOfNeighbours();

    /// <summary>An RT alone is a few dozen houses: it tells where it is said of a home.</summary>
    [GeneratedRegex($@"\b(?:(?:saya|kami)[^\d\n.;]{{0,12}} (?:warga|penduduk)|tinggal|rumah|alamat|domisili)\b[^\d\n.;]{{0,20}}?\b(?<name>(?:r\W?t|er ?te|rukun tetangga)\W{{0,3}}(?:no\W{{0,2}}|nomor )?{Few})(?![\p{{L}}\d])", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex OwnNeighbours();

    /// <summary>A street, lane or estate with the number of a house.</summary>
    [GeneratedRegex($@"(?<![\p{{L}}\d])(?:j[l1]|j[l1]n|jalan(?! (?:rusak|berlubang|umum|tersebut|ini|itu|yang|dan|di|ke|desa|provinsi|nasional|kabupaten|lingkungan|sehat|usaha|tol)\b)|g[g9]|gang|lorong|lrg|perum|perumahan|komplek|kompleks|blok)[. ]{{1,2}}(?:(?:[\p{{L}}.'\-]+|\d{{1,3}})[ ,]{{1,2}}){{0,5}}?(?:[\p{{L}}]{{0,2}}-?\d{{0,3}}[ ,]{{1,2}})?(?:(?:n[o0]|n[o0]m[oe]r|nmr|nmer|rt|bl[o0]k)[. :]{{0,2}}(?:\d{{1,4}}\p{{L}}?|[oilsb]\d{{1,3}}|{Spoken})|[ivx]{{1,4}} ?/ ?\d{{1,3}})(?![\p{{L}}\d/]|\.[\p{{L}}\d])", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Street();

    /// <summary>"Alamat: …" below the line that names a person: the head of a letter or a form, also as a machine read it from a scan.</summary>
    [GeneratedRegex(@"(?:^|\n)[ \t]{0,8}(?:nik|n\.i\.k\.?|no\.? ?(?:ktp|nik)|nomor (?:ktp|nik|induk kependudukan)|nama(?: lengkap| pemohon| pelapor)?|tempat[ /,.&]{0,3}(?:tgl\.?|tanggal) lahir|ttl|pekerjaan)[ \t]{0,8}[:=](?<who>[^\n]{0,120})\n(?:[^\n]{0,120}\n){0,8}?[ \t]{0,8}alamat(?: rumah| lengkap| tinggal| domisili| ktp| pemohon| pelapor)?[ \t]{0,8}[:=][ \t]{0,8}(?<name>[^\n]{4,120})", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex FormAddress();

    /// <summary>A street letter by letter: "j l . M e l a t i no 9".</summary>
    [GeneratedRegex(@"(?<![\p{L}\d])(?:j ?[l1](?: ?n)?|jalan|j a l a n|g ?g|gang|g a n g)(?: ?\.)?[ ]{1,3}(?:\p{L}[ .\-_]{1,3}){4,40}(?:(?:n ?o|n ?o ?m ?o ?r|nmr|r ?t)[. :]{0,3})?\d(?: ?\d){0,3}(?![\p{L}\d/])", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex SpacedStreet();

    /// <summary>A street, lane, estate or block that leads up to what was found.</summary>
    [GeneratedRegex(@"(?<![\p{L}\d])(?:j[l1]|j[l1]n|jalan(?! (?:rusak|berlubang|umum|tersebut|ini|itu|yang|dan|di|ke|desa|provinsi|nasional|kabupaten|lingkungan|sehat|usaha|tol)\b)|g[g9]|gang|lorong|lrg|perum|perumahan|komplek|kompleks|blok|simpang|dusun|kampung)[. ]{1,2}(?:[\p{L}\d'\-]+(?:\.(?=[ ,]))?[ ,/]{1,3}){0,8}$", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex StreetBefore();

    /// <summary>A number, a neighbourhood, a lane behind what was found.</summary>
    [GeneratedRegex($@"\G[\s,./()\-]{{1,4}}(?<!\n\s{{0,3}})(?:(?:r\W?t|r\W?w|er ?te|er ?we|no|n0|nomor|nomer|nmr|blok|km|lt|lantai|unit)[. :]{{0,3}}(?:\p{{L}}{{0,2}}-?\d{{1,4}}\p{{L}}?|{Spoken}(?: {Digit})?|[ivx]{{1,4}})|(?:j[l1]|j[l1]n|jalan|g[g9]|gang|lorong|lrg)[. ]{{1,3}}(?:(?:\p{{L}}[ .\-_]{{1,3}}){{3,40}}\p{{L}}|\p{{L}}[\p{{L}}.'\-]{{1,20}}))(?![\p{{L}}\d/])", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Element();

    /// <summary>The village, the district, the regency.</summary>
    [GeneratedRegex(@"\G[ ,()\-]{1,3}(?:desa|ds|dusun|dsn|kampung|kp|kelurahan|kel|kecamatan|kec|kabupaten|kab|kota|perum|perumahan|komplek|kompleks|lingkungan)[. ]{1,2}(?!(?:saya|kami|ini|itu|yang|di|dan|ada|sudah|belum|tidak)\b)\p{L}(?:['\-]?\p{L}){1,20}", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex PlaceElement();

    [GeneratedRegex(@"\G(?:, ?| )(?!(?:jl|jln|jalan|gg|gang|rt|rw|no)\b)(?<word>\p{L}(?:['\-]?\p{L}){1,20})(?![\p{L}\d])", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex CapitalWord();

    /// <summary>Where the head of a letter or a form says that its writer lives.</summary>
    internal static IEnumerable<string> FormAddressesIn(string text)
    {
        var head = text.Length > LongestForm ? text[..LongestForm] : text;
        return FormAddress().Matches(head.ToLowerInvariant()).Where(static m => !Office.IsMatch(m.Groups["who"].Value)).Select(m => head.Substring(m.Groups["name"].Index, m.Groups["name"].Length).Trim());
    }

    /// <summary>"tinggal di …", "rumah saya di …", "alamat saya: …" with a number or a street.</summary>
    [GeneratedRegex(@"\b(?:tinggal(?: saya| kami)? di|rumah (?:saya|kami|pelapor|beliau|orang tua saya) (?:di|ada di|berada di|terletak di)|alamat(?: rumah| lengkap| tinggal| domisili)?(?: saya| kami| pelapor| beliau| pengadu)(?: di| adalah|:| :)?|berdomisili di|domisili(?: saya)? di|beralamat di|kos(?:an)? saya di|kediaman (?:saya|pelapor|beliau) di|rumah (?:saya|kami|pelapor|beliau)[ ,:]{1,2}(?=(?:jl|jln|jalan|gg|gang|blok|perum)\b))\s*(?<name>[^\n;!?]{0,40}?(?:\b(?:rt|rw|no|nomor|blok|gang|gg|jl|jln|jalan|km|lorong|desa|dusun|kampung)\b[. ]{0,2}[\p{L}\d]+(?: [\p{L}]+)?(?: ?\d+)?|\d+))", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Home();

    /// <summary>A home told by what it looks like, and by what stands beside it: "rumah saya dekat masjid … cat hijau", "rumah pagar hijau belakang gereja …".</summary>
    [GeneratedRegex($@"\b(?:rumah ?(?:saya|sy|ku|kami|ulun|gue|gw|beliau|pelapor|pengadu)|tinggal(?: saya| kami)? (?:di|sama|bersama)|alamat(?! kantor| dinas| sekolah)(?: ?(?:saya|sy|ku|kami|pelapor|pengadu))?)\b[^.\n;!?]{{0,80}}?\b(?:rumah|pagar|cat|pintu|atap|genteng)\s(?:\p{{L}}{{2,12}}\s){{0,2}}?{Colour}\b|\brumah\s(?!sakit|makan|dinas|ibadah|adat|jabatan|potong|susun|singgah|produksi)(?:\p{{L}}{{2,12}}\s){{0,2}}?{Colour}\s[^.\n;!?]{{0,30}}?\b{Nearby}(?:\s\p{{L}}{{2,20}}){{1,3}}", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex SeenHome();

    [GeneratedRegex(@"\b(?:rumah (?!sakit)|tinggal|domisili|kediaman|alamat (?:saya|pelapor|pengadu|beliau|rumah)|kos)\b|rumahnya|rumahku", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Lives();
}
