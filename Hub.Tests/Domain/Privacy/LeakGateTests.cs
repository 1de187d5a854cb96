using Hub.Domain.Privacy;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Privacy;

public sealed class LeakGateTests
{
    private static readonly Reporter Protected = new()
    {
        Name = "Hj. Rusmiati Lawing, S.Pd",
        Email = "rusmiati.lawing@surel.id",
        Phone = "+62 812-3456-7890",
        NationalId = "6503014507850002",
        Address = "Jl. Sengkawit No. 12 RT 05, Tanjung Selor",
        Anonymous = true,
    };

    [Theory]
    [InlineData("NIK saya 6503014507850002", LeakKind.NationalId)]
    [InlineData("nik: 6503 0145 0785 0002.", LeakKind.NationalId)]
    [InlineData("nik 6503-0145-0785-0002", LeakKind.NationalId)]
    [InlineData("６５０３０１４５０７８５０００２", LeakKind.NationalId)]
    [InlineData("65030145\u200B07850002", LeakKind.NationalId)]
    [InlineData("NIK tetangga 3174052304900001", LeakKind.NationalId)]
    [InlineData("hubungi 081234567890", LeakKind.Phone)]
    [InlineData("hubungi 0812 3456 7890 ya", LeakKind.Phone)]
    [InlineData("WA +6281234567890", LeakKind.Phone)]
    [InlineData("WA 62-812-3456-7890", LeakKind.Phone)]
    [InlineData("nomor lain 0852.1111.2222", LeakKind.Phone)]
    [InlineData("8 1 2 3 4 5 6 7 8 9 0", LeakKind.Phone)]
    [InlineData("NPWP 09.254.294.3-407.000", LeakKind.TaxId)]
    [InlineData("npwp: 092542943407000", LeakKind.TaxId)]
    [InlineData("surel rusmiati.lawing@surel.id", LeakKind.Email)]
    [InlineData("RUSMIATI.LAWING [at] surel.id", LeakKind.Email)]
    [InlineData("lainnya: orang@contoh.or.id", LeakKind.Email)]
    [InlineData("Ibu Rusmiati melapor", LeakKind.Name)]
    [InlineData("ibu rusmiati melapor", LeakKind.Name)]
    [InlineData("dari R. LAWING", LeakKind.Name)]
    [InlineData("> > Rusmiati\n> > Lawing", LeakKind.Name)]
    [InlineData("<p>Rusm<b>iati</b></p>", LeakKind.Name)]
    [InlineData("R&#117;smiati", LeakKind.Name)]
    [InlineData("rumah di jalan Sengkawit nomor 12", LeakKind.Address)]
    [InlineData("Sengkawit 12", LeakKind.Address)]
    public void The_identity_of_a_protected_reporter_is_seen_in_any_dress(string text, LeakKind kind) =>
        LeakGate.Check([new OutgoingPart("text", text)], new Guarded(Protected)).ShouldContain(l => l.Kind == kind);

    /// <summary>A form says whose address it is on the line above: of a scan that a machine read the street stood open on an anonymous ticket.</summary>
    [Theory]
    [InlineData("Nama : Zulkarnain Tandipayung\nNIK : 6471055506700008\nAlamat : Jalan Kelapa Gading 17 Tarakan\nMohon bantuan", true)]
    [InlineData("Nama Lengkap: Zulkarnain\n\nPekerjaan: petani\n\nAlamat rumah : Kampung Baru Tengah", true)]
    [InlineData("Nama : Dinas Pekerjaan Umum\nAlamat : Jalan Kolonel Soetadji", false)]
    [InlineData("Alamat : Jalan Kolonel Soetadji, Tanjung Selor", false)]
    public void An_address_of_a_form_that_names_a_person_is_seen(string text, bool seen) =>
        LeakGate.Check([new OutgoingPart("text", text)], new Guarded(Protected)).Any(l => l.Kind == LeakKind.Address).ShouldBe(seen);

