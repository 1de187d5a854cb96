using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Storage.Sqlite;

/// <summary>
/// Tells SQLite how large its tables are and how their indexes divide them: without that a report of a year among a million tickets is read by the wrong index and takes minutes.
/// PostgreSQL does the same by itself.
/// </summary>
internal static class PlannerStatistics
{
    /// <summary>In a smaller store even the wrong index reads few rows.</summary>
    private const int Many = 5_000;

    /// <summary>Looks at tables that have grown or were never looked at, where there are many tickets; on PostgreSQL it does nothing.</summary>
    public static async Task RefreshAsync(Database database, CancellationToken token)
    {
        await using var db = database.Open();
        if (database.Kind == StoreKind.Sqlite && await db.Tickets.MaxAsync(t => (long?)t.Id, token) is > Many)
        {
            await LookAsync(db, token);
        }
    }

    /// <summary>SQLite bounds the work itself (<c>PRAGMA optimize</c>: all tables, limited analysis).</summary>
    public static async Task LookAsync(HubDbContext db, CancellationToken token)
    {
        await db.Database.ExecuteSqlRawAsync("PRAGMA optimize=0x10002;", token);

        // A connection reads the statistics when it opens: those that lie ready know the old ones.
        SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
    }
}
