namespace Hub.Tests.Support;

/// <summary>What a test needs from the machine. Without it the test is skipped with the reason; with HUB_TESTS_REQUIRE=1 (CI) it fails.</summary>
internal static class Need
{
    private static bool Required => Environment.GetEnvironmentVariable("HUB_TESTS_REQUIRE") == "1";

    /// <returns>The first of the paths that exists.</returns>
    public static string Program(string name, params string[] paths)
    {
        var found = Array.Find(paths, File.Exists);
        Assert.False(found is null && Required, $"{name} is required and not installed.");
        Assert.SkipWhen(found is null, $"{name} is not installed; ./test installs it where it can.");
        return found!;
    }

    /// <summary>True with HUB_TESTS_LONG=1: the large counts, and what takes longer than a check of every change should.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("HUB_TESTS_LONG") == "1";

    /// <summary>Skips what only a long run does.</summary>
    public static void Time() => Assert.SkipUnless(IsLong, "It takes long: HUB_TESTS_LONG=1 runs it.");

    /// <summary>Skips what is about the SQLite file, or asks it in its own words, where the tests' hubs are on PostgreSQL.</summary>
    public static void SqliteFile() => Assert.SkipWhen(TestStore.IsPostgres, "It is about the SQLite file.");

    /// <summary>Skips what reads SQLite's way to a row, in its words; PostgreSQL decides by what it knows of a table, and explains nothing whose values it is not given.</summary>
    public static void SqlitePlan() => Assert.SkipWhen(TestStore.IsPostgres, "It reads the plan of SQLite.");

    /// <summary>Other people's test data beside the checkout; never required, because the project does not ship it.</summary>
    /// <returns>The folder's full path.</returns>
    public static string Corpus(string folder)
    {
        var corpora = Environment.GetEnvironmentVariable("HUB_CORPORA") ?? Path.Combine(Repository, "..", "shared", "corpora");
        var path = Path.Combine(corpora, folder);
        Assert.SkipUnless(Directory.Exists(path), $"../shared/corpora/{folder} is not beside this checkout, and HUB_CORPORA does not say where it is.");
        return Path.GetFullPath(path);
    }

    /// <summary>The root of the checkout.</summary>
    public static string Repository { get; } = FindRepository();

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Hub.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Hub.sln is not above the tests.");
        }

        return folder.FullName;
    }
}
