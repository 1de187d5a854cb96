using Hub.Domain.Letters;

namespace Hub.Tests.Connectors.Letters;

/// <summary>A field of a letter's head ends where its text begins, also where a mail program has lost columns, blank lines and line ends.</summary>
public sealed class LetterFieldBoundsTests
{
    private const string Told = "Kami warga RT 04 memohon bantuan perbaikan jalan yang sudah dua tahun rusak berat.";

    public static TheoryData<string, string?, string?> Swallowed => new()
    {
        { $"Nomor: 12/RT/IV/2026\nHal: Permohonan bantuan\nKepada Yth. Kepala Biro Kesejahteraan Rakyat\n{Told}\nJalan itu dilalui anak sekolah setiap hari.\nTerima kasih.", "Kepala Biro Kesejahteraan Rakyat", "Permohonan bantuan" },
        { $"Nomor: 12/RT/IV/2026\nHal: Permohonan bantuan\nKepada Yth. Kepala Biro Kesejahteraan Rakyat, dengan ini {Told}", "Kepala Biro Kesejahteraan Rakyat", "Permohonan bantuan" },
        { $"Nomor: 12/RT/IV/2026\nHal: Permohonan bantuan. {Told}\nKepada Yth. Gubernur", "Gubernur", "Permohonan bantuan" },
        { $"Nomor: 12/RT/IV/2026\nHal:Permohonan bantuan\n{Told}\nJalan itu dilalui anak sekolah.", null, "Permohonan bantuan" },
        { $"Nomor: 12/RT/IV/2026\nPerihal : Undangan rapat\nKepada\nYth. Kepala Biro Umum\ndi Tanjung Selor\n\nDengan hormat, {Told}", "Kepala Biro Umum", "Undangan rapat" },
    };

    [Theory, MemberData(nameof(Swallowed))]
    public void Addressee_and_subject_hold_no_word_of_the_text(string text, string? to, string? subject)
    {
        var letter = Read(text);

        letter.To.ShouldBe(to);
        letter.Subject.ShouldBe(subject);
    }

    [Fact]
    public void The_writer_after_Dari_is_a_name()
    {
        Read($"Nomor: 12/RT/IV/2026\nDari: Ketua RT 04, bersama ini {Told}\nHal: Jalan rusak").From.ShouldBe("Ketua RT 04");
        Read($"{Told.ToUpperInvariant()}\nNomor: 12/RT/IV/2026\nHal: Jalan rusak").From.ShouldBeNull();
    }

    [Fact]
    public void Copies_end_where_somebody_tells_something()
    {
        Read($"Nomor: 12/RT/IV/2026\nHal: Jalan rusak\n\nDengan hormat,\n{Told}\n\nTembusan:\n1. Gubernur Kalimantan Utara\n2. Bupati Bulungan\nDemikian kami sampaikan, terima kasih.\nKetua RT 04").Copies
            .ShouldBe(["Gubernur Kalimantan Utara", "Bupati Bulungan"]);
    }

    private static Letter Read(string text) => LetterReader.Read(text, new DateOnly(2026, 4, 20))!;
}
