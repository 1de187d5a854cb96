using Hub.Host.Figures;
using Hub.Host.FollowUp;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Backups;
using Hub.Host.Foundation.Generations;
using Hub.Host.Foundation.Leases;
using Hub.Host.Foundation.Loops;
using Hub.Host.Intake;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Watch;
using Hub.Host.Work.Deadlines;
using Hub.Host.Work.Routing.Rules;
using Hub.Host.Work.Sameness;
using Hub.Host.Work.Tickets;
using Quartz;

namespace Hub.Host;

/// <summary>
/// Everything that comes round again, and its time. Beside it each source is polled by its own cron (<see cref="PollTriggers"/>), which the caretaker keeps in line with the sources.
/// A schedule is only an alarm clock: what ran is written in the database.
/// </summary>
internal static class Schedules
{
    /// <summary>Many slow sources at once must not keep each other from being polled.</summary>
    private const int MostPollsAtOnce = 64;

    /// <summary>What nobody stands and waits for lets the first items pass: each first turn has the runtime compile what it asks.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(15);

    /// <summary>A hub that was killed at such work keeps its lease for a while; a turn before that is over would be left out, and the next comes hours later.</summary>
    private static readonly TimeSpan AfterDeath = LeaseBook.Silence + LeaseBook.Beat;

    public static void AddSchedules(this WebApplicationBuilder builder, HubOptions options)
    {
        builder.Services.AddQuartz(q =>
        {
            q.UseDefaultThreadPool(MostPollsAtOnce);
            if (options is { Store: StoreKind.Postgres, Connection: { } connection })
            {
                KeepTriggersIn(q, connection);
            }
        });
        builder.Services.AddSingleton(services => options.Work ? [.. Everywhere(services), .. Working(services)] : Everywhere(services));
        builder.Services.AddHostedService(services => new Supervisor(
            services.GetRequiredService<IReadOnlyList<Loop>>(), services.GetRequiredService<LoopBook>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted));
        if (options.Work)
        {
            builder.Services.AddHostedService<TriggerTables>();
            builder.Services.AddQuartzHostedService(q => q.WaitForJobsToComplete = true);
        }
    }

    /// <summary>All hubs on one PostgreSQL share their poll triggers in Quartz's own tables, which it makes there: a slot fires in one of them, and what a hub was at when it died another takes over.</summary>
    private static void KeepTriggersIn(IQuartzBuilder quartz, string connection) => quartz.UsePersistentStore(store =>
    {
        store.UsePostgres(connection);
        store.UseSystemTextJsonSerializer();
        store.UseClustering();
        store.ProvisionSchema();
    });

    /// <summary>In a copy that only shows pages too.</summary>
    private static IReadOnlyList<Loop> Everywhere(IServiceProvider of) =>
    [
        new("figures", Pace.Every(TimeSpan.FromHours(1), first: TimeSpan.FromSeconds(10)), of.GetRequiredService<WarmFigures>().TurnAsync),
        new("witness", Pace.Every(TimeSpan.FromSeconds(10)), of.GetRequiredService<Generation>().LookAsync),
    ];

