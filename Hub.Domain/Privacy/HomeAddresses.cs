using System.Text.RegularExpressions;

namespace Hub.Domain.Privacy;

/// <summary>Where somebody lives, in the ways in which people write it.</summary>
internal static partial class HomeAddresses
{
    private const int Before = 60;
    private const int After = 40;
    private const int LongestStreet = 100;
    private const int MostElements = 8;
    private const int MostPlaceWords = 4;

    /// <summary>Characters; no letter has its head further below.</summary>
    private const int LongestForm = 100_000;

    private static readonly Regex Office = Lexicon.Read("offices").Any("office", @"\b{}\b");

    private const string Spoken = $@"(?:(?:nol|kosong)[ \-]?)?(?:{SpokenDigits.Digit}|sepuluh|sebelas)(?:[ \-](?:belas|puluh))?";
    private const string Colour = "(?:hijau|ijo|biru|merah|kuning|putih|hitam|coklat|cokelat|abu|kelabu|ungu|pink|oranye|oren|krem)";
    private const string Nearby = "(?:dekat|dkt|deket|samping|sebelah|seblah|belakang|blkg|depan|dpn|seberang)";
    private const string Few = $@"(?:\d(?:[ ]?\d){{0,2}}|[oil]\d{{1,2}}|{Spoken})";

    public static IEnumerable<Finding> In(FoldedText text) => Told(text).Select(f => Grown(text, f));

    /// <summary>Where the head of a letter or a form says that its writer lives.</summary>
    internal static IEnumerable<string> InHeads(string text)
    {
        var head = text.Length > LongestForm ? text[..LongestForm] : text;
        return FormAddress().Matches(head.ToLowerInvariant()).Where(static m => !Office.IsMatch(m.Groups["who"].Value)).Select(m => head.Substring(m.Groups["name"].Index, m.Groups["name"].Length).Trim());
    }

    private static IEnumerable<Finding> Told(FoldedText text) =>
        Finding.Of(text, LeakKind.Address, Neighbourhood(), _ => true)
            .Concat(Finding.Of(text, LeakKind.Address, WideNeighbourhood(), _ => true))
            .Concat(Finding.Of(text, LeakKind.Address, ShortNeighbourhood(), _ => true))
            .Concat(Finding.Of(text, LeakKind.Address, HouseOfNeighbours(), m => !IsOfOffice(text.Text, m)))
            .Concat(Finding.Of(text, LeakKind.Address, OwnNeighbours(), _ => true))
            .Concat(Finding.Of(text, LeakKind.Address, Street(), m => !IsOfOffice(text.Text, m)))
            .Concat(Finding.Of(text, LeakKind.Address, SpacedStreet(), m => !IsOfOffice(text.Text, m)))
            .Concat(Finding.Of(text, LeakKind.Address, Home(), _ => true))
            .Concat(Finding.Of(text, LeakKind.Address, FormAddress(), m => !Office.IsMatch(m.Groups["who"].Value)))
            .Concat(Finding.Of(text, LeakKind.Address, SeenHome(), _ => true));

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
    [GeneratedRegex($@"\G[\s,./()\-]{{1,4}}(?<!\n\s{{0,3}})(?:(?:r\W?t|r\W?w|er ?te|er ?we|no|n0|nomor|nomer|nmr|blok|km|lt|lantai|unit)[. :]{{0,3}}(?:\p{{L}}{{0,2}}-?\d{{1,4}}\p{{L}}?|{Spoken}(?: {SpokenDigits.Digit})?|[ivx]{{1,4}})|(?:j[l1]|j[l1]n|jalan|g[g9]|gang|lorong|lrg)[. ]{{1,3}}(?:(?:\p{{L}}[ .\-_]{{1,3}}){{3,40}}\p{{L}}|\p{{L}}[\p{{L}}.'\-]{{1,20}}))(?![\p{{L}}\d/])", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Element();

    /// <summary>The village, the district, the regency.</summary>
    [GeneratedRegex(@"\G[ ,()\-]{1,3}(?:desa|ds|dusun|dsn|kampung|kp|kelurahan|kel|kecamatan|kec|kabupaten|kab|kota|perum|perumahan|komplek|kompleks|lingkungan)[. ]{1,2}(?!(?:saya|kami|ini|itu|yang|di|dan|ada|sudah|belum|tidak)\b)\p{L}(?:['\-]?\p{L}){1,20}", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex PlaceElement();

    [GeneratedRegex(@"\G(?:, ?| )(?!(?:jl|jln|jalan|gg|gang|rt|rw|no)\b)(?<word>\p{L}(?:['\-]?\p{L}){1,20})(?![\p{L}\d])", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex CapitalWord();

    /// <summary>"tinggal di …", "rumah saya di …", "alamat saya: …" with a number or a street.</summary>
    [GeneratedRegex(@"\b(?:tinggal(?: saya| kami)? di|rumah (?:saya|kami|pelapor|beliau|orang tua saya) (?:di|ada di|berada di|terletak di)|alamat(?: rumah| lengkap| tinggal| domisili)?(?: saya| kami| pelapor| beliau| pengadu)(?: di| adalah|:| :)?|berdomisili di|domisili(?: saya)? di|beralamat di|kos(?:an)? saya di|kediaman (?:saya|pelapor|beliau) di|rumah (?:saya|kami|pelapor|beliau)[ ,:]{1,2}(?=(?:jl|jln|jalan|gg|gang|blok|perum)\b))\s*(?<name>[^\n;!?]{0,40}?(?:\b(?:rt|rw|no|nomor|blok|gang|gg|jl|jln|jalan|km|lorong|desa|dusun|kampung)\b[. ]{0,2}[\p{L}\d]+(?: [\p{L}]+)?(?: ?\d+)?|\d+))", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Home();

    /// <summary>A home told by what it looks like, and by what stands beside it: "rumah saya dekat masjid … cat hijau", "rumah pagar hijau belakang gereja …".</summary>
    [GeneratedRegex($@"\b(?:rumah ?(?:saya|sy|ku|kami|ulun|gue|gw|beliau|pelapor|pengadu)|tinggal(?: saya| kami)? (?:di|sama|bersama)|alamat(?! kantor| dinas| sekolah)(?: ?(?:saya|sy|ku|kami|pelapor|pengadu))?)\b[^.\n;!?]{{0,80}}?\b(?:rumah|pagar|cat|pintu|atap|genteng)\s(?:\p{{L}}{{2,12}}\s){{0,2}}?{Colour}\b|\brumah\s(?!sakit|makan|dinas|ibadah|adat|jabatan|potong|susun|singgah|produksi)(?:\p{{L}}{{2,12}}\s){{0,2}}?{Colour}\s[^.\n;!?]{{0,30}}?\b{Nearby}(?:\s\p{{L}}{{2,20}}){{1,3}}", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex SeenHome();

    [GeneratedRegex(@"\b(?:rumah (?!sakit)|tinggal|domisili|kediaman|alamat (?:saya|pelapor|pengadu|beliau|rumah)|kos)\b|rumahnya|rumahku", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Lives();
}
