namespace Hub.Tests.House;

/// <summary>The source tree the tests were built from.</summary>
internal static class Tree
{
    /// <summary>The folder that holds <c>Hub.sln</c>.</summary>
    public static string Root { get; } = Find();

    /// <summary>Files under a folder of the tree that git could hold, as paths relative to <see cref="Root"/> with slashes.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hub.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not lie under the folder of Hub.sln.");
    }
}
