using System.IO.Compression;
using System.Reflection;
using System.Text.Json;
using Hub.Domain;
using Hub.Host.Foundation.Leases;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Foundation.Backups;

/// <summary>Makes backups while the hub works, tries each one before it counts, and keeps as many as wished: in a folder, in a bucket, or in both.</summary>
public sealed class BackupBook(Database database, HubOptions options, KeyFolder keys, LeaseBook leases, TimeProvider clock) : IDisposable
{
    /// <summary>The copy of the keys: one, replaced with each backup, so that a key which was destroyed does not live on in it.</summary>
    internal const string KeysName = "hub-keys.zip";

    private static readonly TimeSpan HeardFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(20);

    private (DateTimeOffset At, DateTimeOffset? Taken) heard;
    private readonly BackupBucket? bucket = options.Backup.S3 is { } s3 ? new BackupBucket(s3) : null;

    /// <summary>Where they are made by themselves, in words; null where they are not.</summary>
    public string? Place => (options.Backup.Folder, bucket) switch
    {
        (null, null) => null,
        ({ } folder, null) => folder,
        (null, { } only) => only.Address,
        ({ } folder, { } both) => $"{folder}, {both.Address}",
    };

    /// <summary>The night's backup: made in one copy of the hub only, where a place is set.</summary>
    public async Task KeepAsync(CancellationToken token)
    {
        if (Place is null || await leases.TakeAsync("backup", token) is not { } lease)
        {
            return;
        }

        await using (lease)
        {
            await MakeAsync(lease.Token);
            await PruneAsync(lease.Token);
        }
    }

    /// <summary>All backups where they are made by themselves, newest first.</summary>
    /// <exception cref="BackupRefusal">The bucket could not be asked.</exception>
    public async Task<IReadOnlyList<BackupFile>> ListAsync(CancellationToken token)
    {
        var places = await PlacesAsync(token);
        return [.. places.SelectMany(static p => p).OrderByDescending(static b => b.TakenAt)];
    }

    /// <summary>The newest backup where they are made by themselves; of two places that of the one that has the older; null when one has none.</summary>
    /// <exception cref="BackupRefusal">The bucket could not be asked.</exception>
    public async Task<BackupFile?> NewestAsync(CancellationToken token)
    {
        var places = await PlacesAsync(token);
        return places.Count == 0 || places.Any(static p => p.Count == 0) ? null : places.Select(static p => p[0]).MinBy(static b => b.TakenAt);
    }

    /// <summary>When the newest was taken, as far as was heard: a bucket is asked once an hour. That it is silent is told by the night's backup, which fails.</summary>
    public async Task<DateTimeOffset?> LastTakenAsync(CancellationToken token)
    {
        var now = clock.GetUtcNow();
        if (bucket is not null && (now - heard.At).Duration() < HeardFor)
        {
            return heard.Taken;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(LongestLook);
        try
        {
            heard = (now, (await NewestAsync(limit.Token))?.TakenAt);
        }
        catch (Exception e) when (e is BackupRefusal || (e is OperationCanceledException && !token.IsCancellationRequested))
        {
            heard = (now, heard.Taken);
        }

        return heard.Taken;
    }

    /// <summary>Makes one wherever the settings say.</summary>
    /// <exception cref="BackupRefusal">No place is set; it could not be made, or was made and is not whole.</exception>
    public async Task<BackupFile> MakeAsync(CancellationToken token)
    {
        if (options.Backup.Folder is { } folder)
        {
            var made = await MakeAsync(folder, token);
            return bucket is null ? made : await SendAsync(bucket, made, token);
        }

        using var work = new WorkFolder(options.Data);
        return await SendAsync(bucket ?? throw new BackupRefusal(Said.Of<BackupTexts>("NoFolder")), await MakeAsync(work.Made, token), token);
    }

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
        if (KeysCopy.MarkOf(keysPath) != manifest.KeysMark)
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("OtherKeys", keysPath, path));
        }

        KeysCopy.Read(keysPath, work.Keys);
        KeysCopy.Try(keysPath, work.Keys, path, manifest.KeysMark);
        return await KeysCopy.MissingAsync(work.Keys, path, token) is > 0 and var missing ? throw new BackupRefusal(Said.Of<BackupTexts>("KeysMissing", keysPath, missing)) : manifest;
    }

    /// <summary>In each place the newest stays whatever its age.</summary>
    internal async Task PruneAsync(CancellationToken token)
    {
        foreach (var old in options.Backup.Folder is { } folder ? Outlived(BackupFile.In(folder)) : [])
        {
            File.Delete(old.Path);
        }

        foreach (var old in bucket is null ? [] : Outlived(await bucket.ListAsync(token)))
        {
            await bucket!.DeleteAsync(old.Name, token);
        }
    }

    public void Dispose() => bucket?.Dispose();

    private IEnumerable<BackupFile> Outlived(IReadOnlyList<BackupFile> all)
    {
        var oldest = clock.GetUtcNow().AddDays(-options.Backup.KeepDays);
        return all.Skip(1).Where((b, i) => i + 1 >= options.Backup.Keep || b.TakenAt < oldest);
    }

    private async Task<IReadOnlyList<IReadOnlyList<BackupFile>>> PlacesAsync(CancellationToken token) =>
    [
        .. options.Backup.Folder is { } folder ? [BackupFile.In(folder)] : Array.Empty<IReadOnlyList<BackupFile>>(),
        .. bucket is null ? Array.Empty<IReadOnlyList<BackupFile>>() : [await bucket.ListAsync(token)],
    ];

    /// <summary>Puts a backup into the bucket and opens what the bucket gives back: what cannot be opened does not stay there.</summary>
    private async Task<BackupFile> SendAsync(BackupBucket to, BackupFile made, CancellationToken token)
    {
        await to.PutAsync(made.Path, made.Name, token);
        using var work = new WorkFolder(options.Data);
        try
        {
            await to.FetchAsync(made.Name, work.Fetched, token);
            await BackupFile.UnpackAsync(work.Fetched, work.Tried, token);
        }
        catch (BackupRefusal refusal)
        {
            await to.DeleteAsync(made.Name, token);
            throw new BackupRefusal(Said.Of<BackupTexts>("NotGivenBack", to.Address + made.Name, refusal.Said), refusal);
        }

        return made with { Path = to.Address + made.Name };
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

        await using (var names = new StreamWriter(await zip.CreateEntry(BackupFile.TicketKeysEntry).OpenAsync(token)))
        {
            await foreach (var name in copied.Tickets.Where(static t => t.Key != null).OrderBy(static t => t.Key).Select(static t => t.Key!).Distinct().AsAsyncEnumerable().WithCancellation(token))
            {
                await names.WriteAsync($"{name}\n");
            }
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
}
