using System.Text.RegularExpressions;

namespace Hub.Domain.Privacy;

/// <summary>Number plates of vehicles that belong to somebody, in the ways in which people write them.</summary>
internal static partial class NumberPlates
{
    private const int Before = 60;

    private static readonly HashSet<string> Areas = new(
        "a aa ab ad ae ag b ba bb bd be bg bh bk bl bm bn bp d da db dc dd de dg dh dk dl dm dn dp dr ds dt dw e ea eb ed f g h k kb kh kt ku l m n p pa pb pg r s t w z".Split(' '), StringComparer.Ordinal);

    /// <summary>What stands after a number without being the series of a plate.</summary>
    private static readonly HashSet<string> Units = new(
        "kg cm mm km ha pk rw rt gb mb tb kb mw kw kv kva wib wit ph th hp cc ml m t ton pcs rim dus jp jan feb mar apr mei jun jul agu agt sep okt nov des sd smp sma tk ii iii iv vi vii ix xi xii".Split(' '), StringComparer.Ordinal);

    public static IEnumerable<Finding> In(FoldedText text) =>
        Finding.Of(text, LeakKind.Plate, Plate(), m => IsPlate(text, m))
            .Concat(Finding.Of(text, LeakKind.Plate, NamedPlate(), m => IsNamedPlate(text, m)))
            .Concat(Finding.Of(text, LeakKind.Plate, SpelledPlate(), _ => true))
            .Concat(Finding.Of(text, LeakKind.Plate, SplitPlate(), m => IsSplitPlate(text, m)))
            .Concat(Finding.Of(text, LeakKind.Plate, SpokenPlate(), m => Areas.Contains(m.Groups["area"].Value) && !Units.Contains(m.Groups["series"].Value)));

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

    [GeneratedRegex(@"(?<![\p{L}\d/.\-])(?<area>[a-z]{1,2})(?<sep>[ \-.]{0,2}|_)(?<number>\d{1,4})\k<sep>(?<series>[a-z]{1,3})(?![\p{L}\d/])(?!-\d)", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Plate();

    /// <summary>"K U 3 9 1 7 G D", "k.t 1482 n.b".</summary>
    [GeneratedRegex(@"(?<![\p{L}\d/.\-])(?<area>[a-z](?:[ .\-]?[a-z])?)[ .\-]{1,2}(?:\d{3,4}|\d(?<gap>[ \-])\d(?:\k<gap>\d){1,2})[ .\-]{1,2}(?<series>[a-z](?:[ .\-]?[a-z]){0,2})(?![\p{L}\d/])(?!-\d)", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex SplitPlate();

    [GeneratedRegex($@"\b(?:plat|pelat|nopol|no\.? ?pol|nomor polisi|nomor kendaraan|bernopol|berplat|berpelat|tnkb)\b[^\d\n]{{0,20}}?\b(?<name>(?<area>[a-z]{{1,2}})(?:[ .\-]{{0,3}}(?:\d[ .\-]?){{1,4}}[ .\-]{{0,3}}|(?:[ \-]{{1,3}}(?:nol|kosong|{SpokenDigits.Digit}|seribu|seratus|sepuluh|sebelas|ribu|ratus|puluh|belas)){{1,8}}[ \-]{{1,3}})(?<series>[a-z]{{1,3}})|[a-z]{{1,2}}[ .\-/]{{1,3}}(?=[a-z]{{0,3}}\d)[\doilszbgqe]{{2,4}}[ .\-/]{{1,3}}[a-z]{{1,3}}|(?<glued>[a-z]{{2}})(?=[oilszbgqe]{{0,2}}\d)[\doilszbgqe]{{3,4}}[a-z]{{1,3}})\b", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex NamedPlate();

    private const string LetterName = "(?:a|be|ce|de|e|ef|efa|ge|ha|i|je|ka|ke|el|em|en|o|pe|ki|er|es|te|u|ve|we|eks|ye|zet)";

    /// <summary>"plat kate tiga satu dua be en": the letters said too.</summary>
    [GeneratedRegex($@"\b(?:plat|pelat|nopol|no\.? ?pol|nomor polisi|bernopol|berplat|berpelat|tnkb)\p{{L}}{{0,3}}\b[^\d\n]{{0,20}}?\b(?<name>{LetterName}[ \-]{{0,2}}{LetterName}?(?:[ \-]{{1,3}}(?:nol|kosong|{SpokenDigits.Digit}|\d)){{2,4}}[ \-]{{1,3}}{LetterName}(?:[ \-]{{0,2}}{LetterName}){{0,2}})(?![\p{{L}}\d])", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex SpelledPlate();

    /// <summary>"KU satu dua tiga empat AB".</summary>
    [GeneratedRegex($@"(?<![\p{{L}}\d])(?<area>[a-z]{{1,2}})\W{{1,3}}(?:(?:nol|kosong|{SpokenDigits.Digit})\W{{0,3}}){{3,4}}(?<series>[a-z]{{1,3}})(?![\p{{L}}\d])", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex SpokenPlate();

    [GeneratedRegex(@"(?:dinas|operasional|ambulans?|inventaris|pelat merah|plat merah)\W*(?:\w+\W+){0,3}$", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex OfficeCar();
}
