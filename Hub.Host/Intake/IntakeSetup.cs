using Hub.Host.Deadlines;

namespace Hub.Host.Intake;

internal static class IntakeSetup
{
    public static void AddIntake(this WebApplicationBuilder builder, HubOptions options)
    {
        var services = builder.Services;
        services.AddSingleton<BasisInForce>();
        services.AddSingleton<Amendments>();
        services.AddSingleton<AmendmentDrafts>();
        services.AddSingleton<ProvisionalTickets>();
        services.AddSingleton<Recounts>();
        // Always the one in force: an approved act replaces it while the hub runs.
        services.AddTransient(s => s.GetRequiredService<BasisInForce>().Calendar);
        services.AddSingleton<Desk>();
        services.AddSingleton<Ledger>();
        services.AddSingleton<InboxSignal>();
        services.AddSingleton<PollRun>();
        services.AddSingleton<MailThreads>();
        services.AddSingleton<Pipeline>();
        services.AddSingleton<ProcessWorker>();
        services.AddSingleton<FileIntake>();
        services.AddSingleton<DropFolder>();
        services.AddSingleton<Pass>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<Backfill>();
        services.AddSingleton<Replay>();
        services.AddSingleton<QuarantineDesk>();
        services.AddSingleton<DriftDesk>();
        if (options.Work)
        {
            services.AddHostedService(s => s.GetRequiredService<ProcessWorker>());
            services.AddHostedService<ListenWorker>();
        }
    }
}
