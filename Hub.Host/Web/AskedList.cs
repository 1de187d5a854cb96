using Hub.Domain.Catalogue;
using Hub.Domain.Privacy;
using Hub.Domain.Tickets;
using Hub.Host.Figures;
using Hub.Host.Storage;
using Hub.Host.Work.Offices;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Web;

/// <summary>Which list somebody took away, as the trail keeps it: nothing is taken out of the trail again, and an address may be typed by hand, so only what a list offers is written.</summary>
public sealed class AskedList(ServiceCatalogue catalogue, OfficeRegister offices)
{
    /// <summary>Stands for what no list offers.</summary>
    private const string Unknown = "?";

    /// <summary>Of tickets without a bureau or a class.</summary>
    private const string None = "-";

    public async Task<string> OfAsync(HubDbContext db, TicketFilter asked, CancellationToken token) => Written((asked with
    {
        Bureau = Listed(asked.Bureau, asked.Bureau == None || catalogue.FindBureau(asked.Bureau) is not null || offices.Known.Any(o => o.Code == asked.Bureau)),
        Source = Listed(asked.Source, await db.Sources.AnyAsync(s => s.Name == asked.Source, token)),
        System = Listed(asked.System, catalogue.Systems.Any(s => s.Code == asked.System)),
        Service = asked.Service is 0 || catalogue.FindService(asked.Service) is not null ? asked.Service : null,
        Class = Listed(asked.Class, asked.Class == None || catalogue.Classes.Values.Any(kind => kind.Any(c => c.Code == asked.Class))),
        TakenBy = Listed(asked.TakenBy, await db.Users.AnyAsync(u => u.UserName == asked.TakenBy, token)),
        Words = Searched(asked.Words),
    }).Address(""));

    public static string Of(LetterFilter asked) => Written((asked with { Words = Searched(asked.Words) }).Address(""));

    private static string? Listed(string? value, bool isOffered) => value is null || isOffered ? value : Unknown;

    private static string? Searched(string? words) => words is null ? null : TicketNumber.FindIn(words) ?? LeakGate.Blot;

    private static string Written(string address) => Uri.UnescapeDataString(address);
}
