using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Hub.Domain.Envelopes;
using Hub.Host.Intake;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Storage;

/// <summary>What the database lives through: processes killed in the middle of writing, a full disk, a read-only file, a locked file.</summary>
public sealed class SurvivalTests
{
    /// <summary>Each kill ends one process that is writing into so many files at once: every file dies in the middle of its own write.</summary>
    private const int Files = 20;

    private static readonly int Kills = Need.IsLong ? 50 : 10;

    [Fact]
    public async Task What_was_committed_survives_two_hundred_kills_in_the_middle_of_writing()
    {
        using var folder = new TemporaryFolder();
        var files = Enumerable.Range(0, Files).Select(i => folder.File($"{i}.db")).ToArray();
        foreach (var file in files)
        {
            await EmptyStore.CopyToAsync(file);
        }

        var random = new Random(7);
        var committed = new long[Files];
        var unfinished = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            await WriteAndKillAsync(files, committed, TimeSpan.FromMilliseconds(random.Next(1, 150)));

            for (var i = 0; i < Files; i++)
            {
                unfinished += new FileInfo(files[i] + "-wal") is { Exists: true, Length: > 0 } ? 1 : 0;
                Check(files[i]).ShouldBe("ok");
                (await CountAsync(files[i])).ShouldBeGreaterThanOrEqualTo(committed[i]);
            }
        }

        committed.ShouldAllBe(c => c > 0);
        unfinished.ShouldBe(Kills * Files, "every file was open for writing when its process was killed");
    }

    [Fact]
    public async Task A_full_disk_is_said_in_one_sentence_and_loses_nothing_committed()
    {
        Need.SqliteFile();
        using var disk = SmallDisk.Mount(megabytes: 12);
        await using var hub = await StartOnAsync(disk);
        var stored = 0;
        Exception? refusal = null;
        for (; refusal is null && stored < 200; stored++)
        {
            refusal = await Record.ExceptionAsync(() => StoreAsync(hub, stored));
        }

        refusal.ShouldNotBeNull("the disk must be full by now");
        StoreTrouble.Of(refusal).ToString().ShouldBeOneOf("cakram penuh; kosongkan ruang lalu jalankan kembali.", "cakram tidak dapat dibaca atau ditulis; periksa ruang kosong dan keadaan cakram.");
        Check(Path.Combine(disk.Path, "hub.db")).ShouldBe("ok");
        await using var db = hub.Database.Open();
        (await db.Envelopes.CountAsync()).ShouldBe(stored - 1);
    }

    [Fact]
    public async Task A_read_only_disk_is_said_in_one_sentence_and_afterwards_all_goes_on()
    {
        Need.SqliteFile();
        using var disk = SmallDisk.Mount(megabytes: 12);
        await using var hub = await StartOnAsync(disk);
        await StoreAsync(hub, 0);
        SqliteConnection.ClearAllPools();
        await disk.MakeReadOnlyAsync();

        var refusal = (await Record.ExceptionAsync(() => StoreAsync(hub, 1))).ShouldNotBeNull();

        StoreTrouble.Is(refusal).ShouldBeTrue();
        StoreTrouble.Of(refusal).ToString().ShouldEndWith(".");
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

    /// <summary>Adds to each file's sum what the process said was committed before it was killed.</summary>
    private static async Task WriteAndKillAsync(string[] files, long[] committed, TimeSpan after)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "mocks.dll"), "certify-write", .. files])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var said = new long[files.Length];
        while (said.Contains(0))
        {
            Take((await process.StandardOutput.ReadLineAsync()).ShouldNotBeNull("the writers must start"), said);
        }

        await Task.Delay(after);
        process.Kill();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            Take(line, said);
        }

        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(128 + 9, "SIGKILL");
        for (var i = 0; i < files.Length; i++)
        {
            committed[i] += said[i];
        }
    }

    /// <summary>A line that the kill cut in two says less than what is safe, never more.</summary>
    private static void Take(string line, long[] said)
    {
        if (line.Split(' ') is [var place, var count] && int.TryParse(place, CultureInfo.InvariantCulture, out var file) && long.TryParse(count, CultureInfo.InvariantCulture, out var rows))
        {
            said[file] = Math.Max(said[file], rows);
        }
    }

    // Only the store lies on the small disk: a disk on which the hub keeps files open cannot be made read-only.
    private static Task<HubFixture> StartOnAsync(SmallDisk disk) =>
        HubFixture.StartAsync(new Dictionary<string, string?> { ["Hub:Connection"] = Database.SqliteFile(Path.Combine(disk.Path, "hub.db")) });

    private static Task<int> StoreAsync(HubFixture hub, int number) => hub.Get<Ledger>().StoreAsync("uji", [new Envelope
    {
        Key = new EnvelopeKey("uji", $"{number}", "1"),
        MediaType = "application/octet-stream",
        Raw = RandomNumberGenerator.GetBytes(300_000),
        ReceivedAt = DateTimeOffset.UnixEpoch,
    }], Sighting.Filed, quiet: true, CancellationToken.None);

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