    /// <summary>"Nama" below a closing was taken for whoever signs, so that the line lost its name and the address below it lay open; and what stood there once was not known again.</summary>
    [Theory]
    [InlineData("Hormat saya,\nNama: Markudius Lawetang\nAlamat: Gang Kenanga Ungu Blok Melati")]
    [InlineData("Hormat saya,\nNama: Markudius Lawetang\nNo HP: 081255511222\nAlamat: Gang Kenanga Ungu Blok Melati")]
    [InlineData("Nama: Markudius Lawetang\nAlamat: Gang Kenanga Ungu Blok Melati\n\nMohon bantuan.")]
    public void An_address_below_a_closing_is_covered_there_and_wherever_it_is_told_again(string below)
    {
        var texts = new TicketTexts { Title = "Jalan", Body = $"Mohon bantuan.\n{below}\n\nJalan di gang kenanga ungu blok melati rusak.", Route = new RoutingDecision { Kind = SubmissionKind.Complaint, Score = 1, Triage = true, Why = [] } };

        var body = new Blotting([new Reporter { Anonymous = true }], isProtected: true, isSecret: false, texts).Of(texts).Blotted.Body;

        body.ShouldNotContain("Lawetang");
        body.ShouldNotContain("kenanga ungu", Case.Insensitive);
    }

    /// <summary>An address in words alone, as the source gives it: a lane in a street or a block in a lane is somebody's, a street or a town is everybody's.</summary>
    [Theory]
    [InlineData("Gang Kenari Biru Blok Melati, Tanjung Selor", "alamat Gang Kenari Biru Blok Melati", true)]
    [InlineData("Gang Kenari Biru Blok Melati, Tanjung Selor", "tinggal di gg. kenari biru, melati", true)]
    [InlineData("Jl. Sengkawit Gg. Rambutan", "Sengkawit gang Rambutan", true)]
    [InlineData("Perumahan Korpri Blok Anggrek", "di Perum Korpri blok anggrek", true)]
    [InlineData("Jl. Sengkawit Gg. Rambutan", "Jalan Sengkawit rusak", false)]
    [InlineData("Jl. Sengkawit, Tanjung Selor", "Jl. Sengkawit, Tanjung Selor", false)]
    [InlineData("Kabupaten/Kota Bulungan", "Kabupaten/Kota Bulungan", false)]
    public void An_address_in_words_is_seen_where_two_of_its_names_stand_together(string address, string text, bool isSeen) =>
        LeakGate.Check([new OutgoingPart("text", text)], new Guarded(new Reporter { Address = address, Anonymous = true })).Any(l => l.Kind == LeakKind.Address).ShouldBe(isSeen);

    /// <summary>Letters and figures of a plate taken apart or spelled as a sum, a bank's name with signs in it, and what a number is said behind it.</summary>
    [Theory]
    [InlineData("Mobilnya K U 3 9 1 7 G D", LeakKind.Plate)]
    [InlineData("Mobilnya K-U 3-9-1-7 G-D", LeakKind.Plate)]
    [InlineData("yang dipakai k.t 1482 n.b", LeakKind.Plate)]
    [InlineData("nopol kt seribu empat ratus delapan puluh dua nb", LeakKind.Plate)]
    [InlineData("B/C/A 7910448213", LeakKind.Account)]
    [InlineData("b.r.i 0113 0102 8374 506", LeakKind.Account)]
    [InlineData("055221874 telepon rumah saya", LeakKind.Phone)]
    [InlineData("0552 2I874 itu no. telp pelapor", LeakKind.Phone)]
    public void A_number_of_somebody_is_seen_when_it_is_taken_apart_or_named_behind(string text, LeakKind kind) =>
        LeakGate.Check([new OutgoingPart("text", text)], new Guarded(Protected)).Select(l => l.Kind).ShouldContain(kind);

    [Theory]
    [InlineData("huruf a. 1200 k.g beras dan b. 900 k.g gula")]
    [InlineData("Kolom A 1 2 3 pada lampiran")]
    [InlineData("Daftar P 1 2 3 K")]
    [InlineData("halaman 12 s.d 14, b. 100 s.d 300")]
    [InlineData("(0552) 2034567 telepon kantor Biro Umum")]
    [InlineData("Bank BCA Tarakan tutup 24-12-2026")]
    [InlineData("Surat 0552/21874 telah diterima")]
    [InlineData("Sebanyak seribu empat ratus delapan puluh dua warga")]
    public void What_only_looks_like_it_passes(string text) => LeakGate.Check([new OutgoingPart("text", text)], new Guarded(Protected)).ShouldBeEmpty();

    /// <summary>Words for offices were looked for anywhere in a name: "tata", "info" and "official" are in the names of people.</summary>
    [Theory]
    [InlineData("tatang.suratman@kaltaraprov.go.id", true)]
    [InlineData("cek @wulan_official", true)]
    [InlineData("cek t.me/wulan_kaltara", true)]
    [InlineData("tu.biroumum@kaltaraprov.go.id", false)]
    [InlineData("no-reply@kaltaraprov.go.id", false)]
    [InlineData("cek @bkd.kaltara, @humas_setda dan @infokaltara", false)]
    [InlineData("cek akun @dinkes.kaltara", false)]
    public void An_office_is_told_by_how_its_name_begins_or_by_all_of_it(string text, bool leaks) =>
        LeakGate.Check([new OutgoingPart("text", text)], new Guarded(Protected)).Any().ShouldBe(leaks);

