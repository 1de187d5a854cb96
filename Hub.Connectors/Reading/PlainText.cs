using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Hub.Connectors.Email;

namespace Hub.Connectors.Reading;

/// <summary>Cleans what people and systems wrote: markup, placeholders, invisible characters.</summary>
public static partial class PlainText
{
    /// <summary>Each element of a page takes some 300 bytes while it is read; what has more than any form makes is read tag by tag, as a mail is.</summary>
    private const int MostTags = 2_000;

    /// <summary>Readable text with its paragraphs; markup and invisible characters gone.</summary>
    /// <param name="text">Plain or HTML; null gives an empty string.</param>
    /// <param name="placeholders">What <c>{{name}}</c> stands for; unknown names vanish. Null leaves double braces alone.</param>
    public static string Of(string? text, Func<string, string?>? placeholders = null)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        if (placeholders is not null)
        {
            text = Placeholder().Replace(text, m => placeholders(m.Groups["name"].Value) ?? "");
        }

        return Tidy(Markup().IsMatch(text) ? FromHtml(text) : Entity().IsMatch(text) ? WebUtility.HtmlDecode(text) : text);
    }

    /// <summary>The same on one line.</summary>
    public static string Line(string? text)
    {
        var whole = Of(text);
        var line = new StringBuilder(whole.Length);
        AppendOnOneLine(line, whole);
        return line.ToString().Trim();
    }

    /// <summary>The same on one line, or null when nothing is left or only a dash.</summary>
    public static string? LineOrNull(string? text) => Line(text) is { Length: > 0 } line && line is not ("-" or "–" or "null") ? line : null;

    private static string FromHtml(string html)
    {
        if (html.AsSpan().Count('<') > MostTags)
        {
            return HtmlText.Of(html);
        }

        var text = new StringBuilder();
        Write(new HtmlParser().ParseDocument(html).Body!, text);
        return text.ToString();
    }

    // Walks without recursion: markup from outside may be nested as deep as it likes.
    private static void Write(INode root, StringBuilder text)
    {
        for (var node = root.FirstChild; node is not null; node = node.NextSibling)
        {
            Begin(node, text);
            while (FirstShown(node) is INode child)
            {
                node = child;
                Begin(node, text);
            }

            End(node, text);
            while (node.NextSibling is null)
            {
                node = node.Parent;
                if (node is null || node == root)
                {
                    return;
                }

                End(node, text);
            }
        }
    }

    private static INode? FirstShown(INode node) =>
        node is IElement { LocalName: "script" or "style" or "template" } ? null : node.FirstChild;

    private static void Begin(INode node, StringBuilder text)
    {
        switch (node)
        {
            case IText words:
                AppendOnOneLine(text, words.Data);
                break;
            case IElement { LocalName: "br" }:
                text.Append('\n');
                break;
            case IElement { LocalName: "li" }:
                text.Append("\n- ");
                break;
        }
    }

    private static void End(INode? node, StringBuilder text)
    {
        if (node is IElement { LocalName: "p" or "div" or "tr" or "ul" or "ol" or "table" or "h1" or "h2" or "h3" or "h4" or "blockquote" })
        {
            text.Append('\n');
        }
        else if (node is IElement { LocalName: "td" or "th" })
        {
            text.Append(' ');
        }
    }

    /// <summary>Each stretch of blanks and line ends as one blank. Sign by sign: an expression that replaces keeps all the pieces between what it found, 16 MB of a text of 1 MB, and each thread keeps them for its next text.</summary>
    private static void AppendOnOneLine(StringBuilder line, string text)
    {
        var isBlank = false;
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                line.Append(c);
            }
            else if (!isBlank)
            {
                line.Append(' ');
            }

            isBlank = char.IsWhiteSpace(c);
        }
    }

    /// <summary>One kind of line end and no blank beside it, one empty line at most, one kind of blank, nothing invisible. Sign by sign, for the same reason.</summary>
    private static string Tidy(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var (i, begun) = (0, true); i < text.Length; i++)
        {
            if (text[i] is '\r' && i + 1 < text.Length && text[i + 1] is '\n')
            {
                continue;
            }

            var c = text[i] switch
            {
                '\r' or '\f' or '\u0085' or '\u2028' or '\u2029' => '\n',
                '\u00A0' or '\u2007' or '\u202F' or '\t' => ' ',
                var other => other,
            };
            if (c is '\n')
            {
                EndLine(clean);
                begun = true;
            }
            else if (!IsInvisible(c) && (c is not ' ' || !begun))
            {
                clean.Append(c);
                begun = false;
            }
        }

        return clean.ToString().Trim();
    }

    private static void EndLine(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] is ' ')
        {
            text.Length--;
        }

        if (text.Length < 2 || text[^1] is not '\n' || text[^2] is not '\n')
        {
            text.Append('\n');
        }
    }

    private static bool IsInvisible(char c) =>
        char.IsControl(c) || c is '\u00AD' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2064') or '\uFEFF';

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z_]\w*)\s*\}\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex("</?(?:p|br|div|span|a|b|i|u|em|strong|ul|ol|li|table|tbody|tr|td|th|h[1-6]|img|font|blockquote|script|style|html|body|hr)\\b[^>]*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Markup();

    [GeneratedRegex("&(?:[a-z]{2,8}|#\\d{1,6});", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Entity();
}
