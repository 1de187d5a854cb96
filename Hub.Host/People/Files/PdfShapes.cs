using System.Collections.Frozen;

namespace Hub.Host.People.Files;

/// <summary>
/// What may stay of a PDF (ISO 32000): for each shape of object the keys that draw a page, each with the shape of its value. What no list here names does not come along. A key without a
/// shape has numbers, truths, words of the standard, and lists of these. <c>*</c> is a dictionary under anybody's names, <c>#</c> one under the names of glyphs.
/// </summary>
internal static class PdfShapes
{
    public const string Contents = "Contents";
    public const string Colour = "Colour";
    public const string Annotation = "Annotation";
    public const string Layer = "Layer";
    public const string FontName = "FontName";
    public const string Glyphs = "Glyphs";
    public const string Encoding = "Encoding";
    public const string Maker = "Maker";

    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Shapes = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Catalog"] = "Type Pages:Node OCProperties:Layers",
        ["Pages"] = "Type Count Kids:Node Parent:Node Resources:Resources MediaBox CropBox Rotate",
        ["Page"] = "Type Parent:Node Resources:Resources MediaBox CropBox BleedBox TrimBox ArtBox Rotate UserUnit Group:Group Contents:Contents Annots:Annotation",
        ["Resources"] = "Font:*Font XObject:*XObject ExtGState:*State ColorSpace:*Colour Pattern:*Pattern Shading:*Shading Properties:*Layer",
        [Annotation] = "Rect F AS AP:Look OC:Layer",
        ["Look"] = "N:Looks",
        ["Group"] = "Type S CS:Colour I K",

        ["Font"] = "Type Subtype BaseFont:FontName FirstChar LastChar Widths FontDescriptor:Descriptor Encoding:Encoding ToUnicode:Unicode DescendantFonts:Font CIDSystemInfo:System DW W DW2 W2 CIDToGIDMap:Data FontBBox FontMatrix CharProcs:#Glyph Resources:Resources",
        ["Descriptor"] = "Type FontName:FontName Flags FontBBox ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth FontWeight FontStretch FontFile:Data FontFile2:Data FontFile3:Data",
        [Encoding] = "Type BaseEncoding Differences:Glyphs",
        ["System"] = "Registry:Maker Ordering:Maker Supplement",
        ["Unicode"] = "Type CMapName CIDSystemInfo:System WMode UseCMap:Map",
        ["Map"] = "Type CMapName CIDSystemInfo:System WMode UseCMap:Map",
        ["Glyph"] = "",

        ["Image"] = "Type Subtype Width Height ColorSpace:Colour BitsPerComponent Intent ImageMask Mask:Image Decode Interpolate SMask:Image SMaskInData Matte OC:Layer",
        ["Form"] = "Type Subtype FormType BBox Matrix Resources:Resources Group:Group OC:Layer",
        ["Tiling"] = "Type PatternType PaintType TilingType BBox XStep YStep Resources:Resources Matrix",
        ["Shades"] = "Type PatternType Shading:Shading Matrix ExtGState:State",
        ["Shading"] = "ShadingType ColorSpace:Colour Background BBox AntiAlias Coords Domain Extend Function:Function Matrix BitsPerCoordinate BitsPerComponent BitsPerFlag Decode VerticesPerRow",
        ["Function"] = "FunctionType Domain Range Size BitsPerSample Order Encode Decode C0 C1 N Functions:Function Bounds",
        ["State"] = "Type LW LC LJ ML D RI OP op OPM Font:Font TR:Function TR2:Function FL SM SA BM SMask:Mask CA ca AIS TK",
        ["Mask"] = "Type S G:XObject BC TR:Function",
        ["White"] = "WhitePoint BlackPoint Gamma Matrix Range",
        ["Data"] = "Subtype Length1 Length2 Length3",
        ["Packing"] = "Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine EncodedByteAlign Rows EndOfBlock BlackIs1 DamagedRowsBeforeError ColorTransform JBIG2Globals:Data",

