using System.Text.RegularExpressions;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;

namespace Hub.Domain.Privacy;

/// <summary>Reads from an item whether it needs the protected road: pleas for secrecy, accusations of officials, gifts to them. Pure; in doubt it protects.</summary>
/// <remarks>Looks at folded words without punctuation, so that spelling and look-alike letters change nothing; expressions do not backtrack.</remarks>
public static partial class ProtectionReader
{
    /// <summary>An accusation names who is meant within so many words of what they did.</summary>
    private const int Reach = 25;

    /// <summary>So many words before a deed tell whether it is prevented, taught or reported on instead of done.</summary>
    private const int Before = 4;

    /// <returns>Null when the item may go the ordinary way.</returns>
    public static ProtectionGround? Of(Submission submission) =>
        submission.Protection ?? Read(TextOf(submission));

    /// <summary>All that the reporter says in it.</summary>
    public static string TextOf(Submission submission) => $"{submission.Title}\n{submission.Mail?.NewText ?? submission.Body}\n{submission.OriginalBody}";

    /// <summary>The deed is laid to the bureau that verifies, or to people of it.</summary>
    public static bool AccusesVerifier(string text)
    {
        var words = TextView.Of(text).Words;
        var line = string.Join(' ', words);
        return Verifiers().IsMatch(line) && (Accuses(words, line, Gifts(), Verifiers()) || Accuses(words, line, Deeds(), Verifiers()) || Demands().Matches(line).Any(demand => IsNear(words, line, demand, Verifiers())));
    }

    /// <inheritdoc cref="Of"/>
    public static ProtectionGround? Read(string text)
    {
        var words = TextView.Of(text).Words;
        var line = string.Join(' ', words);
        return Pleas().IsMatch(line) ? ProtectionGround.Plea
            : Accuses(words, line, Gifts(), Officials()) ? ProtectionGround.Gratification
            : Demands().IsMatch(line) || Accuses(words, line, Deeds(), Officials()) ? ProtectionGround.Accusation
            : null;
    }

