using System.Globalization;
using System.Text;
using AngleSharp.Html;

namespace Hub.Connectors.Email;

/// <summary>HTML as plain text, read tag by tag: linear in its length and without a tree, so that no nesting can hurt.</summary>
internal static class HtmlText
{
    /// <summary>What a browser would not show.</summary>
    private static readonly HashSet<string> Hidden = new(StringComparer.OrdinalIgnoreCase) { "script", "style", "head", "title", "template", "noframes", "xml" };

    private static readonly HashSet<string> Lines = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "div", "br", "tr", "li", "ul", "ol", "dl", "dt", "dd", "table", "blockquote", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6",
        "center", "form", "fieldset", "section", "article", "header", "footer", "address", "body", "html", "thead", "tbody", "tfoot", "caption", "option", "select",
    };

    public static string Of(string html)
    {
        var text = new Text();
        var at = 0;
        while (at < html.Length)
        {
            var open = html.IndexOf('<', at);
            if (open < 0)
            {
                text.Add(html.AsSpan(at));
                break;
            }

            text.Add(html.AsSpan(at, open - at));
            at = Markup(html, open, text);
        }

        return text.ToString();
    }

    /// <returns>Where reading goes on behind the tag, comment or declaration.</returns>
    private static int Markup(string html, int open, Text text)
    {
        if (string.CompareOrdinal(html, open, "<!--", 0, 4) == 0)
        {
            return After(html, "-->", open + 4);
        }

        if (open + 1 < html.Length && html[open + 1] is '!' or '?')
        {
            return After(html, ">", open);
        }

        var closing = open + 1 < html.Length && html[open + 1] == '/';
        var start = closing ? open + 2 : open + 1;
        if (start >= html.Length || !char.IsAsciiLetter(html[start]))
        {
            text.Add("<");
            return open + 1;
        }

        var nameEnd = start;
        while (nameEnd < html.Length && html[nameEnd] is not ('>' or '/' or '<') && !char.IsWhiteSpace(html[nameEnd]))
        {
            nameEnd++;
        }

        var name = html[start..nameEnd];
        var end = TagEnd(html, nameEnd);
        if (!closing && Hidden.Contains(name))
        {
            return EndOfHidden(html, name, end, text);
        }

        text.Tag(name);
        return end;
    }

    /// <summary>Behind the next <c>&gt;</c> outside quoted values.</summary>
    private static int TagEnd(string html, int from)
    {
        for (var i = from; i < html.Length; i++)
        {
            if (html[i] == '>')
            {
                return i + 1;
            }

            if (html[i] is '"' or '\'' && html[i - 1] == '=' && html.IndexOf(html[i], i + 1) is > 0 and var quote)
            {
                i = quote;
            }
        }

        return html.Length;
    }

    private static int EndOfHidden(string html, string name, int from, Text text)
    {
        if (text.Unclosed.Contains(name))
        {
            return from;
        }

        var close = html.IndexOf("</" + name, from, StringComparison.OrdinalIgnoreCase);
        if (close >= 0)
        {
            return TagEnd(html, close + 2 + name.Length);
        }

        // What is never closed must not swallow the letter; the search is not made twice.
        text.Unclosed.Add(name);
        var body = html.IndexOf("<body", from, StringComparison.OrdinalIgnoreCase);
        return body >= 0 ? body : from;
    }

    private static int After(string html, string mark, int from)
    {
        var end = html.IndexOf(mark, from, StringComparison.Ordinal);
        return end < 0 ? html.Length : end + mark.Length;
    }

    /// <summary>Gathers text: one blank for any white space, a new line at block tags, never more than one empty line.</summary>
    private sealed class Text
    {
        private readonly StringBuilder _text = new();
        private bool _blank;
        private int _newLines = 2;

        /// <summary>Hidden tags that are known to stay open to the end.</summary>
        public HashSet<string> Unclosed { get; } = new(StringComparer.OrdinalIgnoreCase);

        public void Tag(string name)
        {
            if (Lines.Contains(name))
            {
                NewLine(name is "p" or "P" ? 2 : 1, always: name.Equals("br", StringComparison.OrdinalIgnoreCase));
            }
            else if (name.Equals("td", StringComparison.OrdinalIgnoreCase) || name.Equals("th", StringComparison.OrdinalIgnoreCase))
            {
                _blank = true;
            }
        }

        public void Add(ReadOnlySpan<char> html)
        {
            var text = Entities.Decode(html);
            foreach (var letter in text)
            {
                if (letter is ' ' or '\t' or '\r' or '\n' or '\f')
                {
                    _blank = true;
                    continue;
                }

                if (_blank && _newLines == 0)
                {
                    _text.Append(' ');
                }

                (_blank, _newLines) = (false, 0);
                _text.Append(letter);
            }
        }

        public override string ToString() => _text.ToString().Trim();

        private void NewLine(int wanted, bool always)
        {
            _blank = false;
            while (_newLines < wanted || (always && _newLines < 2))
            {
                _text.Append('\n');
                _newLines++;
                always = false;
            }
        }
    }

    /// <summary>Character references, as browsers read them.</summary>
    private static class Entities
    {
        private const int MaxName = 32;

        public static string Decode(ReadOnlySpan<char> html)
        {
            if (!html.Contains('&'))
            {
                return html.ToString();
            }

            var text = new StringBuilder(html.Length);
            while (!html.IsEmpty)
            {
                var sign = html.IndexOf('&');
                if (sign < 0)
                {
                    break;
                }

                text.Append(html[..sign]);
                html = html[sign..];
                html = html[One(html, text)..];
            }

            return text.Append(html).ToString();
        }

        /// <returns>How many characters were used.</returns>
        private static int One(ReadOnlySpan<char> html, StringBuilder text)
        {
            if (html.Length > 2 && html[1] == '#')
            {
                return Number(html, text);
            }

            var length = 1;
            while (length < html.Length && length < MaxName && char.IsAsciiLetterOrDigit(html[length]))
            {
                length++;
            }

            var ends = length < html.Length && html[length] == ';';
            for (var end = length; end > 1; end--)
            {
                var closed = end == length && ends;
                if (HtmlEntityProvider.Resolver.GetSymbol(html[1..end].ToString() + (closed ? ";" : "")) is { } symbol)
                {
                    text.Append(symbol);
                    return closed ? end + 1 : end;
                }
            }

            text.Append('&');
            return 1;
        }

        private static int Number(ReadOnlySpan<char> html, StringBuilder text)
        {
            var hex = html[2] is 'x' or 'X';
            var start = hex ? 3 : 2;
            var end = start;
            while (end < html.Length && end - start < 8 && (hex ? char.IsAsciiHexDigit(html[end]) : char.IsAsciiDigit(html[end])))
            {
                end++;
            }

            if (!int.TryParse(html[start..end], hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            {
                text.Append('&');
                return 1;
            }

            text.Append(Letter(code));
            return end < html.Length && html[end] == ';' ? end + 1 : end;
        }

        /// <summary>128 to 159 mean windows-1252 (HTML, 13.2.5.80); what is no letter becomes U+FFFD.</summary>
        private static string Letter(int code)
        {
            if (code is >= 128 and <= 159)
            {
                return Charsets.Decode([(byte)code], "windows-1252");
            }

            return code is > 0 and < 0x110000 and not (>= 0xD800 and <= 0xDFFF) ? char.ConvertFromUtf32(code) : "\uFFFD";
        }
    }
}