        ["Layers"] = "OCGs:Layer D:Shown",
        ["Shown"] = "BaseState ON:Layer OFF:Layer",
        [Layer] = "Type",
        ["Members"] = "Type OCGs:Layer P VE:Layer",
    }.ToFrozenDictionary(static s => s.Key, static s => Keys(s.Value), StringComparer.Ordinal);

    /// <summary>Names that the standard gives a meaning.</summary>
    public static FrozenSet<string> Words { get; } = string.Join(' ',
        "Catalog Pages Page Font XObject ExtGState Pattern Encoding FontDescriptor CMap OCG OCMD Group Mask Image Form Off",
        "Type0 Type1 MMType1 Type3 TrueType CIDFontType0 CIDFontType2 Type1C CIDFontType0C OpenType",
        "UltraCondensed ExtraCondensed Condensed SemiCondensed SemiExpanded Expanded ExtraExpanded UltraExpanded",
        "StandardEncoding MacRomanEncoding WinAnsiEncoding MacExpertEncoding PDFDocEncoding Identity Identity-H Identity-V",
        "GB-EUC-H GB-EUC-V GBpc-EUC-H GBpc-EUC-V GBK-EUC-H GBK-EUC-V GBKp-EUC-H GBKp-EUC-V GBK2K-H GBK2K-V UniGB-UCS2-H UniGB-UCS2-V UniGB-UTF16-H UniGB-UTF16-V",
        "B5pc-H B5pc-V HKscs-B5-H HKscs-B5-V ETen-B5-H ETen-B5-V ETenms-B5-H ETenms-B5-V CNS-EUC-H CNS-EUC-V UniCNS-UCS2-H UniCNS-UCS2-V UniCNS-UTF16-H UniCNS-UTF16-V",
        "83pv-RKSJ-H 90ms-RKSJ-H 90ms-RKSJ-V 90msp-RKSJ-H 90msp-RKSJ-V 90pv-RKSJ-H Add-RKSJ-H Add-RKSJ-V EUC-H EUC-V Ext-RKSJ-H Ext-RKSJ-V H V UniJIS-UCS2-H UniJIS-UCS2-V UniJIS-UCS2-HW-H UniJIS-UCS2-HW-V UniJIS-UTF16-H UniJIS-UTF16-V",
        "KSC-EUC-H KSC-EUC-V KSCms-UHC-H KSCms-UHC-V KSCms-UHC-HW-H KSCms-UHC-HW-V KSCpc-EUC-H UniKS-UCS2-H UniKS-UCS2-V UniKS-UTF16-H UniKS-UTF16-V",
        "DeviceGray DeviceRGB DeviceCMYK CalGray CalRGB Lab Indexed Separation DeviceN G RGB CMYK I DefaultGray DefaultRGB DefaultCMYK All None Cyan Magenta Yellow Black",
        "Normal Compatible Multiply Screen Overlay Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference Exclusion Hue Saturation Color Luminosity Alpha Transparency",
        "AbsoluteColorimetric RelativeColorimetric Perceptual Default",
        "FlateDecode LZWDecode ASCII85Decode ASCIIHexDecode RunLengthDecode CCITTFaxDecode DCTDecode JBIG2Decode Fl LZW A85 AHx RL CCF",
        "Predictor Colors BitsPerComponent Columns EarlyChange K EndOfLine EncodedByteAlign Rows EndOfBlock BlackIs1 DamagedRowsBeforeError",
        "ON OFF Unchanged AllOn AnyOn AnyOff AllOff And Or Not").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <returns>The shape of what stands under that key; null when it does not come along.</returns>
    public static string? Of(string shape, string key) => Shapes.TryGetValue(shape, out var keys) ? keys.GetValueOrDefault(key) : null;

    private static FrozenDictionary<string, string> Keys(string shape) =>
        shape.Split(' ').Select(static k => k.Split(':')).ToFrozenDictionary(static k => k[0], static k => k.Length > 1 ? k[1] : "", StringComparer.Ordinal);
}
