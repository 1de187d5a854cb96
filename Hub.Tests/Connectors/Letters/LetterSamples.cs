using System.Text.RegularExpressions;
using Hub.Domain.Letters;

namespace Hub.Tests.Connectors.Letters;

/// <summary>Letters of many offices as lines, in two hands: the manner that the reader was built on, and another.</summary>
internal static partial class LetterSamples
{
    private static readonly string[] Numbers =
    [
        "005/0412/DKP-UM/III/2026", "000.1.5/118/BIRO-EK", "B/400.14.4/77/KEC-SBT/2026", "421.5/0093/DISDIK.2", "140/027/DS-LB/IV/2026", "B-0311/65.530/PR.02.01/2026", "014.A/PC/HMP/IV/2026",
        "170/0655/SETWAN", "118/CKB-TRK/IV/2026", "400.7.22/1204/DINKES", "500.5.3.1/0087/DKP.IV", "500/ 266 /EKON.1", "130/0044/TAPEM/SBT", "422/0777/DIKBUD-MLN/2026", "012/DS-LB/V/2026",
        "B-0019/65530/SS.110/04/2026", "041/B/PAN-PEL/HMP/V/2026", "100.3.2/0301/SETWAN.2", "CKB/0204/PBJ/2026", "UND-0066/DINKES/2026", "523.3/0145/DKP", "900.1.15/019/ND-EKON", "005/0008/KEC.SBT",
        "800.1.11/0521/DISDIK", "145/0101/PEM-DS/VI/2026",
    ];

    private static readonly (string First, string Second)[] Subjects =
    [
        ("Permohonan peminjaman ruang rapat", "dan perlengkapan kursi"), ("Laporan perkembangan harga bahan pokok", ""), ("Undangan Irau dan pesta panen", "masyarakat perbatasan"),
        ("Usulan penambahan jam layanan perpustakaan", "sekolah tahun ajaran 2026/2027"), ("Mohon bantuan pembangunan balai adat", ""), ("Permintaan data batas wilayah dan", "jumlah desa persiapan"),
        ("Peminjaman tenda dan pengeras suara", "untuk bakti sosial"), ("Penyampaian rancangan peraturan daerah", "inisiatif"), ("Sanggahan hasil evaluasi penawaran paket", "peningkatan jalan poros"),
        ("Undangan rakor percepatan penurunan stunting", ""), ("Permohonan kendaraan operasional", "kunjungan lapangan"), ("Telaahan pembinaan BUMD", ""),
    ];

    private static readonly (string Said, DateOnly On)[] Events =
    [
        ("Kamis, 16 April 2026", new(2026, 4, 16)), ("Senin tanggal 20 April 2026", new(2026, 4, 20)), ("Selasa s.d. Kamis, 21 s.d. 23 April 2026", new(2026, 4, 21)), ("Jumat, 08-05-2026", new(2026, 5, 8)),
        ("Rabu/13 Mei 2026", new(2026, 5, 13)), ("Sabtu dan Minggu, 30 - 31 Mei 2026", new(2026, 5, 30)), ("Kamis, 30 April – 2 Mei 2026", new(2026, 4, 30)), ("Selasa, 2 Juni 2026", new(2026, 6, 2)),
        ("Senin, 27 April", new(2026, 4, 27)),
    ];

    private static readonly (string Said, DateOnly On)[] Days =
    [
        ("3 Maret 2026", new(2026, 3, 3)), ("27 Pebruari 2026", new(2026, 2, 27)), ("01 April 2026", new(2026, 4, 1)), ("9 Apr 2026", new(2026, 4, 9)), ("12-03-2026", new(2026, 3, 12)), ("7 MARET 2026", new(2026, 3, 7)), ("18 – III – 2026", new(2026, 3, 18)),
    ];

    public static readonly string[] Own = Templates("templates.txt");
    public static readonly string[] Second = Templates("templates-second.txt");

    /// <returns>The lines of the letter, and what it says.</returns>
    public static (string Lines, LetterWanted Wanted) Of(int i, string[] templates)
    {
        var (number, subject, happens, day) = (Numbers[i % Numbers.Length], Subjects[i % Subjects.Length], Events[i % Events.Length], Days[i % Days.Length]);
        var said = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["number"] = number, ["date"] = day.Said, ["subject1"] = subject.First, ["subject2"] = subject.Second, ["event"] = happens.Said, ["other"] = $"{2300 + i}", ["n"] = $"{i}",
        };
        // What stands in the next column stays there.
        var letter = Blank().Replace(templates[i % templates.Length], blank => said[blank.Groups["name"].Value] is var text && blank.Groups["gap"].Length > 2 ? text.PadRight(blank.Length - 3) + "   " : text + blank.Groups["gap"].Value);
        return (letter, new LetterWanted($"{i}:{i % templates.Length}", number.Replace(" ", "", StringComparison.Ordinal), $"{subject.First} {subject.Second}".Trim(), day.On, happens.On));
    }

    private static string[] Templates(string file) =>
    [
        .. File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Connectors", "Letters", file)).ReplaceLineEndings("\n")
            .Split("=== ", StringSplitOptions.RemoveEmptyEntries).Select(t => t[(t.IndexOf('\n', StringComparison.Ordinal) + 1)..]),
    ];

    [GeneratedRegex(@"\{(?<name>\w+)\}(?<gap> *)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blank();
}

/// <summary>What a letter says, and what was read of it.</summary>
internal sealed record LetterWanted(string Id, string Number, string Subject, DateOnly On, DateOnly EventOn)
{
    public IEnumerable<string> Against(Letter? letter)
    {
        if (letter?.Number != Number)
        {
            yield return $"number {Id} {Number} / {letter?.Number}";
        }

        if (letter?.On != On)
        {
            yield return $"day {Id} {On:O} / {letter?.On:O}";
        }

        if (letter?.Subject != Subject)
        {
            yield return $"subject {Id} {Subject} / {letter?.Subject}";
        }

        if (letter?.EventOn != EventOn)
        {
            yield return $"event {Id} {EventOn:O} / {letter?.EventOn:O}";
        }
    }
}
