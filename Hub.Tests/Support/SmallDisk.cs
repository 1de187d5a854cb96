using System.Diagnostics;

namespace Hub.Tests.Support;

/// <summary>A small disk of the test's own (tmpfs); where mounting is not allowed the test is skipped with the reason.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public static SmallDisk Mount(int megabytes)
    {
        var path = Directory.CreateTempSubdirectory("hub-disk-").FullName;
        var (code, said) = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path);
        if (code != 0)
        {
            Directory.Delete(path);
            Assert.Skip($"A tmpfs cannot be mounted here: {said}");
        }

        return new SmallDisk(path);
    }

    /// <summary>The disk is busy while a loop of the hub writes: for five seconds it is asked again.</summary>
    public async Task MakeReadOnlyAsync()
    {
        (int Code, string Said) answer = (1, "");
        for (var i = 0; i < 50 && answer.Code != 0; i++)
        {
            await Task.Delay(i == 0 ? 0 : 100, TestContext.Current.CancellationToken);
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            answer = Run("mount", "-o", "remount,ro", Path);
        }

        answer.Code.ShouldBe(0, answer.Said);
    }

    public void MakeWritable() => Run("mount", "-o", "remount,rw", Path).Code.ShouldBe(0);

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static (int Code, string Said) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var process = Process.Start(start)!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, said.Trim());
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (1, e.Message);
        }
    }
}
