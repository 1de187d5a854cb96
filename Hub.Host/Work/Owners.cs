using Hub.Domain.Catalogue;
using Hub.Host.Sources;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Work;

/// <summary>Who looks after what cannot be read.</summary>
internal static class Owners
{
    /// <returns>The bureau of the inbox, else of the system, else Biro Organisasi.</returns>
    public static string Of(ServiceCatalogue catalogue, string system, ConfiguredConnectors connectors, Source source)
    {
        var inbox = system == "email" ? InboxOf(connectors, source) : null;
        return catalogue.Bureaus.FirstOrDefault(b => inbox is not null && b.Inboxes.Contains(inbox, StringComparer.OrdinalIgnoreCase))?.Code
            ?? catalogue.Systems.FirstOrDefault(s => s.Code == system)?.Bureau
            ?? Triagers(catalogue);
    }

    /// <summary>Biro Organisasi verifies LAPOR! reports and triages what the rules leave open.</summary>
    public static string Triagers(ServiceCatalogue catalogue) =>
        catalogue.Systems.FirstOrDefault(s => s.Code == "lapor")?.Bureau ?? catalogue.Bureaus[0].Code;

    private static string? InboxOf(ConfiguredConnectors connectors, Source source) =>
        (connectors.OptionsOf(source) as Connectors.Email.EmailOptions)?.Address;
}