    /// <summary>A word of every day, or a place, that is somebody's second name.</summary>
    [Theory]
    [InlineData("pesta laut dan sungai Kayan", false)]
    [InlineData("Laut yang melapor", true)]
    [InlineData("ibu laut yang melapor", true)]
    [InlineData("Pak Kayan yang melapor", true)]
    [InlineData("l4ut yang melapor", true)]
    [InlineData("l.a.u.t yang melapor", true)]
    [InlineData("hendrika laut", true)]
    [InlineData("Hendrika K.", true)]
    public void A_small_everyday_word_or_a_place_is_no_name_by_itself(string text, bool leaks) =>
        LeakGate.Check([new OutgoingPart("text", text)], new Guarded(new Reporter { Name = "Hendrika Laut Kayan", Anonymous = true })).Any().ShouldBe(leaks);

    /// <summary>Somebody with one name, which is a word: a small one means the word, unless a title or a star stands there.</summary>
    [Theory]
    [InlineData("ombak laut tinggi sekali", false)]
    [InlineData("dari laut ke darat", false)]
    [InlineData("Laut yang melapor", true)]
    [InlineData("pak laut yang melapor", true)]
    [InlineData("Pelapor: Laut", true)]
    public void A_name_of_one_everyday_word_is_told_by_its_capital_or_its_title(string text, bool leaks) =>
        LeakGate.Check([new OutgoingPart("text", text)], new Guarded(new Reporter { Name = "Laut", Anonymous = true })).Any().ShouldBe(leaks);

    /// <summary>Letters that sound alike or stand once for twice; but a word of every day that sounds like the name is the word.</summary>
    [Theory]
    [InlineData("hasanudin matola", true)]
    [InlineData("Elizabet Kornelis", false)]
    [InlineData("Pak Has minta maaf", true)]
    [InlineData("bu dzeni minta maaf", true)]
    [InlineData("Chatarina pulang", true)]
    [InlineData("di seksi seni dan budaya", false)]
    [InlineData("harga telur naik", false)]
    public void A_name_is_seen_as_it_is_spelled_by_others(string text, bool leaks) =>
        LeakGate.Check([new OutgoingPart("text", text)], new Guarded(new Reporter { Name = "Hasanuddin Mattola Zeni Katarina", Anonymous = true })).Any().ShouldBe(leaks);

    /// <summary>Half a name or half an address leads to the rest.</summary>
    [Theory]
    [InlineData("Si-ti Rosmala pulang", "▇▇▇▇ pulang")]
    [InlineData("Rosmala, Siti nomor urut 4", "▇▇▇▇ nomor urut 4")]
    [InlineData("tertanda S. D. Rosmala", "tertanda ▇▇▇▇")]
    [InlineData("Daeng Rosmala diancam", "▇▇▇▇ diancam")]
    [InlineData("Saya di Jl. Cempaka Gg. Melati No. 5, RT 9, Sungai Taiwan sejak lama", "Saya di ▇▇▇▇ sejak lama")]
    [InlineData("di Jalan Cempaka RT. 02 / RW. 03 No. 21 Kota Lama, mohon dijaga", "di ▇▇▇▇, mohon dijaga")]
    [InlineData("rt tujuh rw dua nomor dua puluh satu itu rumahnya", "▇▇▇▇ itu rumahnya")]
    [InlineData("Warga RT 4 RW 2 Kelurahan Sei Buaya Timur mengeluh", "Warga ▇▇▇▇ mengeluh")]
    [InlineData("rumah di j l . C e m p a k a no 41 Desa Apas", "rumah di ▇▇▇▇")]
    [InlineData("Surat diantar ke Jl. Cempaka RT 10 No. 4 Kelurahan Sei Buaya, terima kasih", "Surat diantar ke ▇▇▇▇, terima kasih")]
    [InlineData("contact me at rosa dot mala at gmail dot com please", "contact me at ▇▇▇▇ please")]
    [InlineData("MOHON DATANG KE JL CEMPAKA NO 5 KARENA RUSAK", "MOHON DATANG KE ▇▇▇▇ KARENA RUSAK")]
    [InlineData("video di facebook.com/profile.php?id=100031177264409 sebelum dihapus", "video di ▇▇▇▇ sebelum dihapus")]
    [InlineData("telegram saya kapal kayu underscore sembilan", "telegram saya ▇▇▇▇")]
    [InlineData("tele: @perahu _ ketinting", "tele: ▇▇▇▇")]
    [InlineData("datang dari er te tujuh er we dua nomor enam belakang balai", "datang dari ▇▇▇▇ belakang balai")]
    public void What_belongs_to_one_name_or_one_address_is_covered_together(string text, string covered) =>
        LeakGate.Mask(text, new Reporter { Name = "Siti Daeng Rosmala", Anonymous = true }).ShouldBe(covered);

