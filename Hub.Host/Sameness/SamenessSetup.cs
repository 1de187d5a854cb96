namespace Hub.Host.Sameness;

/// <summary>Registration of the search for the same grievance.</summary>
internal static class SamenessSetup
{
    public static void AddSameness(this WebApplicationBuilder builder, HubOptions options)
    {
        builder.Services.AddSingleton<SamenessRun>();
        builder.Services.AddSingleton<SamenessDesk>();
        if (options.Work)
        {
            builder.Services.AddHostedService<SamenessWorker>();
        }
    }
}
