using System.Globalization;
using System.Text;
using PdfSharp.Pdf;
using PdfSharp.Pdf.Advanced;

namespace Hub.Host.People.Files;

/// <summary>
/// A PDF written anew from its catalogue on: of each object what <see cref="PdfShapes"/> names for it, of each stream what <see cref="PdfStreams"/> leaves of it, and nothing that no page leads to.
/// </summary>
internal sealed class PdfCopy
{
    private readonly EndingStream into;
    private readonly GivenNames names = new(PdfShapes.Words);
    private readonly PdfStreams streams;
    private readonly StringBuilder text = new();
    private readonly List<long> places = [];
    private readonly Dictionary<(PdfObject Object, string Shape), int> numbers = [];
    private readonly Queue<(PdfObject Object, string Shape)> waiting = new();

    private PdfCopy(int length, CancellationToken token) => (into, streams) = (new EndingStream(length, token), new PdfStreams(names, token));

    /// <param name="length">Of the file as it came.</param>
    /// <exception cref="FileHeld">Something that draws can be vouched for by nobody.</exception>
    public static byte[] Of(PdfDocument document, int length, CancellationToken token)
    {
        var copy = new PdfCopy(length, token);
        using (copy.into)
        {
            copy.Write(document.Internals.Catalog);
            return copy.into.ToArray();
        }
    }

