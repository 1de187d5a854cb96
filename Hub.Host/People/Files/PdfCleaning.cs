using System.IO.Compression;
using Hub.Connectors.Letters;
using PdfSharp.Pdf;
using PdfSharp.Pdf.IO;

namespace Hub.Host.People.Files;

/// <summary>
/// PDF (ISO 32000): written anew from what draws its pages as its last version shows them (<see cref="PdfCopy"/>). What is encrypted or carries files is held.
/// </summary>
internal static class PdfCleaning
{
    private const int MostUnpackedStream = 64 * 1024 * 1024;
    private const long MostUnpacked = 256L * 1024 * 1024;

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
            foreach (var dictionary in document.Internals.GetAllObjects().OfType<PdfDictionary>())
            {
                token.ThrowIfCancellationRequested();
                Check(dictionary);
            }

            return PdfCopy.Of(document, content.Length, token);
        }
        catch (Exception e) when (e is not FileHeld and not OutOfMemoryException && !token.IsCancellationRequested)
        {
            throw new FileHeld(HeldFile.Damaged, e);
        }
    }

    private static void Check(PdfDictionary dictionary)
    {
        if (Carrying.Any(dictionary.Elements.ContainsKey) || PdfStreams.NameOf(dictionary, "/Type") == "EmbeddedFile")
        {
            throw new FileHeld(HeldFile.Carries);
        }

        foreach (var inner in dictionary.Elements.Values.SelectMany(static v => v is PdfArray array ? array.Elements : Enumerable.Repeat(v, 1)).OfType<PdfDictionary>())
        {
            Check(inner);
        }
    }

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
