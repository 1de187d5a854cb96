using Hub.Host.Storage;
using Microsoft.Data.Sqlite;

namespace Hub.Tests.Support;

/// <summary>A migrated, empty SQLite file, made once: most tests start from a copy of it.</summary>
internal static class EmptyStore
{
    private static readonly Lazy<Task<byte[]>> Template = new(MakeAsync);

    /// <summary>Does nothing when the file is there already (a restart).</summary>
    public static async Task CopyToAsync(string path)
    {
        if (!File.Exists(path))
        {
            await File.WriteAllBytesAsync(path, await Template.Value);
        }
    }

    private static async Task<byte[]> MakeAsync()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("template.db");
        await new Database(StoreKind.Sqlite, Database.SqliteFile(file)).MigrateAsync(CancellationToken.None);
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var flush = connection.CreateCommand();
            flush.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            await flush.ExecuteNonQueryAsync();
        }

        return await File.ReadAllBytesAsync(file);
    }
}