    /// <summary>None of its words tells by itself, so that nothing was looked for but the words in one piece.</summary>
    [Theory]
    [InlineData("B u d i I n d a h")]
    [InlineData("B-u-d-i I-n-d-a-h")]
    [InlineData("B_u_d_i  I_n_d_a_h")]
    public void A_name_of_everyday_words_is_seen_letter_by_letter(string text) =>
        LeakGate.Check([new OutgoingPart("text", text)], new Guarded(new Reporter { Name = "Budi Indah", Anonymous = true })).ShouldContain(l => l.Kind == LeakKind.Name);

    [Theory]
    [InlineData("KTP_Rusmiati_Lawing.jpg", LeakKind.Name)]
    [InlineData("rusmiatilawing.pdf", LeakKind.Email, "RusmiatiLawing@surel.id")]
    [InlineData("Lampiran-6503014507850002.pdf", LeakKind.NationalId)]
    [InlineData("WA 081234567890.zip", LeakKind.Phone)]
    public void Attachment_names_pass_the_same_gate(string name, LeakKind kind, string? email = null) =>
        LeakGate.Check([new OutgoingPart("attachment 1", name)], new Guarded(Protected with { Email = email ?? Protected.Email }))
            .ShouldContain(l => l.Kind == kind && l.Part == "attachment 1");

    /// <summary>A mail brings no field with an address: what its text says is all there is to find it by.</summary>
    [Theory]
    [InlineData("Surat balasan ke Jalan Kenanga Nomor 9.")]
    [InlineData("Surat balasan ke Jl. Kenanga No. 12. Terima kasih.")]
    [InlineData("Kirim ke Perumahan Griya Indah Blok 5.")]
    [InlineData("Kirim ke Jalan 17 Agustus Nomor 9")]
    [InlineData("Kirim ke Jl. P. Diponegoro III/9.")]
    public void An_address_is_found_wherever_its_sentence_ends(string text) =>
        LeakGate.Check([new OutgoingPart("text", text)], new Guarded(new Reporter { Anonymous = true })).ShouldContain(l => l.Kind == LeakKind.Address);

    [Theory]
    [InlineData("Ruas Jalan 17 Agustus sudah diaspal 2 km.")]
    [InlineData("Nomor surat 600.1/12/DPUPR tentang Jalan Sengkawit")]
    [InlineData("Proposal hibah rumah ibadah Tanjung Selor senilai Rp 1.250.000.000")]
    [InlineData("KU-2026-000123, jatuh tempo Jum, 20 Mar 2026 14.30 WITA")]
    [InlineData("Nomor surat 800/1234/BPBJ/2026 tanggal 12-03-2026")]
    [InlineData("Kode RUP 41234567, paket 2026031212345678")]
    [InlineData("telepon kantor (0552) 21512")]
    [InlineData("Jalan Sengkawit rusak di dekat jembatan")]
    [InlineData("guru S.Pd yang lulus, tuan rumah 12 orang")]
    public void Ordinary_office_text_passes(string text) =>
        LeakGate.Check([new OutgoingPart("text", text)], new Guarded(Protected)).ShouldBeEmpty();

    [Fact]
    public void A_name_made_of_everyday_words_counts_as_a_whole_only()
    {
        var reporter = new Reporter { Name = "Budi Indah Jaya", Anonymous = true };

        Check("budi daya rumput laut yang indah dan jaya", reporter).ShouldBeEmpty();
        Check("dari Budi Indah Jaya", reporter).ShouldHaveSingleItem().Kind.ShouldBe(LeakKind.Name);
        Check("BudiIndahJaya.docx", reporter).ShouldHaveSingleItem().Kind.ShouldBe(LeakKind.Name);
    }

