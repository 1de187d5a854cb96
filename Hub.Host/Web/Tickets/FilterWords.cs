using System.Text.Json;
using Hub.Domain.Catalogue;
using Hub.Host.Figures;
using Hub.Host.People.Visits;
using Hub.Host.Work.Offices;

namespace Hub.Host.Web.Tickets;

/// <summary>A filter as a sheet of paper says it, where no field shows what was chosen.</summary>
internal static class FilterWords
{
    /// <param name="sources">The title of each source by its name.</param>
    public static string Of(TicketFilter filter, IReadOnlyDictionary<string, string> sources, ServiceCatalogue catalogue, OfficeRegister offices, Words say)
    {
        (string Label, string? Value)[] conditions =
        [
            (say["col.status"], say["standing." + filter.Standing]),
            (say["col.bureau"], filter.Bureau == "-" ? say["bureau.none"] : offices.NameOf(filter.Bureau) ?? filter.Bureau),
            (say["filter.words"], filter.Words is { } words ? $"“{words}”" : null),
            (say["filter.due"], filter.Due is { } due ? say["due." + due] : null),
            (say["filter.due"], filter.DueOn is { } on ? say.Day(on) : null),
            (say["col.kind"], filter.Kind is { } kind ? say.Kind(kind) : null),
            (say["col.source"], filter.Source is { } source ? sources.GetValueOrDefault(source, source) : filter.System),
            (say["col.service"], catalogue.FindService(filter.Service) is { } service ? $"{service.Number}. {service.Name}" : null),
            (say["col.class"], catalogue.Classes.Values.SelectMany(c => c).FirstOrDefault(c => c.Code == filter.Class)?.Name),
            (say["filter.from"], filter.From is { } from ? say.Day(from) : null),
            (say["filter.to"], filter.To is { } to ? say.Day(to) : null),
            (say["filter.done-from"], filter.DoneFrom is { } first ? say.Day(first) : null),
            (say["filter.done-to"], filter.DoneTo is { } last ? say.Day(last) : null),
            (say["report.indicator"], filter.Figure is { } figure ? say.Find("indicator." + KeyOf(figure)) : null),
            (say["funnel.stage"], filter.Stage is { } stage ? say["stage." + stage] : null),
            (say["filter.by"], filter.TakenBy),
            (say["filter.order"], say["order." + filter.Sorted]),
        ];
        return string.Join("; ", conditions.Where(c => c.Value is not null).Select(c => $"{c.Label}: {c.Value}"));
    }

    private static string KeyOf(Figure figure) => figure == Figure.Rated ? Indicator.Rating : JsonNamingPolicy.KebabCaseLower.ConvertName(figure.ToString());
}
