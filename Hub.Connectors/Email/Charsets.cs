using System.Text;

namespace Hub.Connectors.Email;

/// <summary>From bytes to text when the declaration may lie: declared, then detected, then windows-1252; no byte is lost on the way and nothing throws.</summary>
internal static class Charsets
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Names that programs write and no registry knows, and names whose superset is what was meant (WHATWG Encoding Standard, 4.2).</summary>
    private static readonly Dictionary<string, int> Known = new(StringComparer.Ordinal)
    {
        ["utf8"] = 65001, ["unicode11utf8"] = 65001, ["utf8mb4"] = 65001, ["xutf8"] = 65001,
        ["usascii"] = 1252, ["ascii"] = 1252, ["ansix3.41968"] = 1252, ["ansix3.1101983"] = 1252, ["646"] = 1252,
        ["iso88591"] = 1252, ["iso885911987"] = 1252, ["iso88591windowslatin1"] = 1252, ["latin1"] = 1252, ["l1"] = 1252, ["88591"] = 1252,
        ["cp1250"] = 1250, ["cp1251"] = 1251, ["cp1252"] = 1252, ["cp1253"] = 1253, ["cp1254"] = 1254, ["cp1255"] = 1255, ["cp1256"] = 1256, ["cp1257"] = 1257, ["cp1258"] = 1258,
        ["win1250"] = 1250, ["win1251"] = 1251, ["win1252"] = 1252, ["windows1250"] = 1250, ["windows1251"] = 1251, ["windows1252"] = 1252, ["xcp1252"] = 1252,
        ["iso88599"] = 1254, ["iso88592"] = 28592, ["iso88595"] = 28595, ["iso88597"] = 28597, ["iso885915"] = 28605, ["latin2"] = 28592, ["latin9"] = 28605, ["iso88598i"] = 28598, ["iso88598e"] = 28598,
        ["iso885911"] = 874, ["tis620"] = 874, ["cp874"] = 874, ["macroman"] = 10000, ["xmacroman"] = 10000, ["cp850"] = 850, ["cp437"] = 437,
        ["gb2312"] = 54936, ["gbk"] = 54936, ["xgbk"] = 54936, ["gb18030"] = 54936, ["gb231280"] = 54936, ["isogb2312"] = 54936, ["cp936"] = 54936, ["chinese"] = 54936, ["euccn"] = 54936, ["hzgb2312"] = 52936, ["hz"] = 52936,
        ["big5"] = 950, ["big5hkscs"] = 950, ["xxbig5"] = 950, ["cp950"] = 950,
        ["euckr"] = 949, ["ksc56011987"] = 949, ["ksc5601"] = 949, ["korean"] = 949, ["cp949"] = 949, ["uhc"] = 949,
        ["shiftjis"] = 932, ["sjis"] = 932, ["xsjis"] = 932, ["mskanji"] = 932, ["cp932"] = 932, ["windows31j"] = 932, ["eucjp"] = 51932, ["xeucjp"] = 51932,
        ["iso2022jp"] = 50221, ["iso2022jpms"] = 50221, ["cp50220"] = 50221, ["cp50221"] = 50221, ["iso2022kr"] = 50225,
        ["utf16"] = 1200, ["utf16le"] = 1200, ["utf16be"] = 1201,
    };

    static Charsets() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Makes sure that the old code pages are there, for whoever uses them first.</summary>
    public static void Register()
    {
    }

    /// <param name="declared">What the mail claims; null when it claims nothing.</param>
    /// <param name="hint">What the rest of the mail is written in; used only for bytes that are not UTF-8.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? declared, string? hint = null)
    {
        var name = Clean(declared);
        if (WithMark(bytes) is { } marked)
        {
            return marked;
        }

        if (IsUtf7(name))
        {
            return Utf7.Decode(bytes);
        }

        if (!IsPlainAscii(bytes))
        {
            return Strict(bytes, Codepage(name)) ?? Detected(bytes) ?? MostlyRight(bytes, Codepage(name)) ?? Strict(bytes, Codepage(Clean(hint))) ?? Windows(bytes);
        }

        return Encoding.ASCII.GetString(bytes);
    }

    public static bool IsKnown(string? name) => IsUtf7(Clean(name)) || Codepage(Clean(name)) is not null;

    private static string? Clean(string? name)
    {
        var clean = name?.Trim().Trim('"', '\'', ';', ' ');
        var end = clean?.AsSpan().IndexOfAny("*;,") ?? -1;
        return end > 0 ? clean![..end].Trim('"', '\'', ' ') : clean;
    }

    private static string Key(string name) =>
        name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    private static bool IsUtf7(string? name) => name is not null && Key(name) is ("utf7" or "unicode11utf7");

    private static int? Codepage(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return null;
        }

        if (Known.TryGetValue(Key(name), out var page))
        {
            return page;
        }

        try
        {
            return Encoding.GetEncoding(name).CodePage;
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Without bytes over 127 and without the escapes of ISO 2022, every charset says the same.</summary>
    private static bool IsPlainAscii(ReadOnlySpan<byte> bytes) => Ascii.IsValid(bytes) && !bytes.Contains((byte)0x1B) && !bytes.Contains((byte)0) && bytes.IndexOf("~{"u8) < 0;

    private static string? WithMark(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, .. var rest] => Strict(rest, 65001),
        [0xFF, 0xFE, .. var rest] when rest.Length % 2 == 0 => Strict(rest, 1200),
        [0xFE, 0xFF, .. var rest] when rest.Length % 2 == 0 => Strict(rest, 1201),
        _ => null,
    };

    private static string? Strict(ReadOnlySpan<byte> bytes, int? codepage)
    {
        if (codepage is not { } page || (page is 1200 or 1201 && Ascii.IsValid(bytes) && !bytes.Contains((byte)0)))
        {
            return null;
        }

        // A declaration of Latin-1 over bytes that are UTF-8 is the commonest lie of all.
        if (page == 1252)
        {
            return Detected(bytes) ?? Windows(bytes);
        }

        try
        {
            return page == 65001 ? StrictUtf8.GetString(bytes) : Encoding.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetString(bytes);
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static string? Detected(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes))
        {
            return HasJapaneseEscape(bytes) ? Strict(bytes, 50221) : Encoding.ASCII.GetString(bytes);
        }

        return Strict(bytes, 65001);
    }

    private static bool HasJapaneseEscape(ReadOnlySpan<byte> bytes) => bytes.IndexOf("\u001B$B"u8) >= 0 || bytes.IndexOf("\u001B$@"u8) >= 0;

    /// <summary>The declaration holds but for a few damaged bytes, as when a text was cut in the middle of a letter.</summary>
    private static string? MostlyRight(ReadOnlySpan<byte> bytes, int? codepage)
    {
        if (codepage is null or 1252)
        {
            return null;
        }

        var text = Encoding.GetEncoding(codepage.Value, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD")).GetString(bytes);
        var wrong = text.AsSpan().Count('\uFFFD');
        var foreign = 0;
        foreach (var letter in text)
        {
            foreign += letter > 127 ? 1 : 0;
        }

        return wrong <= 1 + ((foreign - wrong) / 8) && foreign > wrong ? text : null;
    }

    private static string Windows(ReadOnlySpan<byte> bytes) => Encoding.GetEncoding(1252).GetString(bytes);
}
