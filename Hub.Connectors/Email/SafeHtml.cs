using Ganss.Xss;

namespace Hub.Connectors.Email;

/// <summary>A mail's HTML made harmless for showing: an allow-list of tags, attributes and styles; nothing is fetched from outside.</summary>
public static class SafeHtml
{
    /// <summary>Longer HTML is shown as text.</summary>
    private const int MaxLength = 1024 * 1024;

    /// <summary>Deeper nesting would need a deep stack.</summary>
    private const int MaxDepth = 250;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Time-boxed: after ten seconds the answer is null, and the letter is shown as text.</summary>
    /// <returns>Null when the HTML is too long, too deep or takes too long.</returns>
    public static async Task<string?> OfAsync(string html, CancellationToken token)
    {
        if (html.Length > MaxLength || Depth(html) > MaxDepth)
        {
            return null;
        }

        try
        {
            return await Task.Run(() => Sanitizer().Sanitize(html), token).WaitAsync(Limit, token);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static HtmlSanitizer Sanitizer()
    {
        var sanitizer = new HtmlSanitizer();
        foreach (var tag in new[] { "form", "input", "button", "textarea", "select", "option", "fieldset", "style", "link", "meta", "base", "map", "area", "picture", "source", "audio", "video" })
        {
            sanitizer.AllowedTags.Remove(tag);
        }

        // A picture from elsewhere tells its sender that and when somebody read the letter.
        sanitizer.AllowedSchemes.Clear();
        sanitizer.AllowedSchemes.UnionWith(["http", "https", "mailto", "tel"]);
        sanitizer.AllowedAttributes.Remove("src");
        sanitizer.AllowedAttributes.Remove("background");
        sanitizer.AllowedAttributes.Remove("action");
        sanitizer.AllowedAttributes.Remove("class");
        sanitizer.AllowedAttributes.Remove("id");
        sanitizer.AllowedCssProperties.ExceptWith(["background", "background-image", "position", "content", "cursor", "z-index", "list-style", "list-style-image", "border-image", "border-image-source"]);
        sanitizer.PostProcessNode += (_, found) =>
        {
            if (found.Node is AngleSharp.Dom.IElement { LocalName: "a" } link)
            {
                link.SetAttribute("rel", "noopener noreferrer nofollow");
                link.SetAttribute("target", "_blank");
            }
        };
        return sanitizer;
    }

    /// <summary>An upper bound for the depth of the tree, counted without building it.</summary>
    private static int Depth(string html)
    {
        var (depth, deepest) = (0, 0);
        for (var at = html.IndexOf('<', StringComparison.Ordinal); at >= 0 && at + 1 < html.Length; at = html.IndexOf('<', at + 1))
        {
            if (html[at + 1] == '/')
            {
                depth = Math.Max(0, depth - 1);
            }
            else if (char.IsAsciiLetter(html[at + 1]) && !IsVoid(html.AsSpan(at + 1)))
            {
                deepest = Math.Max(deepest, ++depth);
            }
        }

        return deepest;
    }

    private static bool IsVoid(ReadOnlySpan<char> tag) =>
        Is(tag, "br") || Is(tag, "img") || Is(tag, "hr") || Is(tag, "meta") || Is(tag, "link") || Is(tag, "input") || Is(tag, "p") || Is(tag, "li") || Is(tag, "td") || Is(tag, "tr") || Is(tag, "col") || Is(tag, "o:p");

    private static bool Is(ReadOnlySpan<char> tag, string name) =>
        tag.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (tag.Length == name.Length || !char.IsAsciiLetterOrDigit(tag[name.Length]));
}
