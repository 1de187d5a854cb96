using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Verbs;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Verbs;

/// <summary>What the keeper of a server reads in the terminal, and with which code a verb ends.</summary>
public sealed class SaidByVerbsTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Data => folder.File("data");

    public async ValueTask InitializeAsync() => (await RunAsync("pass")).Exit.ShouldBe(ExitCode.Done, "a hub to look at");

    [Fact]
    public async Task Doctor_says_of_each_part_whether_it_is_well()
    {
        var kept = folder.File("cadangan");
        Directory.CreateDirectory(kept);
        var (exit, said) = await RunAsync("doctor");

        exit.ShouldBe(ExitCode.Refused);
        said.ShouldContain(VerbTexts.Say("DoctorWhole"));
        said.ShouldContain(VerbTexts.Say("DoctorTrail"));
        said.ShouldContain(VerbTexts.Say("DoctorTrailWhole", "")[..4]);
        said.ShouldContain(VerbTexts.Say("DoctorNoMail"));
        said.ShouldContain(VerbTexts.Say("DoctorBackupNone"));
        said.ShouldContain("Organisasi", Case.Sensitive, "no bureau has staff");

        (await RunAsync("doctor", $"--Hub:Backup:Folder={kept}")).Said.ShouldContain(VerbTexts.Say("DoctorBackupNever", kept));
        (await RunAsync("backup", "--to", kept)).Exit.ShouldBe(ExitCode.Done);
        (await RunAsync("backup", "verify", Directory.EnumerateFiles(kept, "*.backup").Single())).Said.ShouldContain("WITA", Case.Sensitive, "a moment is said in the office's time, as on every page");
        (await RunAsync("doctor", $"--Hub:Backup:Folder={kept}")).Said.ShouldNotContain(VerbTexts.Say("DoctorBackupNever", kept));
    }

    [Theory]
    [InlineData("doctor")]
    [InlineData("audit", "verify")]
    [InlineData("reconcile")]
    [InlineData("reconcile", "--verify")]
    [InlineData("replay", "sihab")]
    [InlineData("backfill", "sihab")]
    [InlineData("backup", "--to", "cadangan")]
    public async Task A_verb_that_looks_at_a_hub_makes_none_in_a_folder_that_was_mistyped(params string[] verb)
    {
        var mistyped = folder.File("dta");

        var (exit, said) = await HeardAsync([.. verb, $"--Hub:Data={mistyped}"]);

        exit.ShouldBe(ExitCode.Refused);
        said.Trim().ShouldBe($"Tidak ada hub di folder {mistyped}. Periksa Hub:Data; hub baru dibuat oleh hub serve.");
        Directory.Exists(mistyped).ShouldBeFalse();
    }

    [Fact]
    public async Task Audit_verify_says_that_a_seal_noted_down_is_not_there()
    {
        (await RunAsync("audit", "verify")).Exit.ShouldBe(ExitCode.Done);
        var (exit, said) = await RunAsync("audit", "verify", "--head", new string('a', 64));
        exit.ShouldBe(ExitCode.Refused);
        said.ShouldContain(VerbTexts.Say("AuditHeadLost"));
        (await RunAsync("audit", "verify", "--json", "--head", new string('a', 64))).Said.ShouldContain("\"whole\":false");
    }

    [Fact]
    public async Task Reconcile_verify_names_the_statement_that_was_changed_after_it_was_signed()
    {
        await using (var db = Open())
        {
            db.Statements.Add(new Statement { Source = "kotak", Day = new DateOnly(2026, 11, 20), MadeAt = DateTimeOffset.UnixEpoch, Text = "seimbang", Signature = new string('0', 64) });
            await db.SaveChangesAsync(Token);
        }

        var (exit, said) = await RunAsync("reconcile", "--verify");

        exit.ShouldBe(ExitCode.Refused);
        said.ShouldContain(VerbTexts.Say("ReconcileForged", new DateOnly(2026, 11, 20), "kotak"));
        said.ShouldContain(VerbTexts.Say("ReconcileVerified", 1, 1));
    }

    [Fact]
    public async Task Replay_of_an_item_that_is_not_there_ends_as_refused_and_of_a_source_without_items_as_done()
    {
        var (exit, said) = await RunAsync("replay", "sihab", "--id", "tidak-ada");

        exit.ShouldBe(ExitCode.Refused);
        said.ShouldContain(VerbTexts.Say("ReplayDone", 0, 0));
        (await RunAsync("replay", "sihab")).Exit.ShouldBe(ExitCode.Done);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("bukan JSON")]
    [InlineData("""{"id": "uji"}""")]
    public async Task Calendar_refuses_what_is_no_act_with_one_sentence(string? content)
    {
        var act = folder.File("libur.json");
        if (content is not null)
        {
            await File.WriteAllTextAsync(act, content, Token);
        }

        var (exit, said) = await RunAsync("calendar", "preview", act);

        exit.ShouldBe(ExitCode.Refused);
        said.Trim().ShouldContain("libur.json");
        said.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task What_is_no_backup_is_neither_verified_nor_restored_and_a_full_folder_is_left_alone()
    {
        var broken = folder.File("hub-rusak.backup");
        await File.WriteAllTextAsync(broken, "bukan cadangan", Token);
        foreach (var verb in (string[][])[["backup", "verify", broken], ["restore", broken, $"--Hub:Data={folder.File("lain")}"]])
        {
            var (exit, said) = await HeardAsync(verb);
            exit.ShouldBe(ExitCode.Refused);
            said.ShouldContain("hub-rusak.backup");
        }

        (await RunAsync("backup", "--to", folder.File("cadangan"))).Exit.ShouldBe(ExitCode.Done);
        var good = Directory.GetFiles(folder.File("cadangan"), "*.backup").ShouldHaveSingleItem();
        (await HeardAsync(["backup", "verify", good])).Exit.ShouldBe(ExitCode.Done);
        var (full, why) = await RunAsync("restore", good);
        full.ShouldBe(ExitCode.Refused);
        why.ShouldContain(Path.GetFullPath(Data));
    }

    [Fact]
    public async Task Backup_without_a_folder_asks_for_one() => (await RunAsync("backup")).Said.ShouldContain("--to");

    [Fact]
    public async Task Migrate_without_a_store_says_so_and_asks_no_server() =>
        (await HeardAsync(["migrate", "--to", "postgres", "--connection", "Host=127.0.0.1;Port=1", $"--Hub:Data={folder.File("kosong")}"])).ShouldSatisfyAllConditions(
            static r => r.Exit.ShouldBe(ExitCode.Refused), static r => r.Said.ShouldContain("hub.db"));

    [Fact]
    public async Task Mail_read_shows_what_it_can_and_names_the_file_that_it_cannot_read()
    {
        var mail = folder.File("surat.eml");
        await File.WriteAllTextAsync(mail, "From: Siti <siti@warga.contoh>\r\nSubject: Jalan rusak\r\nMessage-ID: <1@warga.contoh>\r\n\r\nMohon diperbaiki.\r\n", Token);

        var (exit, said) = await HeardAsync(["mail", "read", mail, folder.File("tidak-ada.eml")]);

        exit.ShouldBe(ExitCode.Refused);
        said.ShouldContain("Siti <siti@warga.contoh>");
        said.ShouldContain("tidak-ada.eml: ");
        (await HeardAsync(["mail", "read", mail, folder.File("tidak-ada.eml"), "--json"])).Said.ShouldContain("\"error\":");
    }

    [Fact]
    public async Task Import_names_a_file_that_is_not_there_and_a_row_that_it_cannot_take()
    {
        (await RunAsync("import", "sihab", folder.File("tidak-ada.csv"))).ShouldSatisfyAllConditions(static r => r.Exit.ShouldBe(ExitCode.Refused), static r => r.Said.ShouldContain("tidak-ada.csv"));
        var table = folder.File("rekap.csv");
        await File.WriteAllTextAsync(table, "No. Registrasi;Jenis;Judul;Pemohon;Status;Tanggal Masuk\n;hibah;Bantuan;Kelompok Tani;Diajukan;10-03-2026\nSIHAB/2026/000001;hibah;Bantuan;Kelompok Tani;Diajukan;10-03-2026\n", Token);

        var (exit, said) = await RunAsync(["import", "sihab", table, .. Scenes.Sihab().Select(static s => $"--{s.Key}={s.Value}")]);

        exit.ShouldBe(ExitCode.Refused);
        said.ShouldContain("rekap.csv");
        await using var db = Open();
        (await db.Tickets.CountAsync(Token)).ShouldBe(1);
    }

    [Fact]
    public async Task Setup_admin_gives_one_address_after_the_other()
    {
        var (first, second) = ((await RunAsync("setup-admin")).Said, (await RunAsync("setup-admin")).Said);

        first.ShouldContain("setup?code=");
        second.ShouldContain("setup?code=");
        first.ShouldNotBe(second);
    }

    private HubDbContext Open() => new Database(StoreKind.Sqlite, Database.SqliteFile(Path.Combine(Data, "hub.db"))).Open();

    private Task<(int Exit, string Said)> RunAsync(params string[] verb) => HeardAsync([.. verb, $"--Hub:Data={Data}", "--Hub:AllowPrivateNetworks=true", "--Serilog:MinimumLevel:Default=Fatal"]);

    private static Task<(int Exit, string Said)> HeardAsync(string[] verb) => HeardConsole.DuringAsync(() => VerbList.RunAsync(verb));

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
