using Hub.Host.Foundation.Security;
using Hub.Tests.Support;

namespace Hub.Tests.Host.Security;

public sealed class PrivateFilesTests
{
    [Fact]
    public async Task A_hub_keeps_its_data_for_itself_whatever_stood_open()
    {
        using var folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0x1ED);
        await using (await HubFixture.StartAsync(folder: folder))
        {
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
}
