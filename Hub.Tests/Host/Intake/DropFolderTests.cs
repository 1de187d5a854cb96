using System.Diagnostics;
using System.Runtime.Versioning;
using Hub.Host.Foundation;
using Hub.Host.Intake;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Intake;

public sealed class DropFolderTests : IAsyncLifetime
{
    private const string Export = """
        Rekap proposal hibah
        No. Registrasi;Jenis;Judul;Pemohon;Status;Tanggal Masuk
        SIHAB/2026/000001;hibah;Renovasi balai;Kelompok Tani;Diajukan;10-03-2026
        ;hibah;Tanpa nomor;Kelompok Nelayan;Diajukan;10-03-2026
        SIHAB/2026/000002;hibah;Perahu motor;Kelompok Nelayan;Diajukan;11-03-2026
        """;

    private readonly TemporaryFolder folder = new();
    private HubFixture hub = null!;

    private string Drop => folder.File("drop/sihab");

    public async ValueTask InitializeAsync()
    {
        hub = await HubFixture.StartAsync(Scenes.Sihab(), folder: folder);
        Directory.CreateDirectory(Drop);
    }

    [Fact]
    public async Task A_file_is_taken_when_it_no_longer_grows_and_moves_away_with_a_report_of_every_row()
    {
        await File.WriteAllTextAsync(Path.Combine(Drop, "rekap.csv"), Export);

        (await LookAsync()).ShouldBe(0, "it may still be copied");
        (await LookAsync()).ShouldBe(1);

        Directory.GetFiles(Drop).ShouldBeEmpty();
        var report = await File.ReadAllLinesAsync(Directory.GetFiles(Path.Combine(Drop, PutAway.Taken), "*.laporan.csv").ShouldHaveSingleItem());
        report[0].ShouldBe("baris;hasil;alasan;isi");
        report.ShouldContain(l => l.Contains("ditolak", StringComparison.Ordinal) && l.Contains("Tanpa nomor", StringComparison.Ordinal), "what stands in the row to mend");
        report.Count(l => l.Contains(";diambil;", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(2);
        await using var db = hub.Database.Open();
        (await db.Envelopes.Select(e => e.ExternalId).ToListAsync()).ShouldContain("SIHAB/2026/000002");
    }

    /// <summary>What lies in the folder lies open: names of people who may be protected.</summary>
    [Fact]
    public async Task Nothing_of_a_file_is_left_on_the_disk_once_the_ledger_has_all_of_it()
    {
        await TakeAsync("rekap.csv", Export);

        var left = string.Concat(Directory.GetFiles(Drop, "*", SearchOption.AllDirectories).Select(File.ReadAllText));
        left.ShouldContain("diambil");
        left.ShouldNotContain("Kelompok Tani");
        left.ShouldNotContain("Perahu motor");
    }

    [Fact]
    public async Task A_file_with_a_row_to_mend_is_kept_for_a_month()
    {
        await TakeAsync("rekap.xlsx", "bukan lembar kerja");
        var kept = Directory.GetFiles(Path.Combine(Drop, PutAway.Refused));
        kept.Length.ShouldBe(2);

        hub.Get<PutAway>().Prune().ShouldBe(0);
        Array.ForEach(kept, file => File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-31)));
        hub.Get<PutAway>().Prune().ShouldBe(2);
    }

