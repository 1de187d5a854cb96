using Hub.Host.Figures;
using Hub.Tests.Support;
using UglyToad.PdfPig;

namespace Hub.Tests.Host.Reports;

public sealed class PaperTests
{
    private const double Size = 10, Inner = 483;

    [Theory]
    [InlineData("Łucja Nguyễn Đặng, Ḥasan Šafaʼat")]
    [InlineData("Παράρτημα Ἀθῆναι Приложение Ђорђевић")]
    [InlineData("“sebelum” – ‘sesudah’ … € • № ™")]
    [InlineData("≤ 5 hari → ditolak ✓ ☐ ★ √ −3 × 2")]
    public void Signs_beyond_latin_1_are_read_as_they_were_written(string words) => Paper(words).ShouldContain(words);

    [Theory]
    [InlineData("doa 🙏 selesai", "doa [U+1F64F] selesai")]
    [InlineData("السل", "[U+0627][U+0644][U+0633][U+0644]")]
    public void A_sign_that_the_font_lacks_is_told_by_its_code(string words, string told) => Paper(words).ShouldContain(told);

    [Fact]
    public void Marks_that_turn_the_order_of_words_and_control_signs_do_not_reach_a_paper() =>
        Paper("mulai\t\u202Ekebalik\u202C\u200B akhir").ShouldContain("mulai kebalik akhir");

    [Fact]
    public void A_word_of_sixty_thousand_signs_breaks_into_full_lines()
    {
        using var font = new PaperFont(bold: false);
        var word = string.Concat(Enumerable.Range(0, 60_000).Select(i => (char)('a' + (i % 26))));

        var lines = font.Wrap(word, Size, Inner).ToList();

        string.Concat(lines).ShouldBe(word);
        lines.ShouldAllBe(line => font.Measure(line, Size) <= Inner);
        lines.Count.ShouldBeLessThanOrEqualTo((int)Math.Ceiling(font.Measure(word, Size) / (Inner - Size)), "every line but the last is full");
    }

    [Fact]
    public void Words_stay_whole_where_they_fit()
    {
        using var font = new PaperFont(bold: true);
        var text = string.Join(' ', Enumerable.Repeat("pengaduan", 200));

        var lines = font.Wrap(text, Size, Inner).ToList();

        string.Join(' ', lines).ShouldBe(text);
        lines.ShouldAllBe(line => font.Measure(line, Size) <= Inner);
        lines.SkipLast(1).ShouldAllBe(line => font.Measure(line + " pengaduan", Size) > Inner);
    }

    [Fact]
    public void A_table_that_goes_on_repeats_its_head_and_keeps_the_total_with_a_row()
    {
        using var sheet = new PdfSheet("Judul ≥ 1", "Halaman {0} dari {1}");
        sheet.Table([new("Kepala", 300, Right: false), new("Angka", 100, Right: true)], Enumerable.Range(1, 100).Select(i => (IReadOnlyList<string>)[$"baris-{i}", $"{i}"]), total: true);

        using var document = PdfDocument.Open(sheet.Build());
        var pages = document.GetPages().Select(page => page.GetWords().Select(w => w.Text).ToList()).ToList();

        document.Information.Title.ShouldBe("Judul ≥ 1");
        pages.Count.ShouldBeGreaterThan(1);
        pages.ShouldAllBe(words => words.Contains("Kepala"));
        pages[^1].ShouldContain("baris-99");
        pages[^1].ShouldContain("baris-100");
        pages.SelectMany(words => words.Where(w => w.StartsWith("baris-", StringComparison.Ordinal))).Count().ShouldBe(100);
    }

    private static string Paper(string words)
    {
        using var sheet = new PdfSheet();
        sheet.Text(words);
        return PdfText.Of(sheet.Build());
    }
}
