using System.Collections.Frozen;

namespace Hub.Domain.Privacy;

/// <summary>Parts of names that are also everyday words, titles, places or so common that alone they point to nobody. They count only within a full name.</summary>
internal static class OrdinaryWords
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        // titles and degrees
        "bapak", "ibu", "saudara", "saudari", "haji", "hajjah", "andi", "daeng", "datu", "gusti", "pangeran", "ustadz", "ustaz", "pendeta", "kiai",
        "dokter", "drs", "dra", "prof", "insinyur", "sarjana",

        // given names carried by very many
        "muhammad", "mohammad", "mohamad", "muhamad", "achmad", "ahmad", "akhmad", "abdul", "abdullah", "siti", "nurul", "dewi", "putri", "putra", "yohanes", "maria",

        // names that are words
        "abadi", "adil", "agung", "agus", "alam", "aman", "anak", "anggun", "asih", "bagus", "bahagia", "bahari", "bambu", "bayu", "benar", "bersih", "bintang", "budaya",
        "budi", "bulan", "bunga", "cahaya", "cahya", "candra", "cinta", "citra", "damai", "daya", "desi", "ekonomi", "fajar", "gita", "guntur", "harapan", "harta", "hasan",
        "hidayat", "ilham", "indah", "intan", "jaya", "jasa", "juni", "kasih", "kencana", "kota", "kurnia", "laksana", "lestari", "maju", "makmur", "mandiri", "mawar",
        "melati", "mega", "merdeka", "mulia", "mulya", "murni", "negara", "nusantara", "pelita", "permata", "perdana", "pertiwi", "pratama", "purnama", "rahayu", "rahmat", "raja",
        "ratna", "raya", "rejeki", "rezeki", "rukun", "sakti", "santosa", "sari", "sejahtera", "sentosa", "setia", "setiawan", "suci", "surya", "sukses", "taman", "teguh", "tirta", "tulus",
        "umum", "untung", "utama", "utara", "selatan", "timur", "barat", "tengah", "wahyu", "warga", "wati", "widya", "wijaya", "yatim",

        // places of the province
        "bulungan", "tarakan", "nunukan", "malinau", "tanjung", "selor", "tana", "tidung", "tideng", "pale", "sebatik", "kalimantan", "kaltara",
    };

    private static readonly Lexicon Known = Lexicon.Read("common");
    private static readonly FrozenSet<string> Bodies = Known.Words("bodies").ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string> Places = Known.Words("places").ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string> Everyday = Known.Words("common").ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string> Common = new[] { "common", "places", "offices" }.SelectMany(Known.Words).Concat(Bodies).Concat(Words).ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string word) => Words.Contains(word);

    /// <summary>Of the province: official texts are full of them.</summary>
    public static bool IsPlace(string word) => Places.Contains(word);

    /// <summary>Written so often in small letters that small ones mean the word.</summary>
    public static bool IsEveryday(string word) => Everyday.Contains(word);

    /// <summary>So many write it, or are called so, that no body is told by it.</summary>
    public static bool IsCommon(string word) => Common.Contains(word);

    /// <summary>A kind of body, a legal form, or what bodies call themselves.</summary>
    public static bool IsBody(string word) => Bodies.Contains(word);
}