    [Fact]
    public async Task The_same_file_laid_down_again_brings_nothing_new()
    {
        await TakeAsync("rekap.csv", Export);
        await using var db = hub.Database.Open();
        var before = await db.Envelopes.CountAsync();

        await TakeAsync("rekap lagi.csv", Export);

        (await db.Envelopes.CountAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_file_nobody_can_read_is_refused_with_the_reason_beside_it()
    {
        await TakeAsync("rekap.xlsx", "bukan lembar kerja");

        var reason = await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(Drop, PutAway.Refused), "*.laporan.txt").ShouldHaveSingleItem());
        reason.Trim('﻿').Trim().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_file_for_a_source_that_does_not_exist_is_refused_and_stops_no_other()
    {
        Directory.CreateDirectory(folder.File("drop/apa-ini"));
        await File.WriteAllTextAsync(folder.File("drop/apa-ini/x.csv"), "a;b");
        await TakeAsync("rekap.csv", Export);

        Directory.GetFiles(folder.File("drop/apa-ini/refused"), "*.laporan.txt").ShouldHaveSingleItem();
        Directory.GetFiles(Path.Combine(Drop, PutAway.Taken), "*.laporan.csv").ShouldHaveSingleItem();
    }

    /// <summary>A link that leads nowhere was tried for ever; one that leads out of the folder read what is not theirs who laid it down.</summary>
    [Fact]
    public async Task A_link_is_neither_followed_nor_in_the_way_of_the_files()
    {
        await File.WriteAllTextAsync(folder.File("di-luar.csv"), Export.Replace("000001", "000777", StringComparison.Ordinal));
        File.CreateSymbolicLink(Path.Combine(Drop, "a-hilang.csv"), folder.File("tidak-ada.csv"));
        File.CreateSymbolicLink(Path.Combine(Drop, "b-luar.csv"), folder.File("di-luar.csv"));

        await TakeAsync("rekap.csv", Export);

        await using var db = hub.Database.Open();
        var items = await db.Envelopes.Select(e => e.ExternalId).ToListAsync();
        items.ShouldContain("SIHAB/2026/000001");
        items.ShouldNotContain("SIHAB/2026/000777");
        File.Exists(folder.File("di-luar.csv")).ShouldBeTrue();
    }

    /// <summary>One such file kept those of every source waiting: a pipe holds whoever opens it, a long name cannot be made longer.</summary>
    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Neither_a_pipe_nor_a_long_name_nor_an_empty_file_stops_the_others()
    {
        using (var pipe = Process.Start("mkfifo", Path.Combine(Drop, "a.csv")))
        {
            await pipe.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await File.WriteAllTextAsync(Path.Combine(Drop, new string('b', 240) + ".xlsx"), "bukan lembar kerja");
        await File.WriteAllTextAsync(Path.Combine(Drop, string.Concat(Enumerable.Repeat("雨", 80)) + ".xlsx"), "bukan lembar kerja");
        await File.WriteAllTextAsync(Path.Combine(Drop, "c.csv"), "");
        await File.WriteAllTextAsync(Path.Combine(Drop, "d.csv"), "");
        File.SetLastWriteTimeUtc(Path.Combine(Drop, "d.csv"), TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-2));

        await TakeAsync("rekap.csv", Export);

        Directory.GetFiles(Drop).Select(Path.GetFileName).ShouldBe(["a.csv", "c.csv"], ignoreOrder: true, "somebody may still be filling them");
        Directory.GetFiles(Path.Combine(Drop, PutAway.Refused), "*.laporan.txt").Length.ShouldBe(3);
        Directory.GetFiles(Path.Combine(Drop, PutAway.Taken), "*.laporan.csv").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_folder_that_is_a_link_is_not_followed()
    {
        var outside = Directory.CreateDirectory(folder.File("luar")).FullName;
        await File.WriteAllTextAsync(Path.Combine(outside, "rekap.csv"), Export);
        Directory.Delete(Drop);
        Directory.CreateSymbolicLink(Drop, outside);

        await LookAsync();
        await LookAsync();

        Directory.GetFileSystemEntries(outside).ShouldHaveSingleItem();
    }

    /// <summary>Files and reports were written to where the link leads, and what was old there was deleted.</summary>
    [Theory]
    [InlineData(PutAway.Taken)]
    [InlineData(PutAway.Refused)]
    public async Task Where_files_are_put_away_is_no_link(string where)
    {
        var outside = Directory.CreateDirectory(folder.File("luar")).FullName;
        var theirs = Path.Combine(outside, "lama.txt");
        await File.WriteAllTextAsync(theirs, "milik orang lain");
        File.SetLastWriteTimeUtc(theirs, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-31));
        Directory.CreateSymbolicLink(Path.Combine(Drop, where), outside);

        await TakeAsync("rekap.csv", Export);
        await TakeAsync("rusak.xlsx", "bukan lembar kerja");

        hub.Get<PutAway>().Prune().ShouldBe(0);
        Directory.GetFiles(outside).ShouldHaveSingleItem().ShouldBe(theirs);
        Directory.GetFiles(Drop).Length.ShouldBe(2, "they wait until the link is gone");
    }

    [Fact]
    public async Task A_file_too_large_for_every_reader_is_refused_unopened()
    {
        await using (var large = File.Create(Path.Combine(Drop, "besar.csv")))
        {
            large.SetLength((64L * 1024 * 1024) + 1);
        }

        await LookAsync();
        await LookAsync();

        (await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(Drop, PutAway.Refused), "*.laporan.txt").ShouldHaveSingleItem())).ShouldContain("lebih dari 64 MB; bagi");
    }

    [Fact]
    public async Task A_file_of_several_portions_is_taken_whole()
    {
        await TakeAsync("rekap.csv", Rows(450));

        await using var db = hub.Database.Open();
        (await db.Envelopes.CountAsync()).ShouldBe(450);
        (await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(Drop, PutAway.Taken), "*.laporan.csv").ShouldHaveSingleItem())).ShouldContain("jumlah;450 butir;450 baru");
    }

    [Fact]
    public async Task Of_a_file_that_breaks_off_at_its_last_row_nothing_is_stored()
    {
        await TakeAsync("rekap.csv", Rows(65_536));

        (await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(Drop, PutAway.Refused), "*.laporan.txt").ShouldHaveSingleItem())).ShouldContain("lebih dari 65536 baris");
        await using var db = hub.Database.Open();
        (await db.Envelopes.CountAsync()).ShouldBe(0);
    }

    private static string Rows(int count) => "No. Registrasi;Judul\n" + string.Concat(Enumerable.Range(1, count).Select(i => $"A{i};Renovasi {i}\n"));

    private async Task TakeAsync(string name, string content)
    {
        await File.WriteAllTextAsync(Path.Combine(Drop, name), content);
        await LookAsync();
        await LookAsync();
    }

    private Task<int> LookAsync() => hub.Get<DropFolder>().LookAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        folder.Dispose();
    }
}
