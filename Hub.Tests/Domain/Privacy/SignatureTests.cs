using Hub.Domain.Privacy;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Privacy;

/// <summary>Who signs his text is covered there, whatever the channel calls him.</summary>
public sealed class SignatureTests
{
    private const string Signer = "Markudius Lawetang";

    [Theory]
    [InlineData("Petugas salah tulis nama saya.\n\nHormat saya,\nX")]
    [InlineData("Tolong jangan sebut nama saya.\n\nHormat saya,\nX")]
    [InlineData("Tolong jangan sebut nama saya\n\nHormat saya,\nX")]
    [InlineData("Mohon rahasiakan nama saya.\nTerima kasih\nX")]
    [InlineData("Mohon rahasiakan nama saya.\nWassalam,\nX")]
    [InlineData("Salam.\nJalan rusak.\nHormat saya,\nX")]
    [InlineData("Salam.\nHormat saya,\nX")]
    [InlineData("Jalan rusak.\r\n\r\nHormat saya,\r\n\r\n\r\nX\r\n")]
    [InlineData("Jalan rusak.\nHormat saya,\nTanjung Selor, 3 November 2026\nX")]
    [InlineData("Jalan rusak.\nTanjung Selor, 3 November 2026\nHormat saya,\n\n(ttd)\n\n( X )")]
    [InlineData("Jalan rusak.\nHormat kami\nKetua Panitia,\n\nX")]
    [InlineData("Jalan rusak.\nSalam hormat,\nX")]
    [InlineData("Jalan rusak.\nWassalam,\nX")]
    [InlineData("Jalan rusak.\nWassalamu'alaikum Wr. Wb.\nX")]
    [InlineData("Jalan rusak.\nTerima kasih,\nX")]
    [InlineData("Demikian laporan saya, terima kasih.\nX")]
    [InlineData("Jalan rusak. Terima kasih, X")]
    [InlineData("Jalan rusak.\nHormat saya, X")]
    [InlineData("Jalan rusak. Hormat saya,\nX, S.Pd\nNIP 198703152010012004")]
    [InlineData("Jalan rusak.\nHormat saya,\nX\n0812-3456-7890")]
    [InlineData("Jalan rusak.\nHormat saya,\nX 0812-3456-7890")]
    [InlineData("Jalan rusak.\nX\nHP 0812 3456 7890")]
    [InlineData("Nama: X\nAlamat: Jelarai\nJalan rusak.")]
    [InlineData("Nama lengkap : X\nNIK : 1")]
    [InlineData("Nama: X Alamat: Jelarai")]
    [InlineData("1. Nama : X\n2. Alamat : Jelarai")]
    [InlineData("Perkenalkan, nama saya X. Jalan kami rusak.")]
    public void A_signature_is_covered_whoever_the_channel_says_wrote(string body)
    {
        foreach (var name in new[] { Signer, "Brimoteru", "M. Lawetang", "Markudius Lawetang61", "MARKUDIUS LAWETANG", "王小明" })
        {
            var blotted = Body(body.Replace("X", name, StringComparison.Ordinal));

            blotted.ShouldBe(Masked(body.Replace("X", LeakGate.Blot, StringComparison.Ordinal)), $"{body} {name}");
            Body(body.Replace("X", name, StringComparison.Ordinal), Reporter.Unknown).ShouldBe(blotted);
        }
    }

    [Theory]
    [InlineData("Jalan rusak.\nHormat saya,\nX")]
    [InlineData("Jalan rusak.\nHormat saya,\nTanjung Selor, 3 November 2026\nX")]
    [InlineData("Jalan rusak.\nTerima kasih,\nX")]
    [InlineData("Jalan rusak.\nWassalam\n\nX\n08123456789")]
    [InlineData("Nama: X\nAlamat: Jelarai")]
    public void A_signature_in_small_letters_is_one(string body)
    {
        var blotted = Body(body.Replace("X", "markudius lawetang", StringComparison.Ordinal));

        blotted.ShouldBe(Masked(body.Replace("X", LeakGate.Blot, StringComparison.Ordinal)));
    }

    /// <summary>The words of a plea are no introduction: what stands behind their sentence or their paragraph is not the name.</summary>
    [Fact]
    public void A_plea_before_the_closing_does_not_take_the_closing_for_the_name() =>
        Body("Petugas salah tulis nama saya\n\nHormat saya,\nMarkudius Lawetang").ShouldBe("Petugas salah tulis nama saya\n\nHormat saya,\n▇▇▇▇");

