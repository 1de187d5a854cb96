namespace Hub.Host.Sources;

internal static class SourcesSetup
{
    public static void AddSources(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ConfiguredConnectors>();
        builder.Services.AddSingleton<SourceSeeding>();
    }
}
