using Hub.Connectors;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hub.Host.Sources;

internal static class SourcesSetup
{
    public static void AddSources(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(ConnectorCatalog.Shipped);
        builder.Services.AddSingleton<ConfiguredConnectors>();
        builder.Services.AddSingleton<SourceSeeding>();
    }
}
