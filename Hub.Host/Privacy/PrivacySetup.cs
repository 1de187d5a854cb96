using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hub.Host.Privacy;

/// <summary>Registration of the identity compartment.</summary>
public static class PrivacySetup
{
    public static IHostApplicationBuilder AddPrivacy(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<ReporterVault>();
        builder.Services.TryAddSingleton<Retention>();
        builder.Services.TryAddSingleton<SubjectRequests>();
        builder.Services.AddHostedService<RetentionKeeper>();
        return builder;
    }
}