    private void Write(PdfCatalog catalog)
    {
        if (HidesLayers(catalog))
        {
            throw new FileHeld(HeldFile.Carries);
        }

        Put([.. "%PDF-1.7\n%"u8, 0xE2, 0xE3, 0xCF, 0xD3, (byte)'\n']);
        NumberOf(catalog, "Catalog");
        while (waiting.TryDequeue(out var next))
        {
            places.Add(into.Length);
            text.Clear().Append(CultureInfo.InvariantCulture, $"{places.Count} 0 obj\n");
            var data = streams.Of(next.Object, next.Shape);
            if (data is null)
            {
                Value(next.Object, next.Shape, isWhole: true);
            }
            else
            {
                Stream(next.Object, next.Shape, data);
            }

            text.Append("\nendobj\n");
            Flush();
        }

        var table = into.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {places.Count + 1}\n0000000000 65535 f \n");
        foreach (var place in places)
        {
            text.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n");
        }

        text.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {places.Count + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
        Flush();
    }

    /// <summary>What stands on a layer that is switched off is not seen on the page, and stays in what draws it.</summary>
    private static bool HidesLayers(PdfCatalog catalog) =>
        PdfStreams.Meant(catalog.Elements["/OCProperties"]) is PdfDictionary layers && PdfStreams.Meant(layers.Elements["/D"]) is PdfDictionary shown
        && (PdfStreams.NameOf(shown, "/BaseState") is "OFF" or "Unchanged" || PdfStreams.Meant(shown.Elements["/OFF"]) is PdfArray { Elements.Count: > 0 });

    private void Stream(PdfObject item, string shape, PdfData data)
    {
        text.Append("<<");
        if (item is PdfDictionary dictionary)
        {
            Entries(dictionary, shape);
            if (data.IsAsItCame)
            {
                Entry("Filter", dictionary.Elements["/Filter"], "");
                Entry("DecodeParms", dictionary.Elements["/DecodeParms"], "Packing");
            }
        }

        text.Append(data.IsAsItCame ? "" : "/Filter/FlateDecode").Append(CultureInfo.InvariantCulture, $"/Length {data.Bytes.Length}>>\nstream\n");
        Flush();
        Put(data.Bytes);
        text.Append("\nendstream");
    }

    /// <summary>Nothing is written of what does not come along.</summary>
    /// <param name="isWhole">It is the object itself, not what leads to it.</param>
    private void Value(PdfItem? item, string shape, bool isWhole = false)
    {
        switch (PdfStreams.Meant(item))
        {
            case PdfDictionary dictionary when isWhole:
                Dictionary(dictionary, shape);
                break;
            case PdfDictionary dictionary when Chosen(shape, dictionary) is { } chosen:
                if (dictionary.Reference is not null || dictionary.Stream is not null)
                {
                    Refer(dictionary, chosen);
                }
                else
                {
                    Dictionary(dictionary, chosen);
                }

                break;
            case PdfArray array when !isWhole && (shape == PdfShapes.Contents || (array.Reference is not null && shape != PdfShapes.Annotation)):
                Refer(array, shape);
                break;
            case PdfArray array when shape == PdfShapes.Colour:
                Colour(array);
                break;
            case PdfArray array:
                Array(array, shape);
                break;
            case PdfDictionary:
                break;
            case var simple:
                Simple(simple, shape);
                break;
        }
    }

    private void Refer(PdfObject item, string shape) => text.Append(CultureInfo.InvariantCulture, $"{NumberOf(item, shape)} 0 R");

    private int NumberOf(PdfObject item, string shape)
    {
        if (!numbers.TryGetValue((item, shape), out var number))
        {
            number = numbers.Count + 1;
            numbers.Add((item, shape), number);
            waiting.Enqueue((item, shape));
        }

        return number;
    }

    /// <summary>What an object is where several may stand; null when it does not come along.</summary>
    private static string? Chosen(string shape, PdfDictionary dictionary) => shape switch
    {
        "" or PdfShapes.Glyphs or PdfShapes.Maker or PdfShapes.FontName => null,
        "Node" => dictionary.Elements.ContainsKey("/Kids") ? "Pages" : "Page",
        "XObject" => PdfStreams.NameOf(dictionary, "/Subtype") switch { "Image" => "Image", "Form" => "Form", _ => null },
        "Pattern" => dictionary.Stream is null ? "Shades" : "Tiling",
        "Looks" => dictionary.Stream is null ? "*Form" : "Form",
        PdfShapes.Encoding => dictionary.Stream is null ? shape : "Map",
        PdfShapes.Layer => PdfStreams.NameOf(dictionary, "/Type") switch { "OCG" => PdfShapes.Layer, "OCMD" => "Members", _ => null },
        PdfShapes.Annotation => IsShown(dictionary) ? shape : null,
        _ => shape,
    };

    /// <summary>Notes, fields and stamps with a picture of themselves that lies open on the page; links and what pops up are not drawn.</summary>
    private static bool IsShown(PdfDictionary note)
    {
        const int hidden = 2 | 32;
        return PdfStreams.Meant(note.Elements["/AP"]) is PdfDictionary && PdfStreams.NameOf(note, "/Subtype") is not ("Link" or "Popup") && (PdfStreams.NumberOf(note, "/F") & hidden) == 0;
    }

    private void Dictionary(PdfDictionary dictionary, string shape)
    {
        text.Append("<<");
        Entries(dictionary, shape);
        text.Append(shape switch
        {
            // A layer has to have a name, and every kind of note draws the picture of itself as a stamp does.
            PdfShapes.Layer => "/Name(-)",
            PdfShapes.Annotation => "/Type/Annot/Subtype/Stamp",
            _ => "",
        }).Append(">>");
    }

    private void Entries(PdfDictionary dictionary, string shape)
    {
        foreach (var key in dictionary.Elements.Keys)
        {
            var name = key[1..];
            var (written, value) = shape.Length > 0 && shape[0] is '*' or '#'
                ? (shape[0] == '#' && PdfStreams.IsGlyph(name) ? name : names.Of(name), shape[1..])
                : (name, PdfShapes.Of(shape, name));
            if (value is not null)
            {
                Entry(written, dictionary.Elements[key], value);
            }
        }
    }

    private void Entry(string name, PdfItem? item, string shape)
    {
        if (item is null)
        {
            return;
        }

        var at = text.Length;
        text.Append('/').Append(name).Append(' ');
        var begins = text.Length;
        Value(item, shape);
        if (text.Length == begins || (shape == PdfShapes.Annotation && text.Length == begins + "[]".Length))
        {
            text.Length = at;
        }
    }

    private void Array(PdfArray array, string shape)
    {
        var isNotes = shape == PdfShapes.Annotation;
        text.Append('[');
        foreach (var item in array.Elements)
        {
            if (isNotes && PdfStreams.Meant(item) is not PdfDictionary)
            {
                continue;
            }

            var at = text.Length;
            Value(item, shape);
            text.Append(text.Length > at ? " " : isNotes ? "" : "null ");
        }

        text.Append(']');
    }

    /// <summary>Spaces of colours; a profile tells which device it was made for, so its colours are those of the device that it stands for.</summary>
    private void Colour(PdfArray space)
    {
        var parts = space.Elements;
        var kind = parts.Count == 0 ? "" : PdfStreams.NameOf(parts[0]) ?? "";
        switch (kind, parts.Count)
        {
            case ("DeviceGray" or "DeviceRGB" or "DeviceCMYK" or "Pattern" or "G" or "RGB" or "CMYK", 1):
                text.Append('/').Append(kind);
                break;
            case ("ICCBased", >= 2) when PdfStreams.Meant(parts[1]) is PdfDictionary profile:
                text.Append(PdfStreams.NumberOf(profile, "/N") switch { 1 => "/DeviceGray", 3 => "/DeviceRGB", 4 => "/DeviceCMYK", _ => throw new FileHeld(HeldFile.Damaged) });
                break;
            case ("Indexed" or "I", >= 4):
                Parts(parts, kind, PdfShapes.Colour, "", "Data");
                break;
            case ("Separation" or "DeviceN", >= 4):
                Parts(parts, kind, "", PdfShapes.Colour, "Function");
                break;
            case ("Pattern", 2):
                Parts(parts, kind, PdfShapes.Colour);
                break;
            case ("CalGray" or "CalRGB" or "Lab", >= 2):
                Parts(parts, kind, "White");
                break;
            default:
                throw new FileHeld(HeldFile.Damaged);
        }
    }

    private void Parts(PdfArray.ArrayElements parts, string kind, params ReadOnlySpan<string> shapes)
    {
        text.Append("[/").Append(kind);
        for (var i = 0; i < shapes.Length; i++)
        {
            text.Append(' ');
            Value(parts[i + 1], shapes[i]);
        }

        text.Append(']');
    }

    private void Simple(PdfItem? item, string shape)
    {
        switch (item)
        {
            case null or PdfNull or PdfNullObject:
                text.Append("null");
                break;
            case PdfBoolean truth:
                text.Append(truth.Value ? "true" : "false");
                break;
            case PdfBooleanObject truth:
                text.Append(truth.Value ? "true" : "false");
                break;
            case PdfRectangle at:
                text.Append(CultureInfo.InvariantCulture, $"[{at.X1:0.######} {at.Y1:0.######} {at.X2:0.######} {at.Y2:0.######}]");
                break;
            case PdfName name:
                Name(name.Value[1..], shape);
                break;
            case PdfNameObject name:
                Name(name.Value[1..], shape);
                break;
            case PdfString words:
                Words(words.Value, shape);
                break;
            case PdfStringObject words:
                Words(words.Value, shape);
                break;
            case var number when PdfStreams.NumberOf(number) is { } value:
                text.Append(CultureInfo.InvariantCulture, $"{value:0.##########}");
                break;
            default:
                break;
        }
    }

    private void Name(string name, string shape) => text.Append('/').Append(shape switch
    {
        PdfShapes.FontName when PdfStreams.IsFont(name) => name.Replace(" ", "#20", StringComparison.Ordinal),
        PdfShapes.Glyphs when PdfStreams.IsGlyph(name) => name,
        PdfShapes.Encoding when !PdfShapes.Words.Contains(name) => throw new FileHeld(HeldFile.Kind),
        _ => names.Of(name),
    });

    /// <summary>Words only where they are colours, or name who ordered the characters of a font.</summary>
    private void Words(string words, string shape)
    {
        if (shape == "Data")
        {
            text.Append('<').Append(Convert.ToHexString(Encoding.Latin1.GetBytes(words))).Append('>');
        }
        else if (shape == PdfShapes.Maker)
        {
            text.Append('(').Append(words is "Adobe" or "UCS" or "Japan1" or "GB1" or "CNS1" or "Korea1" or "KR" ? words : "Identity").Append(')');
        }
    }

    private void Flush()
    {
        Put(Encoding.Latin1.GetBytes(text.ToString()));
        text.Clear();
    }

    private void Put(ReadOnlySpan<byte> bytes) => into.Write(bytes);
}
