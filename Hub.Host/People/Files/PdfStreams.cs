using System.IO.Compression;
using System.Text.RegularExpressions;
using PdfSharp.Pdf;
using PdfSharp.Pdf.Advanced;

namespace Hub.Host.People.Files;

/// <summary>A stream for the copy.</summary>
/// <param name="IsAsItCame">Packed as its dictionary says; else as the copy packs.</param>
internal sealed record PdfData(byte[] Bytes, bool IsAsItCame);

/// <summary>What is left of the streams of a PDF: what draws a page and what counts is read and written anew, pictures and fonts go as they came, without the metadata of photos.</summary>
internal sealed partial class PdfStreams(GivenNames names, CancellationToken token)
{
    private const long MostUnpacked = 256L * 1024 * 1024;

    private readonly Allowance unpacked = new(MostUnpacked);

    /// <returns>Null when the object has none, or none that comes along.</returns>
    public PdfData? Of(PdfObject item, string shape) => (item, shape) switch
    {
        (_, PdfShapes.Contents) => Drawn(item is PdfArray several ? several.Elements.Select(Meant).OfType<PdfDictionary>() : [(PdfDictionary)item]),
        (PdfDictionary { Stream: not null } form, "Form" or "Glyph" or "Tiling") => Drawn([form]),
        (PdfDictionary { Stream: not null } map, "Unicode" or "Map") => Anew(into => PdfMaps.WriteMap(Tokens(map), into)),
        (PdfDictionary { Stream: not null } steps, "Function") when NumberOf(steps, "/FunctionType") == 4 => Anew(into => PdfMaps.WriteFunction(Tokens(steps), into)),
        (PdfDictionary { Stream: not null } data, "Image" or "Data" or "Function" or "Shading") => AsItCame(data, shape),
        _ => null,
    };

    /// <summary>What a reference leads to.</summary>
    public static PdfItem? Meant(PdfItem? item) => item is PdfReference reference ? reference.Value : item;

    public static string? NameOf(PdfItem? item) => Meant(item) switch
    {
        PdfName name => name.Value[1..],
        PdfNameObject name => name.Value[1..],
        _ => null,
    };

    public static string? NameOf(PdfDictionary dictionary, string key) => NameOf(dictionary.Elements[key]);

    public static double? NumberOf(PdfItem? item) => Meant(item) switch
    {
        PdfInteger number => number.Value,
        PdfIntegerObject number => number.Value,
        PdfLongInteger number => number.Value,
        PdfLongIntegerObject number => number.Value,
        PdfReal number when double.IsFinite(number.Value) => number.Value,
        PdfRealObject number when double.IsFinite(number.Value) => number.Value,
        _ => null,
    };

    /// <returns>0 where none stands.</returns>
    public static long NumberOf(PdfDictionary dictionary, string key) => NumberOf(dictionary.Elements[key]) is { } number and > -1e15 and < 1e15 ? (long)number : 0;

    public static bool IsGlyph(string name) => Glyph().IsMatch(name);

    public static bool IsFont(string name) => Font().IsMatch(name);

    private PdfData Drawn(IEnumerable<PdfDictionary> parts) => Anew(into =>
    {
        var content = new PdfContent(names, into);
        foreach (var part in parts.Where(static p => p.Stream is not null))
        {
            content.Write(Tokens(part));
        }
    });

    private static PdfData Anew(Action<Stream> write)
    {
        var packed = new MemoryStream();
        using (var into = new BufferedStream(new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true), 8 * 1024))
        {
            write(into);
        }

