using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hub.Host.Audit;

/// <summary>Registration of the audit trail.</summary>
public static class AuditSetup
{
    public static IHostApplicationBuilder AddAudit(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<AuditTrail>();
        return builder;
    }
}
