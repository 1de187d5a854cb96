using System.Collections.Concurrent;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.Data.Sqlite;

[assembly: AssemblyFixture(typeof(TestStore))]

namespace Hub.Tests.Support;

/// <summary>Where the hubs of tests keep their rows unless a test says it: in a file in the hub's folder, or with <c>HUB_TESTS_STORE=Postgres</c> each in a database of its own on one server.</summary>
public sealed class TestStore : IAsyncDisposable
{
    internal static readonly bool IsPostgres = Environment.GetEnvironmentVariable("HUB_TESTS_STORE") == "Postgres";
    private static readonly PostgresServer Server = new();
    private static readonly ConcurrentDictionary<string, Task<string>> Databases = new(StringComparer.Ordinal);

    /// <summary>An empty store for a hub in that folder; the same again for one that is started there again.</summary>
    internal static async Task<IDictionary<string, string?>> SettingsAsync(TemporaryFolder folder)
    {
        if (IsPostgres)
        {
            return PostgresServer.SettingsFor(await Databases.GetOrAdd(folder.Path, static _ => Server.NewDatabaseAsync()));
        }

        await EmptyStore.CopyToAsync(folder.File("hub.db"));
        return new Dictionary<string, string?>(StringComparer.Ordinal);
    }

    /// <summary>For a test that says which store it is about, wherever the hubs of others keep their rows.</summary>
    internal static async Task<IDictionary<string, string?>> SettingsAsync(StoreKind kind, PostgresServer postgres) => kind == StoreKind.Postgres
        ? await postgres.SettingsAsync()
        : new Dictionary<string, string?>(StringComparer.Ordinal) { ["Hub:Store"] = "Sqlite", ["Hub:Connection"] = null };

    /// <summary>Every table of a store on PostgreSQL, byte by byte, in a file; a store that is a file is copied there.</summary>
    internal static async Task SpillAsync(TemporaryFolder folder, string to)
    {
        if (IsPostgres)
        {
            await PostgresServer.SpillAsync(await Databases[folder.Path], to);
            return;
        }

        await using var from = new SqliteConnection(Database.SqliteFile(folder.File("hub.db")));
        await using var copy = new SqliteConnection($"Data Source={to};Pooling=False");
        from.Open();
        copy.Open();
        from.BackupDatabase(copy);
    }

    /// <summary>No hub comes back to that folder.</summary>
    internal static async Task LeaveAsync(TemporaryFolder folder)
    {
        if (Databases.TryRemove(folder.Path, out var made))
        {
            await Server.DropAsync(await made);
        }
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
