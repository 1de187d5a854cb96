using Hub.Connectors.Reading;

namespace Hub.Tests.Connectors.Reading;

public class PlainTextTests
{
    [Theory]
    [InlineData("<p>Jalan <b>rusak</b></p><p>di Tarakan</p>", "Jalan rusak\ndi Tarakan")]
    [InlineData("Satu<br/>dua<br>tiga", "Satu\ndua\ntiga")]
    [InlineData("<ul><li>KTP</li><li>KK</li></ul>", "- KTP\n- KK")]
    [InlineData("<p>Isi</p><script>alert(1)</script><style>p{}</style>", "Isi")]
    [InlineData("<table><tr><td>A</td><td>B</td></tr></table>", "A B")]
    [InlineData("Rp&nbsp;5 &amp; 6", "Rp 5 & 6")]
    [InlineData("Biro\u200B Umum\uFEFF\u00AD", "Biro Umum")]
    [InlineData("kurang dari <5 hari dan a > b", "kurang dari <5 hari dan a > b")]
    [InlineData("baris satu\r\n\r\n\r\n\r\nbaris dua\t.", "baris satu\n\nbaris dua .")]
    [InlineData("<div><span></span></div>", "")]
    [InlineData(null, "")]
    public void Text_is_cleaned(string? text, string clean) => PlainText.Of(text).ShouldBe(clean);

    [Fact]
    public void Placeholders_with_and_without_blanks_are_filled() =>
        PlainText.Of("<p>{{institution_from}} ke {{ institution_to }}{{ unknown }}</p>", name => name switch
        {
            "institution_from" => "Admin Pusat",
            "institution_to" => "Pemprov",
            _ => null,
        }).ShouldBe("Admin Pusat ke Pemprov");

    [Fact]
    public void Deeply_nested_markup_is_walked_without_falling() =>
        PlainText.Of(string.Concat(Enumerable.Repeat("<div>", 20_000)) + "dasar").ShouldEndWith("dasar");

    [Theory]
    [InlineData("-")]
    [InlineData("  ")]
    [InlineData("null")]
    public void A_dash_is_nothing(string text) => PlainText.LineOrNull(text).ShouldBeNull();

    /// <summary>320,000 elements in one field of a push took the hub from 253 to 366 MB.</summary>
    [Fact]
    public void Elements_without_end_make_no_tree()
    {
        var html = "<p>Jalan rusak</p><script>tidak tampak</script>" + string.Concat(Enumerable.Repeat("<p>", 100_000)) + "air keruh";
        var before = GC.GetAllocatedBytesForCurrentThread();

        PlainText.Of(html).ShouldBe("Jalan rusak\n\nair keruh");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(20L * html.Length);
    }
}
