using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.AspNetCore.DataProtection;

namespace Hub.Tests.Host.Security;

public sealed class KeyCanaryTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly Database database;

    public KeyCanaryTests() => database = new Database(StoreKind.Sqlite, Database.SqliteFile(folder.File("hub.db")));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await database.MigrateAsync(Token);

    [Fact]
    public async Task The_same_key_folder_opens_the_store_again_and_another_is_refused_in_one_sentence()
    {
        await Canary("keys").CheckAsync(Token);
        await Canary("keys").CheckAsync(Token);

        var refusal = await Should.ThrowAsync<StartupRefusal>(Canary("other").CheckAsync(Token));

        refusal.Message.ShouldContain(folder.File("other"));
        refusal.Message.ShouldContain("Pulihkan folder keys");
    }

    [Fact]
    public async Task A_lost_key_of_the_hubs_own_is_noticed_although_the_ring_is_there()
    {
        await Canary("keys").CheckAsync(Token);
        File.Delete(Path.Combine(folder.File("keys"), "hub.key"));

        await Should.ThrowAsync<StartupRefusal>(Canary("keys").CheckAsync(Token));
    }

    [Fact]
    public void Only_the_owner_may_read_the_keys()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var keys = new KeyFolder(folder.File("keys"));
        keys.KeyFor("x");

        File.GetUnixFileMode(keys.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Path.Combine(keys.Path, "hub.key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private KeyCanary Canary(string name)
    {
        var keys = new KeyFolder(folder.File(name));
        return new KeyCanary(database, DataProtectionProvider.Create(keys.Create()), keys);
    }
}
