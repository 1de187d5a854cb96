using System.IO.Compression;
using Hub.Domain;
using Hub.Host.Foundation.Security;

namespace Hub.Host.Foundation.Backups;

/// <summary>The key folder as one file, kept apart from the backups it opens.</summary>
internal static class KeysCopy
{
    private const string Purpose = "backup-keys-mark";

    /// <summary>The same for the same keys; tells nothing about them.</summary>
    public static string MarkOf(KeyFolder keys) => Convert.ToHexStringLower(keys.KeyFor(Purpose))[..16];

    /// <returns>Null for what is no copy of keys.</returns>
    public static string? MarkOf(string path)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return zip.Comment;
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return null;
        }
    }

    public static void Write(KeyFolder keys, string path, string mark)
    {
        using var file = PrivateFiles.Create(path);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create) { Comment = mark };
        foreach (var key in Directory.EnumerateFiles(keys.Path, "*", SearchOption.AllDirectories))
        {
            zip.CreateEntryFromFile(key, Path.GetRelativePath(keys.Path, key).Replace('\\', '/'));
        }
    }

    /// <param name="folder">Gets them, readable for its owner only.</param>
    public static void Read(string path, string folder)
    {
        try
        {
            PrivateFiles.CreateFolder(folder);
            using var zip = ZipFile.OpenRead(path);
            foreach (var entry in zip.Entries.Where(static e => e.Name.Length > 0))
            {
                var target = Path.GetFullPath(Path.Combine(folder, entry.FullName));
                if (!target.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                {
                    throw new InvalidDataException(entry.FullName);
                }

                PrivateFiles.CreateFolder(Path.GetDirectoryName(target)!);
                using var content = entry.Open();
                using var file = PrivateFiles.Create(target);
                content.CopyTo(file);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("Unreadable", path), e);
        }
    }

    /// <summary>How many keys that rows of the backup are sealed with are neither there nor were destroyed. A restore goes on without them: what they sealed stays shut, all else comes back.</summary>
    /// <param name="folder">Where <see cref="Read"/> put them.</param>
    public static async Task<int> MissingAsync(string folder, string backup, CancellationToken token)
    {
        var keys = new TicketKeys(new KeyFolder(folder));
        return (await BackupFile.TicketKeysOfAsync(backup, token)).Count(keys.IsMissing);
    }

    /// <inheritdoc cref="MissingAsync(string, string, CancellationToken)"/>
    /// <param name="keys">Where they should be.</param>
    /// <param name="names">Of the keys that rows are sealed with.</param>
    public static async Task<(int All, int Missing)> MissingAsync(KeyFolder keys, IAsyncEnumerable<string> names, CancellationToken token)
    {
        var held = new TicketKeys(keys);
        var (all, missing) = (0, 0);
        await foreach (var name in names.WithCancellation(token))
        {
            all++;
            missing += held.IsMissing(name) ? 1 : 0;
        }

        return (all, missing);
    }

    /// <summary>The first file of a folder of keys that is missing, cut off, or stands under another's name; null where there is none.</summary>
    public static string? FaultOf(KeyFolder keys) => keys.Fault() ?? new TicketKeys(keys).Unopened().FirstOrDefault();

    /// <summary>Tries the keys of a copy: that it says whose it is does not make it whole.</summary>
    /// <param name="folder">Where <see cref="Read"/> put them.</param>
    /// <param name="backup">Which they are to open.</param>
    /// <exception cref="BackupRefusal">Some are missing, are cut off or stand under another's name, or they are another hub's.</exception>
    public static void Try(string path, string folder, string backup, string mark)
    {
        var keys = new KeyFolder(folder);
        if (keys.Fault() is { } fault)
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("KeysDamaged", path, fault));
        }

        if (MarkOf(keys) != mark)
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("OtherKeys", path, backup));
        }

        if (new TicketKeys(keys).Unopened().FirstOrDefault() is { } shut)
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("KeysDamaged", path, shut));
        }
    }
}
