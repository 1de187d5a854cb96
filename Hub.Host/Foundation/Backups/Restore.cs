using Hub.Domain;
using Hub.Host.Foundation.Generations;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Foundation.Backups;

/// <summary>Puts a backup into an empty data folder (and for PostgreSQL an empty database). The hub that starts with it knows that it was put back.</summary>
internal static class Restore
{
    /// <param name="options">Where to: <see cref="HubOptions.Data"/>, and for PostgreSQL <see cref="HubOptions.Connection"/>.</param>
    /// <exception cref="BackupRefusal">Something is there already, or the backup cannot be used; nothing is left half done.</exception>
    public static async Task<BackupManifest> RunAsync(string backup, string keys, HubOptions options, CancellationToken token)
    {
        var manifest = BackupFile.ManifestOf(backup);
        RefuseOther(manifest, backup, keys, options);
        PrivateFiles.CreateFolder(options.Data);
        var unpacked = Path.Combine(options.Data, $"hub.db.{Guid.NewGuid():N}");
        var keyFolder = Path.Combine(options.Data, "keys");
        try
        {
            await BackupFile.UnpackAsync(backup, unpacked, token);
            KeysCopy.Read(keys, keyFolder);
            KeysCopy.Try(keys, keyFolder, backup, manifest.KeysMark);
            await IntoStoreAsync(manifest, unpacked, options, token);
            return manifest;
        }
        catch (Exception)
        {
            // The folder was empty of keys before: what was begun goes.
            if (Directory.Exists(keyFolder))
            {
                Directory.Delete(keyFolder, recursive: true);
            }

            throw;
        }
        finally
        {
            File.Delete(unpacked);
        }
    }

    private static void RefuseOther(BackupManifest manifest, string backup, string keys, HubOptions options)
    {
        if (File.Exists(Path.Combine(options.Data, "hub.db")) || Directory.Exists(Path.Combine(options.Data, "keys")))
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("NotEmpty", Path.GetFullPath(options.Data)));
        }

        if (manifest.Store != options.Store)
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("OtherStore", backup, manifest.Store, options.Store));
        }

        if (KeysCopy.MarkOf(keys) != manifest.KeysMark)
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("OtherKeys", keys, backup));
        }
    }

    private static async Task IntoStoreAsync(BackupManifest manifest, string unpacked, HubOptions options, CancellationToken token)
    {
        if (manifest.Store == StoreKind.Sqlite)
        {
            await MarkAsync(new Database(StoreKind.Sqlite, Database.SqliteFile(unpacked)), token);
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            File.Move(unpacked, Path.Combine(options.Data, "hub.db"));
            return;
        }

        var database = new Database(StoreKind.Postgres, options.Connection!);
        await using (var db = database.Open())
        {
            if (await db.Database.CanConnectAsync(token) && await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_tables WHERE schemaname = 'public'").SingleAsync(token) > 0)
            {
                throw new BackupRefusal(Said.Of<BackupTexts>("NotEmpty", db.Database.GetDbConnection().Database));
            }
        }

        await StoreCopy.IntoPostgresAsync(options.Connection!, unpacked, token);
        await MarkAsync(database, token);
    }

    private static async Task MarkAsync(Database database, CancellationToken token)
    {
        await using var db = database.Open();
        await Generation.PutBackAsync(db, token);
        if (database.Kind == StoreKind.Sqlite)
        {
            // The file is moved: what it holds must be in it and not beside it.
            await db.Database.ExecuteSqlAsync($"PRAGMA journal_mode=DELETE", token);
        }
    }
}
