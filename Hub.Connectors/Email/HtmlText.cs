using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Hub.Connectors.Email;

/// <summary>HTML as a person would read it aloud: plain text.</summary>
internal static class HtmlText
{
    public static string Of(string html)
    {
        using var document = new HtmlParser().ParseDocument(html);
        return document.Body?.TextContent ?? "";
    }
}
