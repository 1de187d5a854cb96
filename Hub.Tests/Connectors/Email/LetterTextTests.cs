using Hub.Connectors.Email;

namespace Hub.Tests.Connectors.Email;

public sealed class LetterTextTests
{
    [Theory]
    [InlineData("TERIMA\n\nPada Sen, 2 Mar 2026 pukul 09.15 Hub Setda <hub@contoh.id> menulis:\n> Disposisi", "TERIMA")]
    [InlineData("TERIMA\n\nPada Sen, 2 Mar 2026 pukul 09.15 Hub Setda Kalimantan Utara\n<hub+ku-2026-000123@contoh.id> menulis:\n\n> Disposisi", "TERIMA")]
    [InlineData("Baik.\n\nOn Mon, Mar 2, 2026 at 9:15 AM Hub <hub@contoh.id> wrote:\n> Disposisi", "Baik.")]
    [InlineData("Baik.\n\n-----Pesan Asli-----\nDari: Hub", "Baik.")]
    [InlineData("Baik.\n\nDari: Hub <hub@contoh.id>\nDikirim: Senin, 2 Maret 2026 09.15\nKepada: Biro\nPerihal: Disposisi\n\nIsi", "Baik.")]
    [InlineData("Baik.\n\nFrom: Hub\nSent: Monday, March 2, 2026\nTo: Biro\nSubject: Disposisi\n\nIsi", "Baik.")]
    [InlineData("Sudah kami kerjakan.\n\nDikirim dari iPhone saya", "Sudah kami kerjakan.")]
    [InlineData("Sudah kami kerjakan.\n-- \nBiro Kesra\nJl. Kolonel Soetadji", "Sudah kami kerjakan.")]
    [InlineData("Baik.\n> lama\n> lama", "Baik.")]
    public void What_was_written_now_stands_alone(string text, string written) => LetterText.Split(text).New.ShouldBe(written);

    [Theory]
    [InlineData("Pada 2 Maret 2026 jalan kami rusak.\nMohon diperbaiki.")]
    [InlineData("Kepada Yth. Gubernur\nDari: warga RT 3\nPerihal: jalan rusak")]
    [InlineData("> 5 rumah terdampak banjir\ndan kami menunggu bantuan")]
    [InlineData("Harga >= 500 ribu")]
    public void A_letter_that_only_looks_quoted_stays_whole(string text) => LetterText.Split(text).New.ShouldBe(text);

    [Fact]
    public void Answers_between_quoted_lines_are_what_was_written() =>
        LetterText.Split("On Mon, Mar 2, 2026 Hub <hub@contoh.id> wrote:\n> Kapan?\nBesok.\n> Di mana?\nDi kantor.").New.ShouldBe("Besok.\nDi kantor.");
}
