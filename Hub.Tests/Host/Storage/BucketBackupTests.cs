using Hub.Host;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Backups;
using Hub.Host.Foundation.Generations;
using Hub.Host.Storage;
using Hub.Host.Watch;
using Hub.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Storage;

/// <summary>Backups in a bucket that speaks S3: made, opened as they come back, kept by number and age, put back; each trouble in a sentence.</summary>
public sealed class BucketBackupTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(Now);

    [Fact]
    public async Task One_is_put_opened_again_and_restored_by_its_address_or_its_name()
    {
        Need.SqliteFile();
        await using var store = await S3Store.StartAsync();
        string address;
        await using (var hub = await StartAsync(store.Settings()))
        {
            address = (await hub.Get<BackupBook>().MakeAsync(Token)).Path;
        }

        address.ShouldBe($"s3://{S3Store.Bucket}/hub/hub-20260312T020000Z.backup");
        store.Objects.Keys.ShouldBe(["hub/hub-20260312T020000Z.backup"], "the keys stay out of the bucket");
        File.Exists(Path.Combine(folder.File("kunci"), BackupBook.KeysName)).ShouldBeTrue();
        Directory.GetFileSystemEntries(folder.Path, ".hub-*").ShouldBeEmpty();
        foreach (var name in new[] { address, Path.GetFileName(address) })
        {
            using var fresh = new TemporaryFolder();
            var options = HubApp.OptionsOf([.. Settings(store.Settings()).Where(s => s.Key != "Hub:Data").Select(s => $"--{s.Key}={s.Value}"), $"--Hub:Data={fresh.File("data")}"]);
            using (var named = await NamedBackup.OpenAsync(name, null, options.Backup, Token))
            {
                await Restore.RunAsync(named.Path, named.Keys, options, Token);
            }

            await using var back = await HubFixture.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Hub:Data"] = fresh.File("data") });
            back.Get<Generation>().Restored.ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task A_big_one_goes_in_parts_and_comes_back_whole()
    {
        await using var store = await S3Store.StartAsync();
        await using var hub = await StartAsync(store.Settings());
        var content = new byte[20_000];
        new Random(7).NextBytes(content);
        await File.WriteAllBytesAsync(folder.File("besar"), content, Token);
        using var bucket = new BackupBucket(hub.Get<HubOptions>().Backup.S3!);

        await bucket.PutAsync(folder.File("besar"), "besar", Token, partBytes: 6_000);
        await bucket.FetchAsync("besar", folder.File("kembali"), Token);

        store.Parts.ShouldBe(4);
        (await File.ReadAllBytesAsync(folder.File("kembali"), Token)).ShouldBe(content);
    }

    [Fact]
    public async Task So_many_are_kept_and_what_is_too_old_goes_the_newest_never()
    {
        await using var store = await S3Store.StartAsync();
        var settings = store.Settings();
        (settings["Hub:Backup:Keep"], settings["Hub:Backup:KeepDays"]) = ("3", "10");
        await using var hub = await StartAsync(settings);
        foreach (var days in new[] { 40, 5, 4, 3, 2 })
        {
            store.Objects[$"hub/{BackupFile.NameOf(Now.AddDays(-days))}"] = [1];
        }

        store.Objects["hub/lain.txt"] = [1];
        await hub.Get<BackupBook>().PruneAsync(Token);
        store.Objects.Keys.Order(StringComparer.Ordinal).ShouldBe([.. new[] { 4, 3, 2 }.Select(days => $"hub/{BackupFile.NameOf(Now.AddDays(-days))}"), "hub/lain.txt"]);

        clock.Advance(TimeSpan.FromDays(100));
        await hub.Get<BackupBook>().PruneAsync(Token);
        store.Objects.Keys.Order(StringComparer.Ordinal).ShouldBe([$"hub/{BackupFile.NameOf(Now.AddDays(-2))}", "hub/lain.txt"]);
    }

    [Fact]
    public async Task What_comes_back_spoilt_does_not_count_and_does_not_stay()
    {
        await using var store = await S3Store.StartAsync();
        await using var hub = await StartAsync(store.Settings());
        store.Spoils = true;

        var refusal = await Should.ThrowAsync<BackupRefusal>(() => hub.Get<BackupBook>().MakeAsync(Token));

        refusal.Said.Code.ShouldBe("BackupTexts.NotGivenBack");
        store.Objects.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(403, "SignatureDoesNotMatch", "BucketForbids")]
    [InlineData(404, "NoSuchBucket", "BucketMissing")]
    [InlineData(507, "XMinioStorageFull", "BucketFull")]
    [InlineData(503, "SlowDown", "BucketSilent")]
    [InlineData(400, "InvalidRequest", "BucketRefuses")]
    public async Task Each_trouble_is_one_sentence_and_is_not_tried_for_ever(int status, string code, string sentence)
    {
        await using var store = await S3Store.StartAsync();
        await using var hub = await StartAsync(store.Settings());
        store.Trouble = (status, code);

        var refusal = await Should.ThrowAsync<BackupRefusal>(() => hub.Get<BackupBook>().MakeAsync(Token));

        refusal.Said.Code.ShouldBe($"BackupTexts.{sentence}");
        store.Requests.ShouldBeLessThanOrEqualTo(3);
        Directory.GetFileSystemEntries(folder.Path, ".hub-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_access_key_another_bucket_and_a_server_that_is_not_there_are_said()
    {
        await using var store = await S3Store.StartAsync();
        await SaysAsync(store.Settings(accessKey: "AKIALAIN"), "BucketForbids");
        await SaysAsync(store.Settings(bucket: "lain"), "BucketMissing");
        var silent = store.Settings();
        silent["Hub:Backup:S3:Endpoint"] = $"http://127.0.0.1:{Ports.Free()}";
        await SaysAsync(silent, "BucketSilent");

        async Task SaysAsync(Dictionary<string, string?> settings, string sentence)
        {
            await using var hub = await StartAsync(settings);
            (await Should.ThrowAsync<BackupRefusal>(() => hub.Get<BackupBook>().ListAsync(Token))).Said.Code.ShouldBe($"BackupTexts.{sentence}");
        }
    }

    [Fact]
    public async Task In_two_places_the_older_of_the_newest_counts_and_an_empty_bucket_is_none()
    {
        await using var store = await S3Store.StartAsync();
        var settings = store.Settings();
        settings["Hub:Backup:Folder"] = folder.File("cadangan");
        await using var hub = await StartAsync(settings);
        await hub.Get<BackupBook>().MakeAsync(Token);
        store.Objects.Keys.ShouldHaveSingleItem();
        BackupFile.In(folder.File("cadangan")).ShouldHaveSingleItem();
        (await hub.Get<BackupBook>().NewestAsync(Token)).ShouldNotBeNull().TakenAt.ShouldBe(Now);

        store.Objects.Clear();
        (await hub.Get<BackupBook>().NewestAsync(Token)).ShouldBeNull();

        clock.Advance(TimeSpan.FromDays(3));
        Watchdog.LookAtHub((await hub.Get<SignReader>().ReadAsync(Token)).Hub with { StartedAt = Now }, clock.GetUtcNow()).ShouldContain(f => f.Code == "backup-old");
    }

    [Fact]
    public async Task A_bucket_alone_needs_a_folder_for_the_keys()
    {
        await using var store = await S3Store.StartAsync();

        var refused = Should.Throw<StartupRefusal>(() => HubApp.OptionsOf([.. store.Settings().Select(s => $"--{s.Key}={s.Value}")]));

        refused.Message.ShouldContain("KeysFolder");
    }

    public void Dispose() => folder.Dispose();

    private Dictionary<string, string?> Settings(Dictionary<string, string?> store)
    {
        store["Hub:Backup:KeysFolder"] = folder.File("kunci");
        store["Hub:Data"] = folder.Path;
        return store;
    }

    private Task<HubFixture> StartAsync(Dictionary<string, string?> store) =>
        HubFixture.StartAsync(Settings(store), builder => builder.Services.AddSingleton<TimeProvider>(clock), folder);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
