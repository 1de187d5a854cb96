using Hub.Domain.Catalogue;
using Hub.Domain.Routing;

namespace Hub.Host.Pages.Tickets;

/// <summary>Says why a ticket went where it went, in the visitor's language.</summary>
public sealed class RouteWords(Words say, ServiceCatalogue catalogue)
{
    public IEnumerable<string> Why(RoutingDecision route) => route.Why.Select(Reason);

    public string Reason(Reason reason)
    {
        var values = reason.Values.Select(Known).ToList();
        var key = "reason." + reason.Code;
        return reason.Code switch
        {
            "words" or "category" or "area" or "organisation" => say[key, string.Join(", ", values.Select(v => $"\u201c{v}\u201d"))],
            "against" when values.Count > 0 => say[key, values[0], string.Join(", ", values.Skip(1).Select(v => $"\u201c{v}\u201d"))],
            _ when say.Find(key) is not null => say[key, [.. values.Concat(["", ""])]],
            _ => $"{reason.Code}: {string.Join(", ", values)}",
        };
    }

    private string Known(string value) => catalogue.FindBureau(value)?.Name ?? value;
}
