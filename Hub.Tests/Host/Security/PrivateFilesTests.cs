using System.Diagnostics;
using Hub.Host.Foundation.Generations;
using Hub.Host.Foundation.Security;
using Hub.Host.Watch;
using Hub.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Hub.Tests.Host.Security;

public sealed class PrivateFilesTests
{
    [Fact]
    public async Task A_hub_keeps_its_data_for_itself_whatever_stood_open()
    {
        using var folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0x1ED);
        File.SetUnixFileMode(Directory.CreateDirectory(folder.File("drop")).FullName, (UnixFileMode)0x1ED);
        await File.WriteAllTextAsync(folder.File("alive"), "", TestContext.Current.CancellationToken);
        await using (var hub = await HubFixture.StartAsync(folder: folder))
        {
            await hub.Get<SignOfLife>().GiveAsync(TestContext.Current.CancellationToken);
            await hub.Get<Generation>().LookAsync(TestContext.Current.CancellationToken);
            Directory.GetDirectories(folder.Path).ShouldAllBe(own => Path.GetFileName(own) == "log" || File.GetUnixFileMode(own) == (UnixFileMode)0x1C0);
            foreach (var name in new[] { "alive", "witness" })
            {
                File.GetUnixFileMode(folder.File(name)).ShouldBe((UnixFileMode)0x180, name);
            }

            File.GetUnixFileMode(folder.Path).ShouldBe((UnixFileMode)0x1C0);
            File.GetUnixFileMode(Path.Combine(folder.Path, "keys")).ShouldBe((UnixFileMode)0x1C0);
            Directory.GetFiles(folder.Path, "hub.db*").ShouldAllBe(file => File.GetUnixFileMode(file) == (UnixFileMode)0x180);
        }
    }

    [Fact]
    public void The_store_is_closed_before_its_first_byte()
    {
        using var folder = new TemporaryFolder();
        var store = folder.File("hub.db");

        PrivateFiles.Close(folder.Path, store);

        File.GetUnixFileMode(store).ShouldBe((UnixFileMode)0x180);
    }

    /// <summary>Without them another program that looks into the store believes to be alone and takes its log away.</summary>
    [Fact]
    public async Task A_second_hub_in_the_process_leaves_the_locks_of_the_first()
    {
        Assert.SkipUnless(File.Exists("/proc/locks"), "Only Linux shows its locks.");
        using var folder = new TemporaryFolder();
        var store = folder.File("hub.db");
        PrivateFiles.Close(folder.Path, store);
        await using var first = new SqliteConnection($"Data Source={store};Pooling=False");
        await first.OpenAsync(TestContext.Current.CancellationToken);
        await using var write = first.CreateCommand();
        write.CommandText = "PRAGMA journal_mode=WAL; CREATE TABLE held (id INTEGER)";
        await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var held = await LocksAsync(store);
        held.ShouldBeGreaterThan(0);

        PrivateFiles.Close(folder.Path, store);

        (await LocksAsync(store)).ShouldBe(held);
    }

    private static async Task<int> LocksAsync(string file)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%i", file]) { RedirectStandardOutput = true })!;
        var inode = (await stat.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim();
        return (await File.ReadAllLinesAsync("/proc/locks", TestContext.Current.CancellationToken)).Count(line => line.Contains($":{inode} ", StringComparison.Ordinal));
    }
}
