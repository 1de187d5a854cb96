using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Foundation.Audit;

/// <summary>The triggers by which the store itself refuses changes of the trail: as the first migration makes them, looked at and made again.</summary>
internal static class AuditGuards
{
    private const string Change = "CREATE TRIGGER audit_no_change BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END";
    private const string Removal = "CREATE TRIGGER audit_no_removal BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END";

    private const string Refusal = " BEGIN RAISE EXCEPTION 'audit is append-only'; END ";

    /// <summary>pg_trigger.tgtype: before (2), removal (8), change (16) and emptying (32), once for a statement.</summary>
    private const short Kinds = 58;

    /// <summary>A guard of the same name that refuses nothing, or is switched off, is none.</summary>
    public static async Task<bool> StandAsync(HubDbContext db, CancellationToken token)
    {
        if (!db.Database.IsNpgsql())
        {
            return await db.Database.SqlQuery<int>($"SELECT count(*) AS \"Value\" FROM sqlite_master WHERE type = 'trigger' AND sql IN ({Change}, {Removal})").SingleAsync(token) == 2;
        }

        return await db.Database.SqlQuery<bool>(
            $"""
            SELECT EXISTS (SELECT 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE t.tgrelid = 'audit'::regclass AND t.tgname = 'audit_append_only' AND t.tgenabled IN ('O', 'A') AND t.tgtype = {Kinds} AND t.tgqual IS NULL AND p.prosrc = {Refusal}) AS "Value"
            """).SingleAsync(token);
    }

    public static async Task MakeAsync(HubDbContext db, CancellationToken token)
    {
        if (!db.Database.IsNpgsql())
        {
            await db.Database.ExecuteSqlRawAsync($"DROP TRIGGER IF EXISTS audit_no_change; DROP TRIGGER IF EXISTS audit_no_removal; {Change}; {Removal};", token);
            return;
        }

        await db.Database.ExecuteSqlRawAsync(
            $"""
            CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $${Refusal}$$;
            DROP TRIGGER IF EXISTS audit_append_only ON audit;
            CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
            """, token);
    }
}
