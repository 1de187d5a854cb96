using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hub.Domain.Privacy;

/// <summary>Words that a sender's program encoded for a header or an address: <c>=?utf-8?B?…?=</c> (RFC 2047) and <c>%20</c>. Pure.</summary>
internal static partial class EncodedWords
{
    /// <summary>Programs encode what is encoded.</summary>
    private const int MostTimes = 3;

    /// <returns>The text itself where nothing in it is encoded.</returns>
    public static string Decode(string text)
    {
        for (var i = 0; i < MostTimes && Once(text) is var decoded && decoded != text; i++)
        {
            text = decoded;
        }

        return text;
    }

    private static string Once(string text)
    {
        var read = text.Contains("=?", StringComparison.Ordinal) ? HeaderRun().Replace(text, OfHeader) : text;
        return Percent().IsMatch(read) ? Uri.UnescapeDataString(read) : read;
    }

    /// <summary>Neighbours are one text: some programs part them in the middle of a letter.</summary>
    private static string OfHeader(Match run)
    {
        var (kinds, texts) = (run.Groups["kind"].Captures, run.Groups["text"].Captures);
        var bytes = Enumerable.Range(0, texts.Count).SelectMany(i => kinds[i].ValueSpan is "B" or "b" ? Base64(texts[i].Value) : Quoted(texts[i].Value)).ToArray();
        var charset = run.Groups["charset"].Captures[0].Value;
        return (charset.StartsWith("iso-8859", StringComparison.OrdinalIgnoreCase) || charset.StartsWith("windows", StringComparison.OrdinalIgnoreCase) ? Encoding.Latin1 : Encoding.UTF8).GetString(bytes);
    }

    private static byte[] Base64(string text)
    {
        var whole = text.TrimEnd('=');
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(whole + new string('=', (4 - (whole.Length % 4)) % 4), bytes, out var length) ? bytes[..length] : Encoding.UTF8.GetBytes(text);
    }

    private static byte[] Quoted(string text) =>
        Encoding.Latin1.GetBytes(QuotedByte().Replace(text.Replace('_', ' '), static m => ((char)byte.Parse(m.ValueSpan[1..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString()));

    [GeneratedRegex(@"(?:=\?(?<charset>[^?\s]{1,60})\?(?<kind>[BbQq])\?(?<text>[^?]{0,500})\?=(?:\s{1,8}(?==\?))?)+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex HeaderRun();

    [GeneratedRegex("%[0-9A-Fa-f]{2}", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Percent();

    [GeneratedRegex("=[0-9A-Fa-f]{2}", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex QuotedByte();
}
