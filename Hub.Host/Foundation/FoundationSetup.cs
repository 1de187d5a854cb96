using Hub.Connectors.Http;
using Hub.Domain;
using Hub.Host.Foundation.Antivirus;
using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Backups;
using Hub.Host.Foundation.Generations;
using Hub.Host.Foundation.Leases;
using Hub.Host.Foundation.Loops;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection.Extensions;
using IPNetwork = System.Net.IPNetwork;

namespace Hub.Host.Foundation;

/// <summary>Registration of keys, guards, audit trail and store.</summary>
public static class FoundationSetup
{
    /// <summary>Keys live in <c>{Hub:Data}/keys</c>; several copies of the hub share that folder.</summary>
    public static IHostApplicationBuilder AddFoundation(this IHostApplicationBuilder builder)
    {
        var hub = builder.Configuration.GetSection(HubOptions.Section);
        var keys = new KeyFolder(Path.GetFullPath(Path.Combine(hub[nameof(HubOptions.Data)] ?? new HubOptions().Data, "keys")));
        var services = builder.Services;
        services.TryAddSingleton(keys);
        services.TryAddSingleton<TicketKeys>();
        services.TryAddSingleton<KeyCanary>();
        services.AddSingleton<PutAway>();
        services.AddSingleton<HubStart>();
        services.AddSingleton<LeaseBook>();
        services.AddSingleton<LoopBook>();
        services.TryAddSingleton<AuditTrail>();
        services.AddSingleton<AuditWatch>();
        services.AddSingleton<Generation>();
        services.AddSingleton<BackupBook>();
        services.AddSingleton<VirusScanner>();
        services.TryAddSingleton(new NetworkGuard(hub.GetValue<bool>(nameof(HubOptions.AllowPrivateNetworks))));
        services.AddDataProtection().SetApplicationName("hub").PersistKeysToFileSystem(keys.Create());
        services.AddSingleton<PushLimits>();
        services.Configure<ForwardedHeadersOptions>(options => Trust(options, hub.GetSection(nameof(HubOptions.Proxies)).Get<string[]>() ?? []));
        services.AddAntiforgery(options =>
        {
            options.SuppressXFrameOptionsHeader = true;
            options.Cookie.Name = "hub.formulir";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        return builder;
    }

    /// <exception cref="StartupRefusal">A proxy is no address and no network.</exception>
    private static void Trust(ForwardedHeadersOptions options, IEnumerable<string> proxies)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        foreach (var proxy in proxies)
        {
            if (IPNetwork.TryParse(proxy.Contains('/') ? proxy : proxy + (proxy.Contains(':') ? "/128" : "/32"), out var network))
            {
                options.KnownIPNetworks.Add(network);
            }
            else
            {
                throw new StartupRefusal(Said.Of<StartTexts>("ProxyWrong", proxy));
            }
        }
    }
}