    [Fact]
    public void A_single_everyday_name_counts_with_a_capital()
    {
        var reporter = new Reporter { Name = "Indah", Anonymous = true };

        Check("taman yang indah", reporter).ShouldBeEmpty();
        Check("laporan Indah kemarin", reporter).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_reporter_without_a_flag_is_not_guarded() =>
        Check("Rusmiati, 081234567890", Protected with { Anonymous = false }).ShouldBeEmpty();

    [Fact]
    public void Our_own_addresses_may_stay()
    {
        var guarded = new Guarded(Protected) { Allowed = new HashSet<string> { "organisasi@kaltaraprov.go.id", "081100002222" } };

        LeakGate.Check([new OutgoingPart("text", "Balas ke organisasi@kaltaraprov.go.id atau WA 0811-0000-2222")], guarded).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Kepala dinas meminta uang lima juta untuk meloloskan berkas", true)]
    [InlineData("> kepala dinas meminta uang\n> lima juta untuk", true)]
    [InlineData("<p>kepala dinas <i>meminta</i> uang&nbsp;lima juta</p>", true)]
    [InlineData("Pungutan liar di loket", true)]
    [InlineData("Kepala dinas diminta menjawab dalam lima hari", false)]
    [InlineData("Ada laporan baru di loket Anda", false)]
    public void The_words_of_a_secret_text_do_not_leave(string text, bool leaks)
    {
        var guarded = new Guarded(new Reporter { Secret = true })
        {
            Title = "Pungutan liar di loket",
            Body = "Kemarin kepala dinas meminta uang lima juta untuk meloloskan berkas saya.",
        };

        LeakGate.Check([new OutgoingPart("text", text)], guarded).Any(l => l.Kind == LeakKind.SecretText).ShouldBe(leaks);
    }

    [Fact]
    public void Anonim_alone_lets_the_text_pass_and_rahasia_alone_still_guards_the_name()
    {
        const string body = "Lampu jalan di simpang tiga padam sejak minggu lalu";
        var anonymous = new Guarded(Protected) { Body = body };
        var secret = new Guarded(Protected with { Anonymous = false, Secret = true }) { Body = body };

        LeakGate.Check([new OutgoingPart("text", body)], anonymous).ShouldBeEmpty();
        LeakGate.Check([new OutgoingPart("text", body)], secret).ShouldNotBeEmpty();
        LeakGate.Check([new OutgoingPart("text", "Ibu Rusmiati")], secret).ShouldHaveSingleItem().Kind.ShouldBe(LeakKind.Name);
    }

    [Fact]
    public void A_finding_says_where_and_never_what()
    {
        var leak = Check("Ibu Rusmiati melapor", Protected).ShouldHaveSingleItem();

        leak.ShouldBe(new Leak(LeakKind.Name, "text", 4, 8));
        leak.ToString().ShouldNotContain("usmiati");
    }

    [Theory]
    [InlineData("NIK 6503014507850002, WA 081234567890.", "NIK ▇▇▇▇, WA ▇▇▇▇.")]
    [InlineData("NPWP dinas 00.417.226.5-723.000 dan NPWP pegawai dinas 09.254.294.3-407.000", "NPWP dinas 00.417.226.5-723.000 dan NPWP pegawai dinas ▇▇▇▇")]
    [InlineData("Transfer ke BRI 0231456789, bukan rekening belanja dinas", "Transfer ke BRI ▇▇▇▇, bukan rekening belanja dinas")]
    [InlineData("Surel a.b@c.id dan NPWP 09.254.294.3-407.000", "Surel ▇▇▇▇ dan NPWP ▇▇▇▇")]
    [InlineData("Tidak ada apa-apa di sini, 12 orang", "Tidak ada apa-apa di sini, 12 orang")]
    public void Masking_blots_out_numbers_and_addresses(string text, string masked) => LeakGate.Mask(text).ShouldBe(masked);

    [Fact]
    public void What_was_masked_passes_the_gate()
    {
        const string text = "Saya Rusmiati Lawing (6503014507850002), Sengkawit 12, rusmiati.lawing@surel.id, 0812-3456-7890";

        var masked = LeakGate.Mask(text, Protected);

        masked.ShouldBe("Saya ▇▇▇▇ (▇▇▇▇), ▇▇▇▇, ▇▇▇▇, ▇▇▇▇");
        Check(masked, Protected).ShouldBeEmpty();
    }

    private static IReadOnlyList<Leak> Check(string text, Reporter reporter) => LeakGate.Check([new OutgoingPart("text", text)], new Guarded(reporter));
}
