using Hub.Host.Foundation;

namespace Hub.Host.Watch;

/// <summary>Registration of the watchdog and its alarms.</summary>
internal static class WatchSetup
{
    public static void AddWatch(this WebApplicationBuilder builder, HubOptions options)
    {
        builder.Services.AddSingleton<AlarmBook>();
        builder.Services.AddSingleton<WatchdogWorker>();
        if (options.Work)
        {
            builder.Services.AddHostedService(services => services.GetRequiredService<WatchdogWorker>());
        }
    }
}
