using System.Text;

namespace Hub.Tests.Domain.Identity;

/// <summary>What happens to a grievance on its way through another channel.</summary>
internal static class Edits
{
    private static readonly (string Long, string Short)[] Shorts =
    [
        ("yang", "yg"), ("tidak", "tdk"), ("mohon", "mhn"), ("dengan", "dgn"), ("untuk", "utk"), ("sudah", "sdh"), ("belum", "blm"), ("saya", "sy"), ("karena", "krn"),
        ("jalan", "jln"), ("depan", "dpn"), ("rumah", "rmh"), ("banyak", "bnyk"), ("kelurahan", "kel"), ("kecamatan", "kec"), ("bapak", "bpk"), ("dari", "dr"), ("pada", "pd"), ("tolong", "tlg"), ("surat", "srt"),
    ];

    public static IReadOnlyList<(string Name, Func<string, Random, string> Edit)> All { get; } =
    [
        ("typos", Typos),
        ("abbreviations", (text, _) => Abbreviated(text)),
        ("forwarded", (text, _) => Forwarded(text)),
        ("other channel", (text, random) => Wrapped(text, random)),
        ("all together", (text, random) => Wrapped(Forwarded(Abbreviated(Typos(text, random))), random)),
    ];

    /// <summary>One word in eight: letters swapped, dropped or doubled.</summary>
    private static string Typos(string text, Random random) => string.Join(' ', text.Split(' ').Select(word =>
    {
        if (word.Length < 5 || random.Next(8) != 0)
        {
            return word;
        }

        var at = random.Next(1, word.Length - 2);
        return random.Next(3) switch
        {
            0 => $"{word[..at]}{word[at + 1]}{word[at]}{word[(at + 2)..]}",
            1 => word.Remove(at, 1),
            _ => word.Insert(at, word[at].ToString()),
        };
    }));

    private static string Abbreviated(string text) => string.Join(' ', text.Split(' ').Select(word =>
        Array.Find(Shorts, s => s.Long.Equals(word, StringComparison.OrdinalIgnoreCase)) is { Short: { } shorter } ? shorter : word));

    private static string Forwarded(string text)
    {
        var mail = new StringBuilder("Yth. Bapak/Ibu, mohon ditindaklanjuti pesan di bawah ini. Terima kasih.\n\n---------- Pesan terusan ---------\nDari: Warga <warga@contoh.id>\nTanggal: Sen, 3 Mar 2025 pukul 09.15\nSubjek: Laporan\nKepada: <kantor@contoh.id>\n\n");
        foreach (var line in text.Split('\n'))
        {
            mail.Append("> ").Append(line).Append('\n');
        }

        return mail.Append("\n--\nDikirim dari ponsel Android saya").ToString();
    }

    private static string Wrapped(string text, Random random) =>
        $"[LAPOR! SP4N] Tracking ID {random.Next(1_000_000, 9_999_999)}\nSumber: Aplikasi Android\nKategori: Lainnya\nIsi laporan: {text.ToUpperInvariant()}\nDemikian laporan ini disampaikan, mohon tindak lanjut instansi terkait.";
}
