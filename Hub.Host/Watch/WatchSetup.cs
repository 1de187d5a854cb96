namespace Hub.Host.Watch;

/// <summary>Registration of the watchdog and its alarms.</summary>
internal static class WatchSetup
{
    public static void AddWatch(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AlarmBook>();
        builder.Services.AddSingleton<SignReader>();
        builder.Services.AddSingleton<WatchdogWorker>();
        builder.Services.AddSingleton<ReminderWatch>();
        builder.Services.AddSingleton<Caretaker>();
        builder.Services.AddSingleton<ClockWatch>();
        builder.Services.AddSingleton<SetupCheck>();
        builder.Services.AddSingleton<SignOfLife>();
        builder.Services.AddSingleton<Pruning>();
    }
}
