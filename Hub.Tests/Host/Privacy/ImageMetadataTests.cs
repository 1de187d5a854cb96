using System.Text;
using Hub.Host.People.Files;
using Hub.Tests.Support;

namespace Hub.Tests.Host.Privacy;

/// <summary>The photos were drawn by a browser; a maker, a place, an author and a second picture were put into them.</summary>
public sealed class ImageMetadataTests
{
    [Theory]
    [InlineData("photo.jpg")]
    [InlineData("late-comment.jpg")]
    [InlineData("photo.png")]
    [InlineData("photo.webp")]
    public void Nothing_tells_who_or_where(string name)
    {
        var photo = Photo(name);
        Text(photo).ShouldContain("Budi Santoso");

        var clean = ImageMetadata.Strip(photo);

        clean.ShouldNotBeNull();
        var text = Text(clean);
        text.ShouldNotContain("Budi");
        text.ShouldNotContain("Kamera");
        text.ShouldNotContain("adobe.com");
        ImageMetadata.Strip(clean).ShouldBe(clean);
    }

    [Fact]
    public void The_picture_of_a_jpeg_stays_bit_for_bit_and_upright()
    {
        var photo = Photo("photo.jpg");

        var clean = ImageMetadata.Strip(photo)!;

        Scan(clean).ShouldBe(Scan(photo));
        ExifOrientation.Of(clean.AsSpan(clean.AsSpan().IndexOf("Exif\0\0"u8))).ShouldBe((ushort)6);
        clean.ShouldSatisfyAllConditions(c => c[^2].ShouldBe((byte)0xFF), c => c[^1].ShouldBe((byte)0xD9));
    }

    [Fact]
    public void A_webp_no_longer_says_that_it_has_exif() => (ImageMetadata.Strip(Photo("photo.webp"))![20] & 0x0C).ShouldBe(0);

    [Fact]
    public void Every_cut_of_a_photo_is_refused_and_none_throws()
    {
        foreach (var name in new[] { "photo.jpg", "photo.png", "photo.webp" })
        {
            var photo = Photo(name);
            var whole = ImageMetadata.Strip(photo)!;
            for (var length = 0; length < photo.Length; length++)
            {
                var cut = ImageMetadata.Strip(photo.AsSpan(0, length));
                (cut is null || cut.AsSpan().SequenceEqual(whole)).ShouldBeTrue($"{name} cut at {length}");
            }
        }
    }

    [Theory]
    [InlineData("GIF89a")]
    [InlineData("%PDF-1.7")]
    [InlineData("")]
    public void What_is_no_known_photo_cannot_be_promised_clean(string bytes) =>
        ImageMetadata.Strip(Encoding.ASCII.GetBytes(bytes)).ShouldBeNull();

    private static byte[] Photo(string name) => File.ReadAllBytes(Path.Combine(Need.Repository, "Hub.Tests", "Host", "Privacy", "photos", name));

    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static byte[] Scan(byte[] jpeg)
    {
        var start = jpeg.AsSpan().IndexOf(new byte[] { 0xFF, 0xDA });
        var length = jpeg.AsSpan(start).IndexOf(new byte[] { 0xFF, 0xD9 });
        return jpeg[start..(start + length)];
    }
}
