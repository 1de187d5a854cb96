using Hub.Domain.Routing;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Notify;

/// <summary>Says the grounds of a route in the reader's language.</summary>
public sealed class RouteWords(IStringLocalizer<RouteTexts> texts)
{
    public string Say(Reason reason)
    {
        var text = texts[reason.Code, [.. reason.Values]];
        return text.ResourceNotFound ? string.Join(", ", reason.Values.Prepend(reason.Code)) : text;
    }
}

/// <summary>Marker of the resource files <c>RouteTexts.resx</c>.</summary>
public sealed class RouteTexts;
