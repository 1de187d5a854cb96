using Hub.Connectors.Letters;
using Hub.Host.Foundation;

namespace Hub.Host.Intake;

/// <summary>Registration of fetching, processing and proof.</summary>
internal static class IntakeSetup
{
    public static void AddIntake(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<SourceDesk>();
        services.AddSingleton<PollTriggers>();
        services.AddSingleton<Ledger>();
        services.AddSingleton<PushLine>();
        services.AddSingleton<InboxSignal>();
        services.AddSingleton<PollRun>();
        services.AddSingleton(of => new PictureReader(of.GetRequiredService<HubOptions>().Ocr));
        services.AddSingleton<ItemReader>();
        services.AddSingleton<Pipeline>();
        services.AddSingleton<ProcessWorker>();
        services.AddSingleton<FileIntake>();
        services.AddSingleton<DropFolder>();
        services.AddSingleton<Pass>();
        services.AddSingleton<Withdrawals>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<Backfill>();
        services.AddSingleton<BackfillDesk>();
        services.AddSingleton<MailRound>();
        services.AddSingleton<Replay>();
        services.AddSingleton<QuarantineDesk>();
        services.AddSingleton<IgnoredDesk>();
        services.AddSingleton<IgnoredErasure>();
        services.AddSingleton<DriftDesk>();
        services.AddSingleton<ListenWorker>();
        services.AddSingleton<NightlyStatements>();
    }
}
