using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hub.Domain;
using MimeKit;

namespace Hub.Connectors.Email;

/// <summary>Reads a file name from a parameter of RFC 2231 whose declared charset lies: the bytes are decoded by the same ladder as texts.</summary>
internal static partial class ParameterNames
{
    private const int LimitMs = 500;
    private const int MostSegments = 100;

    /// <summary>The name of a part by its fields as they stand in the mail.</summary>
    /// <returns>Null when no field has an encoded name with letters beyond ASCII.</returns>
    public static string? Of(MimeEntity part, string? hint)
    {
        foreach (var id in new[] { HeaderId.ContentDisposition, HeaderId.ContentType })
        {
            if (part.Headers.FirstOrDefault(h => h.Id == id) is { } field && Read(Encoding.Latin1.GetString(field.RawValue), hint) is { } name)
            {
                return name;
            }
        }

        return null;
    }

    internal static string? Read(string field, string? hint) => RegexPatience.Read(() => Joined(field, hint), static () => null);

    private static string? Joined(string field, string? hint)
    {
        var segments = Segment().Matches(field).Take(MostSegments)
            .Select(m => (Number: m.Groups["number"] is { Success: true, Value: var n } ? int.Parse(n, CultureInfo.InvariantCulture) : 0, IsEncoded: m.Groups["encoded"].Success, Value: m.Groups["value"].Value.Trim('"')))
            .OrderBy(s => s.Number).ToList();
        if (segments is not [{ IsEncoded: true } first, ..] || first.Value.Split('\'') is not [var charset, _, var start])
        {
            return null;
        }

        var bytes = segments.Skip(1).Select(s => s.IsEncoded ? Bytes(s.Value) : Encoding.Latin1.GetBytes(s.Value)).Prepend(Bytes(start)).SelectMany(b => b).ToArray();
        return Array.Exists(bytes, b => b > 127) ? Charsets.Decode(bytes, charset, hint) : null;
    }

    private static byte[] Bytes(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.Add((byte)text[i]);
            }
        }

        return [.. bytes];
    }

    [GeneratedRegex("""(?<![\w-])(?:file)?name\*(?:(?<number>\d{1,3})(?<encoded>\*)?|(?<encoded>))=(?<value>"[^"]{0,2000}"|[^;\s"]{0,2000})""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, LimitMs)]
    private static partial Regex Segment();
}
