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
            foreach (var entry in zip.Entries)
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
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("Unreadable", path), e);
        }
    }
}
