using System.Text.RegularExpressions;
using Hub.Connectors.Letters;
using Hub.Domain;
using Hub.Domain.Letters;
using Hub.Domain.Submissions;

namespace Hub.Tests.Connectors.Letters;

/// <summary>Letters of many offices, made here, half PDF and half DOCX: fifty of the manner that the reader was built on, fifty-six of another hand's, and ten scans.</summary>
public sealed partial class LettersTests
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

    private static readonly string[] Own = Templates("templates.txt");
    private static readonly string[] Second = Templates("templates-second.txt");

    private static readonly DateTimeOffset Received = new(2026, 4, 10, 9, 0, 0, Wita.Offset);

    public static TheoryData<bool> Hands => [false, true];

    [Theory, MemberData(nameof(Hands))]
    public void Number_day_subject_and_event_of_letters_are_read(bool second)
    {
        var templates = second ? Second : Own;
        var letters = Enumerable.Range(0, second ? 2 * Second.Length : 50).Select(i => Make(i, templates)).ToList();
        var read = letters.Select(sent => (Sent: sent, Letter: EnclosedLetter.AddTo(Item(sent.File)).Letter)).ToList();
        var wrong = read.SelectMany(r => r.Sent.Against(r.Letter)).ToList();
        foreach (var line in wrong)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(line);
        }

        wrong.Count(w => w.StartsWith("event", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(letters.Count / 10);
        wrong.Where(w => !w.StartsWith("event", StringComparison.Ordinal)).Select(w => w.Split(' ')[1]).Distinct().Count().ShouldBeLessThanOrEqualTo(letters.Count / 20);
    }

    [Fact]
    public void A_scan_is_known_as_such_and_said()
    {
        for (var i = 0; i < 10; i++)
        {
            var item = EnclosedLetter.AddTo(Item(new Attachment { Name = $"pindai{i}.pdf", MediaType = "application/pdf", Content = LetterPaper.Scan() }));

            item.Letter.ShouldBeNull();
            item.LetterText.ShouldBeNull();
            item.Facts.ShouldHaveSingleItem().Value.ShouldBe($"pindai{i}.pdf: lampiran berupa pindaian, teksnya tidak terbaca");
        }
    }

    [Fact]
    public void What_else_a_letter_says_is_read()
    {
        var letter = EnclosedLetter.AddTo(Item(Make(0, Own).File)).Letter!;

        (letter.Grade, letter.From, letter.To, letter.Enclosures, letter.File).ShouldBe(("Segera", "DINAS KELAUTAN DAN PERIKANAN", "Kepala Biro Umum Sekretariat Daerah Provinsi", "1 (satu) berkas", "surat.pdf"));
        letter.Copies.ShouldBe(["Gubernur Kalimantan Utara (sebagai laporan)", "Kepala Bappeda dan Litbang Provinsi Kalimantan Utara"]);
    }

    private static string[] Templates(string file) =>
    [
        .. File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Connectors", "Letters", file)).ReplaceLineEndings("\n")
            .Split("=== ", StringSplitOptions.RemoveEmptyEntries).Select(t => t[(t.IndexOf('\n', StringComparison.Ordinal) + 1)..]),
    ];

    private static Submission Item(Attachment file) => new() { Title = "Surat", Body = "Surat terlampir.", ReceivedAt = Received, Attachments = [file] };

    private static Sent Make(int i, string[] templates)
    {
        var (number, subject, happens, day) = (Numbers[i % Numbers.Length], Subjects[i % Subjects.Length], Events[i % Events.Length], Days[i % Days.Length]);
        var said = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["number"] = number, ["date"] = day.Said, ["subject1"] = subject.First, ["subject2"] = subject.Second, ["event"] = happens.Said, ["other"] = $"{2300 + i}", ["n"] = $"{i}",
        };
        // What stands in the next column stays there.
        var letter = Blank().Replace(templates[i % templates.Length], blank => said[blank.Groups["name"].Value] is var text && blank.Groups["gap"].Length > 2 ? text.PadRight(blank.Length - 3) + "   " : text + blank.Groups["gap"].Value);
        var pdf = i / templates.Length % 2 == 0;
        var file = pdf
            ? new Attachment { Name = "surat.pdf", MediaType = "application/pdf", Content = LetterPaper.Pdf(letter) }
            : new Attachment { Name = "surat.docx", MediaType = "application/octet-stream", Content = LetterPaper.Word(letter, tabled: i % 3 == 0) };
        return new Sent($"{i}:{i % templates.Length}{(pdf ? "pdf" : "docx")}", file, number.Replace(" ", "", StringComparison.Ordinal), $"{subject.First} {subject.Second}".Trim(), day.On, happens.On);
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}(?<gap> *)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blank();

    public sealed record Sent(string Id, Attachment File, string Number, string Subject, DateOnly On, DateOnly EventOn)
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
}
