using System.Globalization;
using System.Text;

namespace Hub.Connectors.Email;

/// <summary>Decodes the text of a field: encoded words (RFC 2047, also badly made ones) and raw bytes.</summary>
internal static class HeaderWords
{
    /// <summary>No subject or name is longer; what comes after is noise or an attack.</summary>
    private const int MaxBytes = 64 * 1024;

    /// <param name="hint">The charset of the mail's text, for raw bytes that are not UTF-8.</param>
    public static string Decode(byte[] raw, string? hint) => DecodeWords(Unfold(raw, hint), hint);

    /// <summary>The field as characters, on one line, its encoded words untouched.</summary>
    public static string Unfold(byte[] raw, string? hint)
    {
        var text = Charsets.Decode(raw.AsSpan(0, Math.Min(raw.Length, MaxBytes)), null, hint);
        return text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Trim();
    }

    public static string DecodeWords(string text, string? hint = null)
    {
        if (!text.Contains("=?", StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var pending = new PendingWord(hint);
        var at = 0;
        while (at < text.Length)
        {
            var start = text.IndexOf("=?", at, StringComparison.Ordinal);
            if (start < 0 || EncodedWord.At(text, start) is not { } word)
            {
                var end = start < 0 ? text.Length : start + 2;
                pending.Flush(result);
                result.Append(text, at, end - at);
                at = end;
                continue;
            }

            // White space between two encoded words is not part of the text (RFC 2047, 6.2).
            var between = text.AsSpan(at, start - at);
            if (!pending.IsOpen || !between.IsWhiteSpace())
            {
                pending.Flush(result);
                result.Append(between);
            }

            pending.Add(word, result);
            at = word.End;
        }

        pending.Flush(result);
        return result.ToString();
    }

    /// <summary>Neighbouring words of one charset are joined as bytes first: some programs split them in the middle of a letter.</summary>
    private sealed class PendingWord(string? hint)
    {
        private readonly List<byte> _bytes = [];
        private string? _charset;

        public bool IsOpen => _charset is not null;

        public void Add(EncodedWord word, StringBuilder result)
        {
            if (_charset is not null && !_charset.Equals(word.Charset, StringComparison.OrdinalIgnoreCase))
            {
                Flush(result);
            }

            _charset = word.Charset;
            _bytes.AddRange(word.Bytes);
        }

        public void Flush(StringBuilder result)
        {
            if (_charset is null)
            {
                return;
            }

            result.Append(Charsets.Decode(_bytes.ToArray(), _charset, hint));
            _bytes.Clear();
            _charset = null;
        }
    }
}

/// <summary>One <c>=?charset?B-or-Q?text?=</c>.</summary>
internal sealed record EncodedWord(string Charset, byte[] Bytes, int End)
{
    private const int MaxCharset = 60;

    /// <returns>Null when the text at that place only looks like one.</returns>
    public static EncodedWord? At(string text, int start)
    {
        var charsetEnd = text.IndexOf('?', start + 2);
        if (charsetEnd < 0 || charsetEnd == start + 2 || charsetEnd - start > MaxCharset || charsetEnd + 2 >= text.Length || text[charsetEnd + 2] != '?')
        {
            return null;
        }

        var charset = text[(start + 2)..charsetEnd];
        var kind = char.ToUpperInvariant(text[charsetEnd + 1]);
        if (kind is not ('B' or 'Q') || charset.Split(';')[0].AsSpan().ContainsAny(' ', '\t', '='))
        {
            return null;
        }

        var from = charsetEnd + 3;
        var end = EndOf(text, from);
        var content = text[from..end];
        var bytes = kind == 'B' ? TransferDecoding.Base64(Encoding.Latin1.GetBytes(content)) : Quoted(content);
        var marked = text.AsSpan(end).StartsWith("?=");
        return new(charset, bytes, marked ? end + 2 : end);
    }

    /// <summary>Where the mark of the end is missing, the word ends at the next white space.</summary>
    private static int EndOf(string text, int from)
    {
        var end = text.IndexOf("?=", from, StringComparison.Ordinal);
        if (end >= 0)
        {
            return end;
        }

        var space = text.AsSpan(from).IndexOfAny(' ', '\t');
        return space < 0 ? text.Length : from + space;
    }

    private static byte[] Quoted(string content)
    {
        var bytes = new List<byte>(content.Length);
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '=' && i + 2 < content.Length && byte.TryParse(content.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else if (content[i] == '_')
            {
                bytes.Add((byte)' ');
            }
            else
            {
                bytes.AddRange(content[i] < 128 ? [(byte)content[i]] : Encoding.UTF8.GetBytes([content[i]]));
            }
        }

        return [.. bytes];
    }
}
