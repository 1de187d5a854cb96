using System.Collections.Frozen;

namespace Hub.Domain.Routing;

/// <summary>The short forms that people type (<c>yg</c>, <c>tdk</c>, <c>mhn</c>) and what they stand for.</summary>
internal static class ChatSpelling
{
    private static readonly FrozenDictionary<string, string> Full = Pairs(
        "yg yang|tdk tidak|tdak tidak|gak tidak|ga tidak|gk tidak|nggak tidak|enggak tidak|ndak tidak|tak tidak|g tidak|kagak tidak|mhn mohon|mhon mohon|mohn mohon",
        "dg dengan|dgn dengan|dngn dengan|utk untuk|untk untuk|unt untuk|sdh sudah|sdah sudah|udah sudah|udh sudah|dah sudah|blm belum|belom belum|blum belum",
        "sy saya|sya saya|aq saya|aku saya|gw saya|gue saya|km kamu|krn karena|karna karena|krna karena|jl jalan|jln jalan|jlan jalan|kel kelurahan|kec kecamatan|kab kabupaten|prov provinsi",
        "bpk bapak|pak bapak|bu ibu|tlg tolong|tlong tolong|tolg tolong|trmksh terimakasih|tks terimakasih|thx terimakasih|makasih terimakasih|mksh terimakasih|trims terimakasih",
        "bgmn bagaimana|gmn bagaimana|gimana bagaimana|knp kenapa|kpn kapan|dmn dimana|dr dari|dri dari|pd pada|spt seperti|sprti seperti|kyk seperti|kayak seperti|jg juga|jga juga",
        "aja saja|aj saja|sj saja|lg lagi|lgi lagi|bs bisa|bsa bisa|hrs harus|hrus harus|tsb tersebut|tsbt tersebut|dll lainnya|dlm dalam|dpn depan|blkg belakang|sblm sebelum|stlh setelah",
        "org orang|orng orang|ank anak|rmh rumah|skrg sekarang|skrng sekarang|thn tahun|bln bulan|hr hari|tgl tanggal|mlm malam|msh masih|masi masih|bnyk banyak|bbrp beberapa|slalu selalu|sll selalu",
        "srt surat|surt surat|permohonn permohonan|pmohonan permohonan|permhonan permohonan|sk keputusan|skep keputusan|dok dokumen|doc dokumen|info informasi|infonya informasi|infonx informasi",
        "pemprov pemprov|gub gubernur|wagub wakilgubernur|sekda sekda|kantr kantor|ktr kantor|kntr kantor|rapt rapat|mobdin kendaraan|rj ruang|perjaldin perjalanan|perjadin perjalanan|hp ponsel",
        "bansos bansos|beasiswanya beasiswa|bea beasiswa|mhs mahasiswa|mhsw mahasiswa|mahasiswi mahasiswa|univ universitas|sklh sekolah|skolah sekolah|pwd password|pass password|passwd password|login login|log login",
        "kartu kartu|krtu kartu|idcard kartu|web situs|website situs|apl aplikasi|app aplikasi|aplikasinya aplikasi|apk aplikasi|dftr daftar|dftar daftar|lpr lapor|laporin lapor|pngaduan pengaduan|aduan pengaduan|ngadu pengaduan",
        "dpt dapat|dapet dapat|dpat dapat|kpd kepada|kpda kepada|ttg tentang|tntg tentang|thd terhadap|scr secara|sgr segera|sgera segera|ttd tandatangan|tt tandatangan|msk masuk|klr keluar|brkas berkas|bkas berkas");

    /// <returns>The full word, or the word itself.</returns>
    public static string Expand(string word) => Full.GetValueOrDefault(word, word);

    private static FrozenDictionary<string, string> Pairs(params string[] lines) => lines
        .SelectMany(line => line.Split('|'))
        .Select(pair => pair.Split(' '))
        .ToFrozenDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
