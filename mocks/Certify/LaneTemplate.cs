using Hub.Host;
using Hub.Host.Foundation.Generations;
using Microsoft.Data.Sqlite;

namespace Hub.Mocks.Certify;

/// <summary>A migrated data folder with its keys, made once; every lane begins with a copy of it.</summary>
internal sealed class LaneTemplate(string folder)
{
    public static async Task<LaneTemplate> MakeAsync(string folder, CancellationToken token)
    {
        await using (var app = HubApp.Build([], builder => builder.Configuration.AddInMemoryCollection(
            [KeyValuePair.Create("Hub:Data", (string?)folder), KeyValuePair.Create("Hub:Work", (string?)"false"), KeyValuePair.Create("Serilog:MinimumLevel:Default", (string?)"Fatal")])))
        {
            await app.PrepareAsync(TextWriter.Null, token);
        }

        SqliteConnection.ClearAllPools();
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "hub.db")};Pooling=False");
        await connection.OpenAsync(token);
        await using var flush = connection.CreateCommand();
        flush.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await flush.ExecuteNonQueryAsync(token);
        return new LaneTemplate(folder);
    }

    public void CopyTo(string target)
    {
        Directory.CreateDirectory(Path.Combine(target, "keys"));
        foreach (var file in new[] { "hub.db", Witness.FileName })
        {
            File.Copy(Path.Combine(folder, file), Path.Combine(target, file));
        }

        foreach (var key in Directory.GetFiles(Path.Combine(folder, "keys")))
        {
            File.Copy(key, Path.Combine(target, "keys", Path.GetFileName(key)));
        }
    }
}
