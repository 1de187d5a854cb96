using System.Runtime.Versioning;
using System.Text;

namespace Hub.Host.Foundation.Security;

/// <summary>What the hub keeps is for its own user of the machine alone: folders 0700, files 0600. On Windows the folder's own permissions stand.</summary>
public static class PrivateFiles
{
    /// <summary>What lies in the folder and is a folder itself.</summary>
    private static readonly string[] Within = ["drop", "starts"];

    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="IOException">It is there already.</exception>
    public static FileStream Create(string path) => new(path, Options(FileMode.CreateNew));

    public static DirectoryInfo CreateFolder(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, Owner | UnixFileMode.UserExecute);

    /// <summary>Writes a whole file, whatever stood there.</summary>
    public static async Task WriteAsync(string path, string text, CancellationToken token)
    {
        await using var file = new FileStream(path, Options(FileMode.Create));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file.SafeFileHandle, Owner);
        }

        await file.WriteAsync(Encoding.UTF8.GetBytes(text), token);
    }

    /// <summary>Makes the folder of the data, and closes what an earlier version left open.</summary>
    /// <param name="store">The store's file, when it lies there; what SQLite puts beside it takes its mode.</param>
    public static void Close(string folder, string? store)
    {
        CreateFolder(folder);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(folder, Owner | UnixFileMode.UserExecute);
        foreach (var own in Within.Select(name => Path.Combine(folder, name)).Where(Directory.Exists))
        {
            Narrow(own);
        }

        if (store is not null)
        {
            // Whoever closes a file gives up all locks that their process has on it, SQLite's too: one that is there is never opened.
            if (!File.Exists(store))
            {
                new FileStream(store, Options(FileMode.OpenOrCreate)).Dispose();
            }

            File.SetUnixFileMode(store, Owner);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void Narrow(string folder)
    {
        try
        {
            File.SetUnixFileMode(folder, Owner | UnixFileMode.UserExecute);
        }
        catch (UnauthorizedAccessException)
        {
            // Somebody else's; the folder around it is closed.
        }
    }

    private static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = mode is FileMode.CreateNew ? FileShare.Read : FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Owner;
        }

        return options;
    }
}
