using System.IO.Compression;
using System.Reflection;
using System.Text.Json;
using Hub.Domain;
using Hub.Host.Foundation.Leases;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Foundation.Backups;

/// <summary>Makes backups while the hub works, tries each one before it counts, and keeps as many as wished.</summary>
public sealed class BackupBook(Database database, HubOptions options, KeyFolder keys, LeaseBook leases, TimeProvider clock)
{
    /// <summary>The copy of the keys: one, replaced with each backup, so that a key which was destroyed does not live on in it.</summary>
    internal const string KeysName = "hub-keys.zip";

    /// <summary>The night's backup: made in one copy of the hub only, where a folder is set.</summary>
    public async Task KeepAsync(CancellationToken token)
    {
        if (options.Backup.Folder is not { } folder || await leases.TakeAsync("backup", token) is not { } lease)
        {
            return;
        }

        await using (lease)
        {
            await MakeAsync(folder, lease.Token);
            Prune(folder);
        }
    }

    /// <summary>The newest backup where they are made by themselves; null when there is none.</summary>
    public BackupFile? Newest => options.Backup.Folder is { } folder && BackupFile.In(folder) is [var newest, ..] ? newest : null;

    /// <exception cref="BackupRefusal">It could not be made, or was made and is not whole.</exception>
    public async Task<BackupFile> MakeAsync(string folder, CancellationToken token)
    {
        var takenAt = clock.GetUtcNow();
        var path = Path.Combine(folder, BackupFile.NameOf(takenAt));
        try
        {
            PrivateFiles.CreateFolder(folder);
            using var work = new WorkFolder(folder);
            var manifest = await PackAsync(work, takenAt, token);
            await BackupFile.UnpackAsync(work.Packed, work.Tried, token);
            CopyKeys(options.Backup.KeysFolder ?? folder, manifest.KeysMark);
            File.Move(work.Packed, path);
            return new BackupFile(path, takenAt, new FileInfo(path).Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("NotWritten", folder, e.Message), e);
        }
    }

    /// <summary>Opens a backup as a restore would.</summary>
    /// <param name="keysPath">The copy of the keys that is to open it.</param>
    /// <exception cref="BackupRefusal">It cannot be used; the sentence says why.</exception>
    internal static async Task<BackupManifest> VerifyAsync(string path, string keysPath, CancellationToken token)
    {
        using var work = new WorkFolder(Path.GetTempPath());
        var manifest = await BackupFile.UnpackAsync(path, work.Tried, token);
        return KeysCopy.MarkOf(keysPath) == manifest.KeysMark ? manifest : throw new BackupRefusal(Said.Of<BackupTexts>("OtherKeys", keysPath, path));
    }

    /// <summary>The newest stays whatever its age.</summary>
    internal void Prune(string folder)
    {
        var oldest = clock.GetUtcNow().AddDays(-options.Backup.KeepDays);
        foreach (var old in BackupFile.In(folder).Skip(1).Where((b, i) => i + 1 >= options.Backup.Keep || b.TakenAt < oldest))
        {
            File.Delete(old.Path);
        }
    }

    private async Task<BackupManifest> PackAsync(WorkFolder work, DateTimeOffset takenAt, CancellationToken token)
    {
        await using var db = database.Open();
        await StoreCopy.OutAsync(db, work.Store, token);
        await using var copied = database.Kind == StoreKind.Sqlite ? new Database(StoreKind.Sqlite, Database.SqliteFile(work.Store)).Open() : database.Open();
        var version = typeof(BackupBook).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        var manifest = new BackupManifest(
            1, version, database.Kind, (await db.Database.GetAppliedMigrationsAsync(token)).Last(), takenAt,
            await copied.Tickets.CountAsync(token), await copied.Envelopes.CountAsync(token), await copied.Outbox.CountAsync(token),
            KeysCopy.MarkOf(keys), new FileInfo(work.Store).Length, await BackupFile.HashAsync(work.Store, token));
        await using var file = PrivateFiles.Create(work.Packed);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        await using (var entry = await zip.CreateEntry(BackupFile.ManifestEntry).OpenAsync(token))
        {
            await JsonSerializer.SerializeAsync(entry, manifest, JsonSerializerOptions.Web, token);
        }

        await using var packed = await zip.CreateEntry(BackupFile.StoreEntry, CompressionLevel.Fastest).OpenAsync(token);
        await using var store = File.OpenRead(work.Store);
        await store.CopyToAsync(packed, token);
        return manifest;
    }

    private void CopyKeys(string folder, string mark)
    {
        PrivateFiles.CreateFolder(folder);
        var draft = Path.Combine(folder, $"{KeysName}.{Guid.NewGuid():N}");
        KeysCopy.Write(keys, draft, mark);
        File.Move(draft, Path.Combine(folder, KeysName), overwrite: true);
    }

    /// <summary>Where a backup grows before it counts; on the disk where it is to lie.</summary>
    private sealed class WorkFolder(string folder) : IDisposable
    {
        private readonly string path = PrivateFiles.CreateFolder(Path.Combine(folder, $".hub-{Guid.NewGuid():N}")).FullName;

        public string Store => Path.Combine(path, "store");

        public string Packed => Path.Combine(path, "packed");

        public string Tried => Path.Combine(path, "tried");

        public void Dispose() => Directory.Delete(path, recursive: true);
    }
}