        return new PdfData(packed.ToArray(), IsAsItCame: false);
    }

    private PdfTokens Tokens(PdfDictionary dictionary)
    {
        Stream content = new MemoryStream(dictionary.Stream!.Value, writable: false);
        foreach (var packing in Packings(dictionary))
        {
            content = packing switch
            {
                "FlateDecode" => new ZLibStream(content, CompressionMode.Decompress),
                "ASCII85Decode" => Ascii85.Unpack(content),
                _ => throw new FileHeld(HeldFile.Kind),
            };
        }

        return IsPredicted(dictionary) ? throw new FileHeld(HeldFile.Kind) : new PdfTokens(new MeteredStream(content, unpacked), token);
    }

    /// <summary>A photo lies in a PDF as its camera wrote it, place and maker included.</summary>
    private static PdfData AsItCame(PdfDictionary dictionary, string shape)
    {
        if (shape == "Image")
        {
            Pixels.Check(NumberOf(dictionary, "/Width"), NumberOf(dictionary, "/Height"));
        }

        var packings = Packings(dictionary);
        if (packings.Exists(static p => p is not ("FlateDecode" or "LZWDecode" or "ASCII85Decode" or "ASCIIHexDecode" or "RunLengthDecode" or "CCITTFaxDecode" or "JBIG2Decode" or "DCTDecode")))
        {
            throw new FileHeld(HeldFile.Carries);
        }

        var bytes = dictionary.Stream!.Value;
        return new PdfData(packings.Contains("DCTDecode") ? ImageMetadata.Strip(bytes) ?? throw new FileHeld(HeldFile.Carries) : bytes, IsAsItCame: true);
    }

    /// <summary>How it is packed, outermost first.</summary>
    private static List<string> Packings(PdfDictionary dictionary) => Meant(dictionary.Elements["/Filter"]) switch
    {
        null => [],
        PdfArray several => [.. several.Elements.Select(static p => NameOf(p) ?? "")],
        var one => [NameOf(one) ?? ""],
    };

    private static bool IsPredicted(PdfDictionary dictionary) => Meant(dictionary.Elements["/DecodeParms"]) switch
    {
        PdfDictionary one => NumberOf(one, "/Predictor") > 1,
        PdfArray several => several.Elements.Select(Meant).OfType<PdfDictionary>().Any(static p => NumberOf(p, "/Predictor") > 1),
        _ => false,
    };

    [GeneratedRegex(@"\A[A-Za-z0-9._]{1,40}\z", RegexOptions.None, 1000)]
    private static partial Regex Glyph();

    [GeneratedRegex(@"\A[A-Za-z0-9+,._ -]{1,80}\z", RegexOptions.None, 1000)]
    private static partial Regex Font();
}

/// <summary>Bytes written as printable characters (ISO 32000-1, 7.4.3): five for four.</summary>
internal static class Ascii85
{
    private const int Base = 85;

    /// <exception cref="FileHeld">They are not written like that.</exception>
    public static Stream Unpack(Stream from)
    {
        using var read = new MemoryStream();
        from.CopyTo(read);
        var bytes = new MemoryStream();
        var (value, count) = (0u, 0);
        foreach (var one in read.GetBuffer().AsSpan(0, (int)read.Length))
        {
            switch (one)
            {
                case (byte)'~':
                    Put(bytes, value, count);
                    bytes.Position = 0;
                    return bytes;
                case (byte)'z' when count == 0:
                    bytes.Write([0, 0, 0, 0]);
                    break;
                case >= (byte)'!' and <= (byte)'u':
                    value = unchecked((value * Base) + (uint)(one - '!'));
                    if (++count == 5)
                    {
                        Put(bytes, value, count);
                        (value, count) = (0, 0);
                    }

                    break;
                case 0 or (byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r' or (byte)' ':
                    break;
                default:
                    throw new FileHeld(HeldFile.Damaged);
            }
        }

        Put(bytes, value, count);
        bytes.Position = 0;
        return bytes;
    }

    /// <summary>Of a group that is cut short one byte less than it has characters.</summary>
    private static void Put(MemoryStream bytes, uint value, int count)
    {
        for (var missing = count; missing is > 0 and < 5; missing++)
        {
            value = unchecked((value * Base) + (Base - 1));
        }

        for (var i = 0; i < count - 1; i++)
        {
            bytes.WriteByte((byte)(value >> (24 - (8 * i))));
        }
    }
}
