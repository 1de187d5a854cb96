namespace Hub.Domain.Routing;

/// <summary>A light Indonesian stemmer: takes off particles, possessives, suffixes and prefixes without a dictionary.</summary>
/// <remarks>It makes forms of one word meet ("peminjaman", "meminjam", "dipinjamkan"); it does not promise the dictionary root.</remarks>
public static class Stemmer
{
    private const int MinRoot = 3;

    /// <summary>Words whose beginning or end only looks like an affix.</summary>
    private static readonly HashSet<string> Whole = new(StringComparer.Ordinal)
    {
        "jalan", "makan", "bulan", "ikan", "dengan", "kepada", "tentang", "bukan", "akan", "lain", "dalam", "depan", "papan", "badan", "kawan", "taman", "dinas", "berita",
        "pemerintah", "penting", "peran", "pesan", "perda", "pergub", "peraturan", "perkara", "persero", "pegawai", "mesin", "menteri", "mental", "sepeda", "sekolah", "sekda", "setda",
        "seni", "sehat", "terima", "teras", "beras", "kertas", "kerja", "kera", "dana", "data", "asuransi", "hari", "kursi", "kunci", "polisi", "informasi", "aplikasi", "verifikasi",
        "organisasi", "inflasi", "rekomendasi", "registrasi", "fasilitasi", "koordinasi", "evaluasi", "provinsi", "dokumentasi", "situs", "sekretaris", "sekretariat", "perangkat", "berkas",
        "angka", "nilai", "bupati", "pilihan", "kemarin", "kantor", "kami", "kali", "kita", "negeri", "bagi", "lagi", "pagi", "jadi", "tadi", "pasti", "sendiri", "mati", "hati", "materi",
    };

    public static string Stem(string word)
    {
        if (word.Length <= 4 || Whole.Contains(word))
        {
            return word;
        }

        var stem = WithoutEnd(WithoutEnd(word, "lah", "kah", "pun", "tah"), "nya", "ku", "mu");
        if (Whole.Contains(stem))
        {
            return stem;
        }

        stem = WithoutEnd(stem, "kan", "an", "i");
        return Whole.Contains(stem) ? stem : WithoutBeginning(WithoutBeginning(stem));
    }

    private static string WithoutEnd(string word, params ReadOnlySpan<string> ends)
    {
        foreach (var end in ends)
        {
            if (word.Length - end.Length >= MinRoot + 1 && word.EndsWith(end, StringComparison.Ordinal))
            {
                return word[..^end.Length];
            }
        }

        return word;
    }

    private static string WithoutBeginning(string word)
    {
        if (Whole.Contains(word))
        {
            return word;
        }

        foreach (var (prefix, restored) in Prefixes(word))
        {
            if (word.Length - prefix.Length >= MinRoot)
            {
                return restored + word[prefix.Length..];
            }
        }

        return word;
    }

    /// <summary>The nasal of meN- and peN- swallows the root's first letter: "meminjam" from "pinjam", "menyewa" from "sewa".</summary>
    private static IEnumerable<(string Prefix, string Restored)> Prefixes(string word)
    {
        foreach (var lead in (string[])["me", "pe"])
        {
            if (!word.StartsWith(lead, StringComparison.Ordinal))
            {
                continue;
            }

            var rest = word.AsSpan(lead.Length);
            if (rest.StartsWith("ny"))
            {
                yield return (lead + "ny", "s");
            }
            else if (rest.StartsWith("ng"))
            {
                yield return (lead + "ng", rest.Length > 2 && IsVowel(rest[2]) && rest[2] != 'a' && rest[2] != 'u' && rest[2] != 'i' ? "k" : "");
            }
            else if (rest.StartsWith("m") && rest.Length > 1 && IsVowel(rest[1]))
            {
                yield return (lead + "m", "p");
            }
            else if (rest.StartsWith("n") && rest.Length > 1 && IsVowel(rest[1]))
            {
                yield return (lead + "n", "t");
            }
            else if (rest.StartsWith("m") || rest.StartsWith("n") || (rest.StartsWith("r") && lead == "pe"))
            {
                yield return (lead + rest[0], "");
            }
            else
            {
                yield return (lead, "");
            }

            yield break;
        }

        foreach (var prefix in (string[])["ber", "ter", "di", "ke", "se"])
        {
            if (word.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return (prefix, "");
            }
        }
    }

    private static bool IsVowel(char c) => c is 'a' or 'i' or 'u' or 'e' or 'o';
}