    /// <summary>A word of an address by itself looks like any other.</summary>
    [Fact]
    public void A_ground_says_no_word_that_the_texts_say_no_longer()
    {
        var texts = new TicketTexts
        {
            Title = "Lampu padam",
            Body = "Di depan rumah saya, Jalan Kenanga Ungu No. 17 RT 3, lampu jalan padam sejak Senin.",
            Route = new RoutingDecision { Kind = SubmissionKind.Complaint, Score = 1, Triage = true, Why = [new("words", ["kenanga", "lampu padam"]), new("against", ["kenanga", "ungu"])] },
        };

        var blotted = new Blotting([new Reporter { Name = "Markudius Lawetang", Address = "Jalan Kenanga Ungu No. 17 RT 3", Anonymous = true }], isProtected: true, isSecret: false, texts).Of(texts).Blotted;

        blotted.Body.ShouldNotContain("Kenanga");
        blotted.Route.Why.SelectMany(static r => r.Values).ShouldBe([LeakGate.Blot, "lampu padam", "kenanga", LeakGate.Blot]);
    }

    /// <summary>What the reporter writes later is his text too; what an office answers is not.</summary>
    [Fact]
    public void A_later_letter_of_the_reporter_is_covered_where_it_is_signed()
    {
        var texts = new TicketTexts { Title = "Jalan rusak", Body = "Isi", Route = new RoutingDecision { Kind = SubmissionKind.Complaint, Score = 1, Triage = true, Why = [] } };
        var blotting = new Blotting([Shop], isProtected: true, isSecret: false, texts);

        Event(TicketEventKind.ReporterWrote).ShouldBe("Belum selesai.\nHormat saya,\n▇▇▇▇");
        Event(TicketEventKind.Answered).ShouldBe("Belum selesai.\nHormat saya,\nMarkudius Lawetang");

        string? Event(TicketEventKind kind) => blotting.Of(kind, new EventTexts("Belum selesai.\nHormat saya,\nMarkudius Lawetang", null)).Blotted.Text;
    }

    [Fact]
    public void A_long_text_of_closings_is_read_within_the_bounds_of_its_patterns()
    {
        foreach (var piece in new[] { "hormat saya, ", "terima kasih\n", "nama : ", "\n", " ", "nama saya ", "Aa ", "salam.\n\n", "Hormat saya,\nA. A. A. A.\n", "=?u?B?", ".;" })
        {
            var text = string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length));

            // Each pattern gives up after two seconds, and says so.
            Should.NotThrow(() => Signatures.In(text), piece);
        }
    }

    [Fact]
    public void A_body_that_signs_is_covered_by_its_own_words()
    {
        var blotted = Body("Warga peduli sungai; Qorbexo dikenal.\nHormat kami,\nYayasan Qorbexo Peduli");

        blotted.ShouldBe("Warga peduli sungai; ▇▇▇▇ dikenal.\nHormat kami,\n▇▇▇▇");
    }

    [Theory]
    [InlineData("Terima kasih atas bantuannya. Jalan kami sudah baik.")]
    [InlineData("Terima kasih.\nJalan kami sudah baik.\nLampu belum.")]
    [InlineData("Terima kasih\nLampiran: foto jalan")]
    [InlineData("Terima kasih, Pak Camat sudah datang.")]
    [InlineData("Salam. Jalan kami rusak.")]
    [InlineData("Salam,\nJalan kami rusak parah.\nMohon diperbaiki.")]
    [InlineData("Dengan hormat,\nKami melaporkan jalan rusak.")]
    [InlineData("Mohon rahasiakan nama saya. Petugas meminta uang.")]
    [InlineData("Mohon rahasiakan identitas pelapor.\nPetugas meminta uang.")]
    [InlineData("Nama kegiatan: Perbaikan Jembatan\nLokasi: Jelarai")]
    [InlineData("Hormat kami,\nDinas Kesehatan")]
    [InlineData("Terima kasih atas perhatian Bapak.\nUPTD PERLINDUNGAN PEREMPUAN\nNomor 005/41/UPTD-PPA\nHal Permohonan Narasumber")]
    [InlineData("Nama: dirahasiakan")]
    [InlineData("Salam hormat, Jalan kami rusak.")]
    [InlineData("Jalan rusak.\nWassalamu'alaikum Wr. Wb.")]
    [InlineData("Jalan Sengkawit\n0552 21512")]
    public void Ordinary_words_stay_open(string body) => Body(body).ShouldBe(Masked(body));

    /// <summary>What the reader of numbers and addresses covers anyway.</summary>
    private static string Masked(string text) => LeakGate.Mask(text, Shop);

    private static readonly Reporter Shop = new() { Name = "Toko Maju", Anonymous = true };

    private static string Body(string body, Reporter? sender = null)
    {
        var texts = new TicketTexts { Title = "Jalan rusak", Body = body, Route = new RoutingDecision { Kind = SubmissionKind.Complaint, Score = 1, Triage = true, Why = [] } };
        return new Blotting([sender ?? Shop], isProtected: true, isSecret: false, texts).Of(texts).Blotted.Body;
    }
}
