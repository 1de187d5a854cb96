using System.IO.Compression;
using Hub.Connectors.Letters;
using PdfSharp.Pdf;
using PdfSharp.Pdf.Advanced;
using PdfSharp.Pdf.IO;

namespace Hub.Host.People.Files;

/// <summary>
/// PDF (ISO 32000): written anew from what its last version shows, so that older versions stay behind; without information, XMP, authors of notes, programs and the metadata of
/// pictures. What is encrypted or carries files is held.
/// </summary>
internal static class PdfCleaning
{
    private const int MostUnpackedStream = 64 * 1024 * 1024;
    private const long MostUnpacked = 256L * 1024 * 1024;

    private static readonly string[] Gone = ["/Metadata", "/PieceInfo", "/LastModified", "/AA", "/OpenAction", "/JS", "/JavaScript", "/Thumb", "/StructTreeRoot", "/Collection"];
    private static readonly string[] GoneOfNotes = ["/T", "/M", "/NM", "/CreationDate", "/RC"];
    private static readonly string[] Carrying = ["/EF", "/EmbeddedFiles", "/RichMediaContent", "/AF"];

    /// <exception cref="FileHeld">It cannot be made safe.</exception>
    public static byte[] Clean(byte[] content, CancellationToken token = default)
    {
        if (content.AsSpan().IndexOf("/Encrypt"u8) >= 0)
        {
            throw new FileHeld(HeldFile.Locked);
        }

        if (CountedParts.HasMoreObjects(content))
        {
            throw new FileHeld(HeldFile.TooLarge);
        }

        Measure(content, token);
        PdfNesting.Check(content);
        try
        {
            using var document = PdfReader.Open(new EndingStream(content, token), PdfDocumentOpenMode.Modify);
            document.Info.Elements.Clear();
            foreach (var dictionary in document.Internals.GetAllObjects().OfType<PdfDictionary>())
            {
                token.ThrowIfCancellationRequested();
                Clean(dictionary);
            }

            document.Internals.FirstDocumentID = document.Internals.SecondDocumentID = "";
            using var into = new EndingStream(content.Length, token);
            document.Save(into, closeStream: false);
            return into.ToArray();
        }
        catch (Exception e) when (e is not FileHeld and not OutOfMemoryException && !token.IsCancellationRequested)
        {
            throw new FileHeld(HeldFile.Damaged, e);
        }
    }

    private static void Clean(PdfDictionary dictionary)
    {
        var elements = dictionary.Elements;
        if (Carrying.Any(elements.ContainsKey) || Is(dictionary, "/Type", "/EmbeddedFile"))
        {
            throw new FileHeld(HeldFile.Carries);
        }

        foreach (var key in Gone)
        {
            elements.Remove(key);
        }

        if (elements.ContainsKey("/Rect") && !Is(dictionary, "/Subtype", "/Widget"))
        {
            foreach (var key in GoneOfNotes)
            {
                elements.Remove(key);
            }
        }

        foreach (var inner in elements.Values.OfType<PdfDictionary>().ToList())
        {
            Clean(inner);
        }

        foreach (var inner in elements.Values.OfType<PdfArray>().SelectMany(a => a.Elements).OfType<PdfDictionary>().ToList())
        {
            Clean(inner);
        }

        // The name of the packing may stand elsewhere in the file.
        var packing = elements["/Filter"] is PdfReference elsewhere ? elsewhere.Value : elements["/Filter"];
        if (packing is PdfArray several && several.Elements.Any(static e => e is PdfReference))
        {
            throw new FileHeld(HeldFile.Carries);
        }

        if (dictionary.Stream is { } stream && packing?.ToString() is { } filter)
        {
            CleanPicture(stream, filter);
        }
    }

    /// <summary>A picture lies in a PDF as its camera wrote it, place and maker included.</summary>
    private static void CleanPicture(PdfDictionary.PdfStream stream, string filter)
    {
        if (filter.Contains("JPXDecode", StringComparison.Ordinal))
        {
            throw new FileHeld(HeldFile.Carries);
        }

        if (filter.Contains("DCT", StringComparison.Ordinal))
        {
            stream.Value = ImageMetadata.Strip(stream.Value) ?? throw new FileHeld(HeldFile.Carries);
        }
    }

    private static bool Is(PdfDictionary dictionary, string key, string name) => dictionary.Elements[key] is PdfName found && found.Value == name;

    /// <summary>Unpacks what is packed and keeps nothing of it: a few hundred kilobytes can hide gigabytes.</summary>
    private static void Measure(byte[] content, CancellationToken token)
    {
        var all = new Allowance(MostUnpacked);
        var buffer = new byte[64 * 1024];
        for (var at = 0; content.AsSpan(at).IndexOf("stream"u8) is >= 0 and var found;)
        {
            token.ThrowIfCancellationRequested();
            at += found + "stream"u8.Length;
            var begins = content.AsSpan(at).StartsWith("\r\n"u8) ? at + 2 : at + 1;
            if (begins + 2 < content.Length && (content[begins] & 0x0F) == 8 && ((content[begins] << 8) + content[begins + 1]) % 31 == 0)
            {
                Measure(new MemoryStream(content, begins, content.Length - begins, writable: false), all, buffer);
            }
        }
    }

    private static void Measure(Stream packed, Allowance all, byte[] buffer)
    {
        var one = new Allowance(MostUnpackedStream);
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        try
        {
            for (int read; (read = unpacked.Read(buffer)) > 0;)
            {
                one.Take(read);
                all.Take(read);
            }
        }
        catch (InvalidDataException)
        {
            // Not packed after all, or damaged: whoever reads it sees no more of it than was counted.
        }
    }
}
