using Hub.Domain;

namespace Hub.Host.Foundation.Backups;

/// <summary>A backup as somebody named it (a file, <c>s3://bucket/name</c>, or the bare name of one in the bucket that is set), on the disk for as long as it is used.</summary>
internal sealed class NamedBackup : IDisposable
{
    private readonly WorkFolder? work;

    private NamedBackup(string path, string keys, WorkFolder? work) => (Path, Keys, this.work) = (path, keys, work);

    public string Path { get; }

    /// <summary>The copy of the keys that is to open it.</summary>
    public string Keys { get; }

    /// <param name="keys">Where that copy is, as somebody said; null: beside the backup, or in the folder that is set for it.</param>
    /// <exception cref="BackupRefusal">It cannot be fetched.</exception>
    public static async Task<NamedBackup> OpenAsync(string name, string? keys, BackupOptions options, CancellationToken token)
    {
        if (!name.StartsWith(BackupBucket.Scheme, StringComparison.Ordinal) && (options.S3 is null || File.Exists(name) || System.IO.Path.GetFileName(name) != name))
        {
            return new NamedBackup(name, keys ?? System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(name))!, BackupBook.KeysName), null);
        }

        if (options.S3 is null)
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("NoBucket", name));
        }

        keys ??= System.IO.Path.Combine(options.KeysFolder ?? options.Folder ?? throw new BackupRefusal(Said.Of<BackupTexts>("KeysNeeded", name)), BackupBook.KeysName);
        using var bucket = new BackupBucket(options.S3);
        var folder = new WorkFolder(System.IO.Path.GetTempPath());
        try
        {
            await bucket.FetchAsync(bucket.NameOf(name), folder.Fetched, token);
            return new NamedBackup(folder.Fetched, keys, folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public void Dispose() => work?.Dispose();
}
