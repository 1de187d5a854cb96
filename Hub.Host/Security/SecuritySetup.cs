using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hub.Host.Security;

/// <summary>Registration of keys and guards.</summary>
public static class SecuritySetup
{
    /// <summary>Keys live in <c>{Hub:Data}/keys</c>; several copies of the hub share that folder.</summary>
    public static IHostApplicationBuilder AddSecurity(this IHostApplicationBuilder builder)
    {
        var data = builder.Configuration.GetSection(HubOptions.Section)[nameof(HubOptions.Data)] ?? new HubOptions().Data;
        var keys = new KeyFolder(Path.GetFullPath(Path.Combine(data, "keys")));
        builder.Services.TryAddSingleton(keys);
        builder.Services.AddDataProtection().SetApplicationName("hub").PersistKeysToFileSystem(keys.Create());
        return builder;
    }
}
