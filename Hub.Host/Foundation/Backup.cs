using System.Globalization;
using Hub.Domain;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Microsoft.Data.Sqlite;

namespace Hub.Host.Foundation;

/// <summary>A copy of database and keys as of one moment, made while the hub runs. It counts only after it was opened and found whole.</summary>
public sealed class Backup(HubOptions options, KeyFolder keys, TimeProvider clock)
{
    private const string Prefix = "hub-";
    private const string Unfinished = ".unfinished";

    /// <param name="folder">Each copy is a folder of its own in it.</param>
    /// <param name="keep">Older copies beyond so many are deleted.</param>
    /// <returns>The folder of the copy.</returns>
    /// <exception cref="StartupRefusal">The store is PostgreSQL, or the copy is not whole.</exception>
    public async Task<string> MakeAsync(string folder, int keep, CancellationToken token)
    {
        if (options.Store != StoreKind.Sqlite)
        {
            throw new StartupRefusal($"Basis data PostgreSQL dicadangkan dengan pg_dump; salin juga folder kunci {keys.Path}.");
        }

        var name = Prefix + Wita.At(clock.GetUtcNow()).ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var (made, target) = (Directory.CreateDirectory(Path.Combine(folder, name + Unfinished)).FullName, Path.Combine(folder, name));
        await CopyAsync(Path.Combine(made, "hub.db"), token);
        var kept = Directory.CreateDirectory(Path.Combine(made, "keys")).FullName;
        foreach (var key in Directory.EnumerateFiles(keys.Path))
        {
            File.Copy(key, Path.Combine(kept, Path.GetFileName(key)));
        }

        Directory.Move(made, target);
        foreach (var old in Copies(folder).Skip(keep))
        {
            Directory.Delete(old, recursive: true);
        }

        return target;
    }

    /// <summary>Newest first.</summary>
    private static IEnumerable<string> Copies(string folder) =>
        Directory.EnumerateDirectories(folder, Prefix + "*").Where(path => !path.EndsWith(Unfinished, StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal);

    private async Task CopyAsync(string target, CancellationToken token)
    {
        await using (var source = new SqliteConnection(options.Connection ?? Database.SqliteFile(Path.Combine(options.Data, "hub.db"))))
        await using (var copy = new SqliteConnection($"Data Source={target};Pooling=False"))
        {
            await source.OpenAsync(token);
            await copy.OpenAsync(token);
            source.BackupDatabase(copy);
        }

        await using var again = new SqliteConnection($"Data Source={target};Mode=ReadOnly;Pooling=False");
        await again.OpenAsync(token);
        await using var check = again.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        if (await check.ExecuteScalarAsync(token) is not "ok" and var fault)
        {
            throw new StartupRefusal($"Cadangan {target} tidak utuh: {fault}");
        }
    }
}
