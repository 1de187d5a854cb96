using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Hub.Domain.Envelopes;
using Hub.Host;
using Hub.Host.Intake;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Storage;

/// <summary>What the database lives through: processes killed in the middle of writing, a full disk, a read-only file, a locked file.</summary>
public sealed class SurvivalTests
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("HUB_TESTS_LONG") == "1" ? 200 : 8;

    [Fact]
    public async Task What_was_committed_survives_a_kill_in_the_middle_of_writing()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(7);
        var committed = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            committed += await WriteAndKillAsync(folder.Path, TimeSpan.FromMilliseconds(random.Next(1, 120)));

            Check(folder.File("hub.db")).ShouldBe("ok");
            (await CountAsync(folder.File("hub.db"))).ShouldBeGreaterThanOrEqualTo(committed);
        }

        committed.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_full_disk_is_said_in_one_sentence_and_loses_nothing_committed()
    {
        using var disk = SmallDisk.Mount(megabytes: 12);
        await using var hub = await StartOnAsync(disk);
        var stored = 0;
        Exception? refusal = null;
        for (; refusal is null && stored < 200; stored++)
        {
            refusal = await Record.ExceptionAsync(() => StoreAsync(hub, stored));
        }

        refusal.ShouldNotBeNull("the disk must be full by now");
        StoreTrouble.Say(refusal).ShouldBeOneOf("cakram penuh; kosongkan ruang lalu jalankan kembali.", "cakram tidak dapat dibaca atau ditulis; periksa ruang kosong dan keadaan cakram.");
        Check(Path.Combine(disk.Path, "hub.db")).ShouldBe("ok");
        await using var db = hub.Database.Open();
        (await db.Envelopes.CountAsync()).ShouldBe(stored - 1);
    }

    [Fact]
    public async Task A_read_only_disk_is_said_in_one_sentence_and_afterwards_all_goes_on()
    {
        using var disk = SmallDisk.Mount(megabytes: 12);
        await using var hub = await StartOnAsync(disk);
        await StoreAsync(hub, 0);
        SqliteConnection.ClearAllPools();
        disk.MakeReadOnly();

        var refusal = (await Record.ExceptionAsync(() => StoreAsync(hub, 1))).ShouldNotBeNull();

        StoreTrouble.Is(refusal).ShouldBeTrue();
        StoreTrouble.Say(refusal).ShouldEndWith(".");
        SqliteConnection.ClearAllPools();
        disk.MakeWritable();
        await StoreAsync(hub, 2);
        Check(Path.Combine(disk.Path, "hub.db")).ShouldBe("ok");
        await using var db = hub.Database.Open();
        (await db.Envelopes.CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task A_locked_file_is_waited_for_and_then_said_in_one_sentence()
    {
        using var folder = new TemporaryFolder();
        await using (await HubFixture.StartAsync(folder: folder))
        {
        }

        await using var other = new SqliteConnection(Database.SqliteFile(folder.File("hub.db")));
        await other.OpenAsync();
        await using (var begin = other.CreateCommand())
        {
            begin.CommandText = "PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE;";
            await begin.ExecuteNonQueryAsync();
        }

        var refusal = await Should.ThrowAsync<StartupRefusal>(() => new Database(StoreKind.Sqlite, $"Data Source={folder.File("hub.db")};Default Timeout=1;Pooling=False").MigrateAsync(CancellationToken.None));

        refusal.Message.ShouldContain("dikunci");
    }

    private static async Task<int> WriteAndKillAsync(string data, TimeSpan after)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "mocks.dll"), "certify-write", $"--Hub:Data={data}", "--Hub:Work=false", "--Serilog:MinimumLevel:Default=Fatal" })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var committed = int.Parse((await process.StandardOutput.ReadLineAsync()).ShouldNotBeNull("the writer must start"), CultureInfo.InvariantCulture);
        await Task.Delay(after);
        process.Kill();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            // A line that the kill cut in two says less than what is safe, never more.
            committed = int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? Math.Max(committed, said) : committed;
        }

        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(128 + 9, "SIGKILL");
        return committed;
    }

    private static Task<HubFixture> StartOnAsync(SmallDisk disk) => HubFixture.StartAsync(new Dictionary<string, string?> { ["Hub:Data"] = disk.Path });

    private static Task<int> StoreAsync(HubFixture hub, int number) => hub.Get<Ledger>().StoreAsync("uji", [new Envelope
    {
        Key = new EnvelopeKey("uji", $"{number}", "1"),
        MediaType = "application/octet-stream",
        Raw = RandomNumberGenerator.GetBytes(300_000),
        ReceivedAt = DateTimeOffset.UnixEpoch,
    }], quiet: true, CancellationToken.None);

    private static string Check(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string)command.ExecuteScalar()!;
    }

    private static async Task<long> CountAsync(string path)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM envelopes";
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
