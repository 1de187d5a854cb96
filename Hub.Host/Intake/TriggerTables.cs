using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>The tables that Quartz keeps on PostgreSQL. It makes those that are missing, but no column that was taken out, and takes what is left of a trigger for the whole: from then on no source is polled.</summary>
/// <remarks>What they hold follows from the sources (<see cref="PollTriggers"/>). Where one is not whole, all go before Quartz starts, and it makes them anew.</remarks>
internal sealed partial class TriggerTables(Database database, TimeProvider clock, ILogger<TriggerTables> log) : IHostedService
{
    /// <summary>Another copy may be making them in this moment.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>Each table with its columns, and the one that its rows lean on: when that was taken and made again empty, they stand in the way of new ones.</summary>
    private static readonly string[] Made =
    [
        "qrtz_blob_triggers sched_name trigger_name trigger_group blob_data >qrtz_triggers",
        "qrtz_calendars sched_name calendar_name calendar",
        "qrtz_cron_triggers sched_name trigger_name trigger_group cron_expression time_zone_id >qrtz_triggers",
        "qrtz_execution_history sched_name entry_id instance_name job_name job_group trigger_name trigger_group fired_time run_time succeeded error_message retry_attempt retry_scheduled execution_log result summary metrics manual fire_instance_id job_input job_input_too_large",
        "qrtz_fired_triggers sched_name entry_id trigger_name trigger_group instance_name fired_time sched_time priority state job_name job_group is_nonconcurrent requests_recovery execution_group progress progress_message interrupt_requested_time",
        "qrtz_job_details sched_name job_name job_group description job_class_name is_durable is_nonconcurrent is_update_data requests_recovery job_data",
        "qrtz_job_status sched_name job_group job_name first_fired_time last_fired_time last_result last_run_time last_instance_name last_entry_id last_summary last_success_time last_failure_time last_failure_message consecutive_failures run_count failure_count",
        "qrtz_locks sched_name lock_name",
        "qrtz_misfire_history sched_name entry_id instance_name trigger_name trigger_group job_name job_group misfire_time sched_time reason",
        "qrtz_paused_job_grps sched_name job_group pause_reason paused_by paused_at",
        "qrtz_paused_trigger_grps sched_name trigger_group pause_reason paused_by paused_at",
        "qrtz_scheduler_state sched_name instance_name last_checkin_time checkin_interval quartz_version",
        "qrtz_simple_triggers sched_name trigger_name trigger_group repeat_count repeat_interval times_triggered >qrtz_triggers",
        "qrtz_simprop_triggers sched_name trigger_name trigger_group str_prop_1 str_prop_2 str_prop_3 int_prop_1 int_prop_2 long_prop_1 long_prop_2 dec_prop_1 dec_prop_2 bool_prop_1 bool_prop_2 time_zone_id >qrtz_triggers",
        "qrtz_triggers sched_name trigger_name trigger_group job_name job_group description next_fire_time prev_fire_time priority trigger_state trigger_type start_time end_time calendar_name misfire_instr misfire_orig_fire_time execution_group preferred_node preferred_node_auto retry_policy retry_attempt continues_trigger_name continues_trigger_group continuation_condition overlap_policy pause_reason paused_by paused_at misfire_threshold fixed_delay job_data >qrtz_job_details",
    ];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (database.Kind != StoreKind.Postgres)
        {
            return;
        }

        await using var db = database.Open();
        if (await MissingAsync(db, cancellationToken) is not { Count: > 0 })
        {
            return;
        }

        await Task.Delay(BetweenLooks, clock, cancellationToken);
        if (await MissingAsync(db, cancellationToken) is { Count: > 0 } missing)
        {
            // One statement: another copy finds all of them or none.
            var all = $"DROP TABLE IF EXISTS {string.Join(", ", Made.Select(static t => t.Split(' ')[0]))} CASCADE";
            await db.Database.ExecuteSqlRawAsync(all, cancellationToken);
            MadeAnew(log, string.Join(", ", missing));
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What is not there, of a table that is missing nothing but its name; nothing where there is none yet.</summary>
    internal static async Task<IReadOnlyList<string>> MissingAsync(HubDbContext db, CancellationToken token)
    {
        var there = await ThereAsync(db, token);
        return there.Count == 0 ? [] : [.. Expected().SelectMany(table => there.Contains(table.Key) ? table.Where(column => !there.Contains(column)) : [table.Key])];
    }

    /// <summary>What is there and not known here: another version of Quartz makes it.</summary>
    internal static async Task<IReadOnlyList<string>> UnknownAsync(HubDbContext db, CancellationToken token) =>
        [.. (await ThereAsync(db, token)).Except(Expected().SelectMany(static t => t.Prepend(t.Key)), StringComparer.Ordinal)];

    private static IEnumerable<IGrouping<string, string>> Expected() => Made.Select(static line => line.Split(' ')).SelectMany(static words => words.Skip(1).Select(column => (Table: words[0], Column: $"{words[0]}.{column}"))).GroupBy(static c => c.Table, static c => c.Column, StringComparer.Ordinal);

    private static Task<HashSet<string>> ThereAsync(HubDbContext db, CancellationToken token) => db.Database.SqlQueryRaw<string>(
        """
        SELECT table_name::text AS "Value" FROM information_schema.tables WHERE table_schema = current_schema() AND table_name LIKE 'qrtz\_%'
        UNION ALL SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name LIKE 'qrtz\_%'
        UNION ALL SELECT c.relname || '.>' || p.relname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace AND c.relname LIKE 'qrtz\_%'
        """).ToHashSetAsync(StringComparer.Ordinal, token);

    [LoggerMessage(7305, LogLevel.Warning, "The tables of the poll triggers were not whole ({Missing}) and are made again from the sources: somebody changed the database outside the hub")]
    private static partial void MadeAnew(ILogger log, string missing);
}