    /// <summary>A deed that is done, by somebody who is named near it.</summary>
    private static bool Accuses(IReadOnlyList<string> words, string line, Regex deeds, Regex who)
    {
        foreach (Match deed in deeds.Matches(line))
        {
            var at = line.AsSpan(0, deed.Index).Count(' ');
            var before = Part(words, at - Before, at);
            var after = Part(words, at, at + 3);
            if (!Prevented().IsMatch(before) && !Office().IsMatch(after) && IsNear(words, line, deed, who))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNear(IReadOnlyList<string> words, string line, Match deed, Regex who)
    {
        var at = line.AsSpan(0, deed.Index).Count(' ');
        return who.IsMatch(Part(words, at - Reach, at + Reach));
    }

    private static string Part(IReadOnlyList<string> words, int from, int to) => string.Join(' ', words.Skip(Math.Max(0, from)).Take(to - Math.Max(0, from)));

    private const string Self = @"(identitas\w*|nama(?!\s+(?:baik|daerah|kegiatan|paket|instansi|barang))|data (diri|pribadi)|jati ?diri|privasi\w*|kontak|pelapor\w*|nomor (hp|wa|ponsel|telepon|kontak)|nik|saya|kami|sumber)";
    private const string Hide = @"(di|me|ter)?(rahasia|rahasiakan|rahasiakn|sembunyikan|samarkan|lindungi|lindung|anonimkan|jaga(?! nama baik)|privatkan)";
    private const string Not = @"(?:jangan( sampai)?|jgn|jng|jangn|jgan|tidak (ingin|mau|bersedia|usah|perlu|boleh|hendak|berani)|(mohon|harap|agar|supaya|tolong) tidak|tanpa)";
    private const string Show = @"(di|me|ter|men|mem)?(sebut|sebutkan|sebutin|nyebut|menyebut|menyebutkan|sebarkan|sebar|sebarin|beritahu|beritahukan|cantumkan|mencantumkan|bocor|bocorkan|bocorin|publikasikan|tampilkan|ungkap|ungkapkan|buka|ekspos|ketahui|ketahuan|tulis|tuliskan|kasihtahu|bawa|umumkan|masukkan|teruskan|beri|berikan|kasih|sampaikan)";

    /// <summary>Asks to stay unnamed, in many ways, or fears what follows when it is known who wrote.</summary>
    [GeneratedRegex(
        @"\b" + Self + @"(\s+\w+){0,5}\s+" + Hide + @"\b"
        + @"|\b" + Hide + @"(\s+\w+){0,4}\s+(identitas\w*|nama(?!\s+baik)|data diri|jati ?diri|pelapor\w*|saya|kami|nomor (hp|wa|ponsel)|nik)\b"
        + @"|\b" + Not + @"(\s+\w+){0,3}\s+" + Show + @"(\s+\w+){0,4}\s+(identitas\w*|nama\w*|saya|kami|data diri|pelapor\w*|nomor\w*|siapa)\b"
        + @"|\b(identitas\w*|nama(?! paket| kegiatan)|saya|data diri|pelapor\w*)(\s+\w+){0,4}\s+" + Not + @"(\s+\w+){0,2}\s+" + Show + @"\b"
        + @"|\b(menjaga|jaga|dijaga|menjamin|jamin|dijamin|minta|mohon|demi)\s+(\w+\s+){0,2}(kerahasiaan|rahasia|anonimitas|privasi)\b"
        + @"|\bkerahasiaan\s+(\w+\s+){0,2}(identitas\w*|pelapor\w*|nama|data diri|saya|kami)\b"
        + @"|\b(secara|sebagai|dengan|melapor|lapor|laporan|pelapor|kirim|tetap)\s+(\w+\s+){0,2}anonim\b|\banonim saja\b|\btanpa (nama|identitas)( saya| kami)?\b(?=.{0,20}(lapor|saja|ya|pak|bu|$))"
        + @"|\b(saya|kami|ku|jujur)\s+(\w+\s+){0,3}(takut|khawatir|kuatir|cemas|ngeri|gak berani|tidak berani)\s+(\w+\s+){0,5}(ketahuan|diketahui|dipecat|dimutasi|diintimidasi|diancam|dipersulit|dibalas|balas dendam|dimusuhi|dikucilkan|dinonjobkan|nonjob|keselamatan|dicari|ditekan|diputus kontrak|tidak diperpanjang|dikeluarkan|dihambat|digeser)\b"
        + @"|\b(takut|khawatir|kuatir)\s+(\w+\s+){0,2}(ketahuan|dipersulit|dipecat|dimutasi|diintimidasi|diancam|dimusuhi|dibalas)\b"
        + @"|\b(mohon|minta|butuh|perlu)\s+(\w+\s+){0,2}perlindungan\s+(\w+\s+){0,2}(pelapor|saksi|identitas|saya|kami|diri)\b"
        + @"|\bjangan\s+(sampai\s+)?(\w+\s+){0,3}(tahu|tau|bilang|dengar)\s+(\w+\s+){0,3}(siapa|saya|kami|yang lapor|laporan)\b|\bjangan\s+(\w+\s+){0,2}bilang\s+(\w+\s+){0,3}(saya|dari|siapa)\b|\bjangan sampai\s+(\w+\s+){1,4}(tahu|tau|mengetahui)\b"
        + @"|\b(whistle ?blow\w*|peniup peluit|justice collaborator)\b(?!\s+system)"
        + @"|\b(keep|hide|do not|dont|don t|please)\s+(\w+\s+){0,4}(anonymous|confidential|secret|my name|my identity|name private)\b|\bremain anonymous\b|\bcukup (kita|bapak|ibu|tim)\s+(\w+\s+){0,2}(saja )?yang (tahu|tau)\b|\bantara kita (saja|aja)\b|\boff the record\b",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Pleas();

    /// <summary>What officials do wrong.</summary>
    [GeneratedRegex(
        @"\b(korupsi|korup|dikorupsi|mengkorupsi|korupsinya|kolusi|nepotisme|kkn|pungli|pungutan liar|memungli|suap|disuap|menyuap|penyuapan|sogok|disogok|menyogok|memeras|diperas|pemerasan|setoran|menyetor|setor ke|uang pelicin|pelicin|uang rokok|uang kopi|jatah|fee|persenan|mark ?up|digelembungkan|penggelembungan|fiktif|difiktifkan|menyalahgunakan|penyalahgunaan|salahgunakan|disalahgunakan|salah guna|selewengkan|diselewengkan|menyelewengkan|penyelewengan|menyeleweng|menggelapkan|digelapkan|penggelapan|gelapkan|ditilep|menilep|tilep|disunat|menyunat|sunat|dipotong|memotong|potongan liar|manipulasi|memanipulasi|dimanipulasi|rekayasa|direkayasa|merekayasa|dipalsukan|memalsukan|pemalsuan|palsukan|ijazah palsu|dikondisikan|pengkondisian|pengaturan (pemenang|tender|lelang)|sudah diatur|sdh diatur|diatur pemenang\w*|atur pemenang|ada pengantin\w*|pengantinnya|hps bocor|membocorkan|pinjam bendera|titipan|pemenang titipan|jual beli jabatan|jual jabatan|beli jabatan|membayar jabatan|pelecehan|melecehkan|dilecehkan|asusila|mesum|cabul|selingkuh|perselingkuhan|mabuk|judi|berjudi|narkoba|intimidasi|mengintimidasi|diintimidasi|mengancam|diancam|ancaman|dibully|membully|bullying|perundungan|memukul|dipukul|menampar|ditampar|kekerasan|merampas|mencuri|maling|main mata|kongkalikong|konspirasi|kecurangan|curang|dicurangi|mencurangi|persekongkolan|bersekongkol|diskriminasi|calo|percaloan|menipu|ditipu|penipuan|pakai mobil dinas untuk (keluarga|pribadi|liburan)|keperluan pribadi|kepentingan pribadi|memperkaya|nyogok|makan uang|main uang|uang tutup mulut|terima jatah)\b",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Deeds();

    /// <summary>Gifts to officials, given or taken.</summary>
    [GeneratedRegex(
        @"\b(gratifikasi|(menerima|terima|diberi|dikasih|mendapat|minta|meminta|memberi|kasih|dikirimi)\s+(\w+\s+){0,4}(hadiah|bingkisan|parsel|parcel|amplop|hampers|uang terima ?kasih|komisi|voucher|suap|emas|uang tunai|cindera mata mahal|tiket liburan|sejumlah uang|imbalan)\s+(\w+\s+){0,6}(dari|kepada|untuk|ke)\s+(\w+\s+){0,3}(rekanan|kontraktor|penyedia|vendor|pengusaha|perusahaan|pemohon|cv|pt|pemenang|pejabat|pegawai|kepala|kabiro|panitia|pokja|oknum))\b",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Gifts();

    /// <summary>Money asked for what is free, whoever asked: that needs no name beside it.</summary>
    [GeneratedRegex(
        @"\b(minta|meminta|dimintai|diminta|mintai|dimintain|mita|pungut|memungut|dipungut|ditagih|menagih|disuruh bayar|suruh bayar|harus bayar|disuruh setor|diminta setor)\s+(\w+\s+){0,4}(uang (administrasi|pelicin|rokok|kopi|jasa|tip|terima ?kasih|damai|jalan|muka|pengurusan)|\d+ ?(persen|%)|fee|jatah|setoran|pungutan|imbalan|amplop|uang)\b(?=(\s+\w+){0,20}\s+(oknum|pegawai|petugas|staf|staff|pejabat|biro|loket|berkas|pencairan|pengurusan|proses|cair|cepat|lancar|dipersulit|disimpan|panitia|pokja|kepala))"
        + @"|\b(oknum|pegawai|petugas|staf|staff|pejabat|orang (biro|dalam|kantor)|kepala|kabag|kasubag|panitia|pokja|ajudan|atasan)\b(\s+\w+){0,10}\s+(minta|meminta|mita|memungut|menagih|pasang tarif|mematok|narik)\s+(\w+\s+){0,4}(uang|fee|jatah|setoran|persen\w*|\d+ ?persen|bayaran|imbalan|amplop|tarif|juta)\b",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Demands();

    /// <summary>Who may be meant: people of an administration.</summary>
    [GeneratedRegex(
        @"\b(oknum\w*|pegawai\w*|pejabat\w*|staf|staff|stafnya|biro|kabiro|karo|kepala (biro|bagian|dinas|badan|kantor|sekolah|desa|bidang|seksi|sub ?bagian|upt\w*)|kabag\w*|kasubag\w*|kasubbag|kadis\w*|kaban|kades\w*|lurah|camat|atasan\w*|bos|pimpinan\w*|panitia|pokja|pokmil|ppk|kpa|bendahara\w*|sekda|setda|sekretaris|asisten|staf ahli|gubernur|wagub|wakil ?gubernur|ajudan|petugas|admin|asn|pns|pppk|honorer|operator|verifikator|dinas|bagian|orang (dalam|biro|kantor|situ|setda)|kantor (gubernur|biro|kami|saya)|bapak itu|ibu itu|inspektorat|bupati|walikota|guru|perangkat desa|ketua|pengurus|rekanan|kontraktor|pemprov|sekretariat|pengelola)\b",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Officials();

    /// <summary>The bureau that verifies, and its people.</summary>
    [GeneratedRegex(@"\b(biro (organisasi|org|ortal)|bag(ian)? organisasi|karo organisasi|kabiro organisasi|verifikator\w*|admin (instansi|lapor|sp4n))\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Verifiers();

    /// <summary>Words before a deed that make it a matter of work: prevented, taught, surveyed.</summary>
    [GeneratedRegex(
        @"\b(anti|antikorupsi|pencegahan|mencegah|cegah|pemberantasan|memberantas|berantas|bebas|sosialisasi|pengendalian|bahaya|hari|edukasi|pendidikan|materi|kampanye|penyuluhan|survei|survey|narasumber|komitmen|larangan|dilarang|menolak|tolak|undangan|pelatihan|bimtek|workshop|seminar|webinar|lomba|pakta|integritas|zona|wilayah|strategi|rencana|aksi|penanganan|pelaporan|peraturan|rancangan|perda|pergub|pedoman|sop|unit|data|statistik|penyakit|tindak pidana|mitigasi|risiko|bukan|tidak (pernah|melakukan|menerima|ada)|kampung|duta|satgas|webinar|modul|indeks|penilaian|kasus hukum|hibah|honor|gaji|iuran|pajak|surat|usul|usulan|permohonan)\b(\s+\w+){0,2}\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Prevented();

    /// <summary>A deed's word as the name of an office, a law or a form.</summary>
    [GeneratedRegex(@"^(gratifikasi|korupsi|suap|fee|pungli|narkoba|kekerasan|setoran|penyuapan|jatah|potong\w*)\s+(corruption|nihil|triwulan|pajak|awal|ruang|asuransi|rumah|bank|modal|konsultan|management|manajemen|upg|cuti|beras|bbm|kursi|kuota|gaji|terhadap perempuan|dalam rumah)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 10_000)]
    private static partial Regex Office();
}
