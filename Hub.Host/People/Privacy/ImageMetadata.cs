namespace Hub.Host.People.Privacy;

/// <summary>Takes out of a photo what tells where, when, with what and by whom it was made (EXIF, XMP, IPTC, comments, thumbnails). The picture itself stays bit for bit.</summary>
public static class ImageMetadata
{
    /// <returns>The photo without metadata; null when the bytes are no JPEG, PNG or WebP, or are damaged: such a file cannot be promised clean.</returns>
    public static byte[]? Strip(ReadOnlySpan<byte> image)
    {
        using var clean = new MemoryStream(image.Length);
        var done = image switch
        {
            [0xFF, 0xD8, 0xFF, ..] => JpegSegments.Copy(image, clean),
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PngChunks.Copy(image, clean),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => WebpChunks.Copy(image, clean),
            _ => false,
        };
        return done ? clean.ToArray() : null;
    }

    /// <summary>Whether a file of that type shows itself as a picture, and so must pass <see cref="Strip"/> for a protected reporter.</summary>
    public static bool IsPhoto(string mediaType) => mediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase);
}
