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
    public static string Line(string? text) => Spaces().Replace(Of(text), " ").Trim();

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
                text.Append(Spaces().Replace(words.Data, " "));
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

    private static string Tidy(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings("\n"))
        {
            if (c is '\n' or '\t' || !IsInvisible(c))
            {
                clean.Append(c is '\u00A0' or '\u2007' or '\u202F' or '\t' ? ' ' : c);
            }
        }

        return Gaps().Replace(LineEnds().Replace(clean.ToString(), "\n"), "\n\n").Trim();
    }

    private static bool IsInvisible(char c) =>
        char.IsControl(c) || c is '\u00AD' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2064') or '\uFEFF';

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z_]\w*)\s*\}\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex("</?(?:p|br|div|span|a|b|i|u|em|strong|ul|ol|li|table|tbody|tr|td|th|h[1-6]|img|font|blockquote|script|style|html|body|hr)\\b[^>]*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Markup();

    [GeneratedRegex("&(?:[a-z]{2,8}|#\\d{1,6});", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Entity();

    [GeneratedRegex("\\s+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Spaces();

    [GeneratedRegex("[ ]*\\n[ ]*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LineEnds();

    [GeneratedRegex("\\n{3,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Gaps();
}
