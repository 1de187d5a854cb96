namespace Hub.Host.Foundation;

/// <summary>The room that is left where the data lies.</summary>
internal static class DiskSpace
{
    /// <summary>Below this nothing can be relied upon to be stored: 100 MB.</summary>
    public const long Least = 100L * 1024 * 1024;

    public static long Free(HubOptions options) => new DriveInfo(Path.GetFullPath(options.Data)).AvailableFreeSpace;
}
