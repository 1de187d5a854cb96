namespace Hub.Host.Health;

internal static class HealthSetup
{
    public static void AddHealth(this WebApplicationBuilder builder, HubOptions options)
    {
        builder.Services.AddSingleton<AlarmBook>();
        builder.Services.AddSingleton<WatchdogWorker>();
        if (options.Work)
        {
            builder.Services.AddHostedService(services => services.GetRequiredService<WatchdogWorker>());
        }
    }
}
