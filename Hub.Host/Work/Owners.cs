using Hub.Connectors;
using Hub.Domain.Catalogue;
using Hub.Host.Sources;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Work;

/// <summary>Who looks after what cannot be read.</summary>
internal static class Owners
{
    /// <returns>The bureau of the inbox, else of the system, else the verifying one.</returns>
    public static string Of(ServiceCatalogue catalogue, ConnectorKind kind, ConfiguredConnectors connectors, Source source)
    {
        var inbox = kind.Options.IsAssignableTo(typeof(IIsInbox)) ? ((IIsInbox)connectors.OptionsOf(source)).Inbox : null;
        return catalogue.Bureaus.FirstOrDefault(b => inbox is not null && b.Inboxes.Contains(inbox, StringComparer.OrdinalIgnoreCase))?.Code
            ?? catalogue.FindSystem(kind.System)?.Bureau
            ?? Triagers(catalogue);
    }

    /// <summary>Whoever verifies also triages what the rules leave open.</summary>
    public static string Triagers(ServiceCatalogue catalogue) => catalogue.Verifier?.Bureau ?? catalogue.Bureaus[0].Code;
}
