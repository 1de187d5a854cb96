namespace Hub.Host.Foundation.Security;

/// <summary>What the hub keeps is for its own user alone: the folder of the data 0700, the store in it 0600. On Windows the folder's own permissions stand.</summary>
public static class PrivateFiles
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the folder of the data, and closes what an earlier version left open.</summary>
    /// <param name="store">The store's file, when it lies there; what SQLite puts beside it takes its mode.</param>
    public static void Close(string folder, string? store)
    {
        Directory.CreateDirectory(folder);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(folder, Owner | UnixFileMode.UserExecute);
        if (store is not null)
        {
            new FileStream(store, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = Owner }).Dispose();
            File.SetUnixFileMode(store, Owner);
        }
    }
}
