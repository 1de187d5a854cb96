using Hub.Domain.Submissions;

namespace Hub.Host.People.Files;

/// <summary>Takes out of a picture what tells where, when, with what and by whom it was made (EXIF, XMP, IPTC, comments, thumbnails). The picture itself stays bit for bit.</summary>
public static class ImageMetadata
{
    /// <returns>The picture without metadata; null when the bytes are no picture of these kinds, or are damaged: such a file cannot be promised clean.</returns>
    /// <exception cref="FileHeld">A form of them that nobody here understands whole.</exception>
    public static byte[]? Strip(ReadOnlySpan<byte> image)
    {
        using var clean = new MemoryStream(image.Length);
        var done = FileType.Of(image).Kind switch
        {
            FileKind.Jpeg => JpegSegments.Copy(image, clean),
            FileKind.Png => PngChunks.Copy(image, clean),
            FileKind.Webp => WebpChunks.Copy(image, clean),
            FileKind.Gif => GifBlocks.Copy(image, clean),
            FileKind.Tiff => TiffPages.Copy(image, clean),
            FileKind.Heif => HeifItems.Copy(image, clean),
            _ => false,
        };
        return done ? clean.ToArray() : null;
    }
}