    private static IReadOnlyList<Loop> Working(IServiceProvider of) =>
    [
        new("processing", Pace.On(of.GetRequiredService<InboxSignal>(), TimeSpan.FromSeconds(3)), of.GetRequiredService<ProcessWorker>().TurnAsync) { Rest = of.GetRequiredService<ProcessWorker>().RestAsync },
        new("mail", Pace.On(of.GetRequiredService<OutboxSignal>(), TimeSpan.FromSeconds(5)), of.GetRequiredService<DispatchWorker>().SendAllAsync),
        new("write-back", Pace.On(of.GetRequiredService<OutboxSignal>(), TimeSpan.FromSeconds(5)), of.GetRequiredService<DispatchWorker>().ReplyAllAsync),
        new("virus-scan", Pace.Every(TimeSpan.FromSeconds(5)), of.GetRequiredService<FileScan>().TurnAsync),
        new("sameness", Pace.Every(TimeSpan.FromSeconds(5)), of.GetRequiredService<SamenessWorker>().TurnAsync),
        new("rules", Pace.Every(TimeSpan.FromSeconds(10)), of.GetRequiredService<RulesWorker>().TurnAsync),
        new("drop-folders", Pace.Every(TimeSpan.FromSeconds(10)), of.GetRequiredService<DropFolder>().LookAsync),
        new("caretaker", Pace.Every(TimeSpan.FromSeconds(20)), of.GetRequiredService<Caretaker>().LookAsync),
        new("listening", Pace.Every(TimeSpan.FromSeconds(30)), of.GetRequiredService<ListenWorker>().TurnAsync) { Rest = of.GetRequiredService<ListenWorker>().RestAsync },
        new("watchdog", Pace.Every(TimeSpan.FromMinutes(1), first: TimeSpan.FromMinutes(1)), of.GetRequiredService<WatchdogWorker>().LookAsync),
        new("sign-of-life", Pace.Every(TimeSpan.FromMinutes(1), first: Settled), of.GetRequiredService<SignOfLife>().GiveAsync),
        Alone("waiting", Pace.Every(TimeSpan.FromSeconds(20), first: Settled), of.GetRequiredService<WaitingRun>().RunAsync, of),
        new("digest", Pace.Every(TimeSpan.FromMinutes(1), first: Settled), of.GetRequiredService<DigestRun>().RunAsync),
        Alone("reminders", Pace.Every(TimeSpan.FromMinutes(5), first: Settled), of.GetRequiredService<ReminderRun>().RunAsync, of),
        new("recounts", Pace.Every(TimeSpan.FromMinutes(5), first: Settled), of.GetRequiredService<Recounts>().RunAsync),
        Alone("closing", Pace.Every(TimeSpan.FromMinutes(15), first: Settled), of.GetRequiredService<ClosingRun>().RunAsync, of),
        Alone("debts", Pace.Every(TimeSpan.FromMinutes(30), first: Settled), of.GetRequiredService<DebtRun>().RunAsync, of),
        new("reminder-watch", Pace.Every(TimeSpan.FromMinutes(15), first: TimeSpan.FromMinutes(15)), of.GetRequiredService<ReminderWatch>().LookAsync),
        Alone("retention", Pace.Every(TimeSpan.FromHours(6), first: AfterDeath), of.GetRequiredService<RetentionKeeper>().TurnAsync, of),
        Alone("lost-flags", Pace.Every(TimeSpan.FromHours(24), first: TimeSpan.FromMinutes(5)), of.GetRequiredService<LostFlags>().TurnAsync, of),
        Alone("pruning", Pace.Every(TimeSpan.FromHours(6), first: AfterDeath), of.GetRequiredService<Pruning>().PruneAsync, of),
        new("restored-mail", Pace.Every(TimeSpan.FromSeconds(30), first: Settled), of.GetRequiredService<RestoredMail>().AskAsync),
        new("backup", Pace.At(of.GetRequiredService<HubOptions>().Backup.Cron), of.GetRequiredService<BackupBook>().KeepAsync),
        Alone("lessons", Pace.Every(TimeSpan.FromHours(12), first: TimeSpan.FromMinutes(20)), of.GetRequiredService<LessonDesk>().TurnAsync, of),
        Alone("statements", Pace.Every(TimeSpan.FromMinutes(7), first: TimeSpan.FromMinutes(3)), of.GetRequiredService<NightlyStatements>().RunAsync, of),
    ];

    /// <summary>A loop that does what any copy of the hub could do: one of them does it.</summary>
    private static Loop Alone(string name, Pace pace, Func<CancellationToken, Task> turn, IServiceProvider of) =>
        new(name, pace, token => of.GetRequiredService<LeaseBook>().AloneAsync(name, turn, token));
}
