using System.IO.Compression;
using Hub.Host.Foundation.Backups;
using Hub.Host.Foundation.Generations;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Storage;

/// <summary>Backup, loss, restore: what the store does not know is held, no number is given twice.</summary>
public sealed class BackupTests : IDisposable
{
    private static readonly CancellationToken Token = CancellationToken.None;
    private readonly TemporaryFolder folder = new();

    private string Kept => folder.File("kept");

    private static Dictionary<string, string?> Settings(params (string, string?)[] more) =>
        HubFixture.Mailbox("kesra", "kesra@setda.contoh").Concat(more.Select(m => KeyValuePair.Create(m.Item1, m.Item2))).ToDictionary();

    [Fact]
    public async Task What_was_backed_up_is_restored_into_an_empty_folder_and_nothing_leaves_before_a_person_looked()
    {
        Need.SqliteFile();
        using var old = new TemporaryFolder();
        string backup;
        await using (var hub = await HubFixture.StartAsync(Settings(), folder: old))
        {
            await MailAsync(hub, "satu");
            backup = (await hub.Get<BackupBook>().MakeAsync(Kept, Token)).Path;
            await MailAsync(hub, "dua");
            (await NumbersAsync(hub)).Count.ShouldBe(2);
        }

        using var fresh = new TemporaryFolder();
        await RestoreAsync(backup, fresh);
        await using var back = await HubFixture.StartAsync(Settings(), folder: fresh);

        back.Get<Generation>().Restored.ShouldNotBeNull();
        (await NumbersAsync(back)).Count.ShouldBe(1);
        (await StatesAsync(back)).ShouldAllBe(s => s == OutboxState.Held);

        // The lost mail is fetched again: it gets a number that was never given, and tells nobody yet.
        await MailAsync(back, "dua");
        (await NumbersAsync(back)).Last().ShouldBe($"KU-{TimeProvider.System.GetUtcNow().AddHours(8).Year}-001002");
        (await StatesAsync(back)).ShouldAllBe(s => s == OutboxState.Held);

        (await back.Get<Generation>().EndAsync(send: true, "siti", Token)).ShouldBe((await StatesAsync(back)).Count);
        (await StatesAsync(back)).ShouldAllBe(s => s == OutboxState.Pending);
        back.Get<Generation>().Restored.ShouldBeNull();
    }

    /// <summary>Each made an administrator whom the others did not know.</summary>
    [Fact]
    public async Task A_code_to_make_an_administrator_does_not_come_back_with_a_backup()
    {
        Need.SqliteFile();
        using var old = new TemporaryFolder();
        string backup, before;
        await using (var hub = await HubFixture.StartAsync(Settings(), folder: old))
        {
            before = CodeIn(await hub.Get<SetupCode>().IssueAsync(Token));
            backup = (await hub.Get<BackupBook>().MakeAsync(Kept, Token)).Path;
        }

        using var fresh = new TemporaryFolder();
        await RestoreAsync(backup, fresh);
        await using var back = await HubFixture.StartAsync(Settings(), folder: fresh);

        (await back.Get<SetupCode>().IsGoodAsync(before, Token)).ShouldBeFalse();
        (await back.Get<SetupCode>().IsGoodAsync(CodeIn(await back.Get<SetupCode>().IssueAsync(Token)), Token)).ShouldBeTrue();
    }

    /// <summary>Used, ended or taken back in the time that the store does not know: whoever kept the cookie or the mail was in again.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_session_and_no_way_into_an_account_comes_back_with_a_backup(bool byVerb)
    {
        Need.SqliteFile();
        using var old = new TemporaryFolder();
        string backup;
        Uri link;
        var byHand = folder.File("hub.db");
        await using (var hub = await HubFixture.StartAsync(Settings(), folder: old))
        {
            await using var db = hub.Database.Open();
            var (user, now) = (new User { Id = "rina", UserName = "rina", NormalizedUserName = "RINA", CreatedAt = TimeProvider.System.GetUtcNow() }, TimeProvider.System.GetUtcNow());
            db.Users.Add(user);
            db.Set<UserSession>().Add(new UserSession { Id = Guid.CreateVersion7(), UserId = user.Id, StartedAt = now, SeenAt = now, ProvenAt = now, Agent = "uji" });
            await hub.Get<Hub.Host.Foundation.Audit.AuditTrail>().WriteAsync(db, "siti", Hub.Host.Foundation.Audit.AuditTrail.AccountMade, "rina", null, Token);
            db.UserTokens.Add(new IdentityUserToken<string> { UserId = user.Id, LoginProvider = "[AspNetUserStore]", Name = "RecoveryCodes", Value = "tersegel" });
            db.UserTokens.Add(new IdentityUserToken<string> { UserId = user.Id, LoginProvider = "[AspNetUserStore]", Name = "AuthenticatorKey", Value = "tersegel" });
            await db.SaveChangesAsync(Token);
            link = await hub.Get<SignInLinks>().CreateAsync(user, LinkPurpose.Invitation, Token);
            backup = (await hub.Get<BackupBook>().MakeAsync(Kept, Token)).Path;
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {byHand}", Token);
            await db.Set<UserSession>().ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), Token);
            await hub.Get<SignInLinks>().UseAsync(Secret(link), LinkPurpose.Invitation, Token);
            await MailAsync(hub, "satu");
            await hub.Get<Generation>().LookAsync(Token);
        }

        using var fresh = new TemporaryFolder();
        if (byVerb)
        {
            await RestoreAsync(backup, fresh);
        }
        else
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            foreach (var file in Directory.GetFiles(old.Path, "hub.db*"))
            {
                File.Delete(file);
            }

            File.Copy(byHand, old.File("hub.db"));
        }

        await using var back = await HubFixture.StartAsync(Settings(), folder: byVerb ? fresh : old);
        back.Get<Generation>().Restored.ShouldNotBeNull();
        await using var after = back.Database.Open();
        (await after.Set<UserSession>().CountAsync(Token)).ShouldBe(1);
        (await after.Set<UserSession>().AnyAsync(s => s.EndedAt == null, Token)).ShouldBeFalse();
        (await back.Get<SignInLinks>().IsGoodAsync(Secret(link), LinkPurpose.Invitation, Token)).ShouldBeFalse();
        (await after.UserTokens.Select(t => t.Name).ToListAsync(Token)).ShouldBe(["AuthenticatorKey"], "a recovery code that was used since would be good again; the telephone is its owner's");
    }

    private static string Secret(Uri link) => link.Query.Split('=')[^1];

    /// <summary>A backup was called good whose copy of the keys was empty: what names it stood beside them in the file.</summary>
    [Theory]
    [InlineData("empty", "KeysDamaged")]
    [InlineData("cut", "KeysDamaged")]
    [InlineData("ticket-cut", "KeysDamaged")]
    [InlineData("ring", "KeysDamaged")]
    [InlineData("other", "OtherKeys")]
    public async Task A_copy_of_keys_that_opens_nothing_is_refused_before_it_is_needed(string how, string sentence)
    {
        Need.SqliteFile();
        using var old = new TemporaryFolder();
        string backup;
        await using (var hub = await HubFixture.StartAsync(Settings(), folder: old))
        {
            await MailAsync(hub, "satu");
            backup = (await hub.Get<BackupBook>().MakeAsync(Kept, Token)).Path;
        }

        var keys = folder.File("kunci.zip");
        using (var whole = ZipFile.OpenRead(Path.Combine(Kept, BackupBook.KeysName)))
        using (var made = ZipFile.Open(keys, ZipArchiveMode.Create))
        {
            made.Comment = whole.Comment;
            foreach (var entry in how == "empty" ? [] : whole.Entries.Where(e => how != "ring" || !e.Name.EndsWith(".xml", StringComparison.Ordinal)))
            {
                using var from = entry.Open();
                using var content = new MemoryStream();
                from.CopyTo(content);
                var bytes = content.ToArray();
                bytes = how == "cut" || (how == "ticket-cut" && entry.FullName.StartsWith("tickets/", StringComparison.Ordinal)) ? bytes[..5]
                    : how == "other" && entry.Name == "hub.key" ? [.. bytes.Select(b => (byte)(b ^ 1))] : bytes;
                using var to = made.CreateEntry(entry.FullName).Open();
                to.Write(bytes);
            }
        }

        using var fresh = new TemporaryFolder();
        await RefusedAsync(sentence, backup, keys, fresh);
        Directory.GetFileSystemEntries(fresh.Path).ShouldBeEmpty();
        (await Should.ThrowAsync<BackupRefusal>(() => BackupBook.VerifyAsync(backup, keys, Token))).Said.Code.ShouldBe($"BackupTexts.{sentence}");
    }

    /// <summary>A key that an erasing destroyed leaves a record of it; one that is simply not there any more was taken for such a one.</summary>
    [Fact]
    public async Task A_single_key_that_is_missing_is_told_from_one_that_was_destroyed()
    {
        Need.SqliteFile();
        using var old = new TemporaryFolder();
        string backup;
        await using (var hub = await HubFixture.StartAsync(Settings(), folder: old))
        {
            await MailAsync(hub, "satu");
            await MailAsync(hub, "dua");
            backup = folder.File("lama.backup");
            File.Move((await hub.Get<BackupBook>().MakeAsync(Kept, Token)).Path, backup);
            await using var db = hub.Database.Open();
            hub.Get<Hub.Host.Foundation.Security.TicketKeys>().Destroy((await db.Tickets.OrderBy(t => t.Id).Select(t => t.Key).FirstAsync(Token))!);
            await hub.Get<BackupBook>().MakeAsync(Kept, Token);
            (await Hub.Host.Verbs.DoctorVerb.KeysProbeAsync(hub.Services, db, Token)).Ok.ShouldBeTrue();
            File.Delete(Directory.EnumerateFiles(Path.Combine(old.Path, "keys", "tickets"), "*", SearchOption.AllDirectories).Single(f => !f.EndsWith(".gone", StringComparison.Ordinal)));
            (await Hub.Host.Verbs.DoctorVerb.KeysProbeAsync(hub.Services, db, Token)).Ok.ShouldBeFalse();
        }

        var keys = Path.Combine(Kept, BackupBook.KeysName);
        await BackupBook.VerifyAsync(backup, keys, Token);
        using (var copy = ZipFile.Open(keys, ZipArchiveMode.Update))
        {
            copy.Entries.Single(e => e.FullName.StartsWith("tickets/", StringComparison.Ordinal) && e.Length > 0).Delete();
        }

        var refused = await Should.ThrowAsync<BackupRefusal>(() => BackupBook.VerifyAsync(backup, keys, Token));
        refused.Said.Code.ShouldBe("BackupTexts.KeysMissing");
        refused.Said.In(System.Globalization.CultureInfo.GetCultureInfo("en")).ShouldContain("1 key");

        // What there is can still be put back.
        using var fresh = new TemporaryFolder();
        await RestoreAsync(backup, fresh);
    }

    [Theory]
    [InlineData("null", true, "Unreadable")]
    [InlineData(null, false, "Damaged")]
    public async Task A_backup_that_holds_something_else_is_refused_in_one_sentence(string? manifest, bool whole, string sentence)
    {
        Need.SqliteFile();
        using var old = new TemporaryFolder();
        string backup;
        await using (var hub = await HubFixture.StartAsync(Settings(), folder: old))
        {
            backup = (await hub.Get<BackupBook>().MakeAsync(Kept, Token)).Path;
        }

        byte[] store = [];
        var said = System.Text.Json.JsonSerializer.Serialize(BackupFile.ManifestOf(backup) with { Sha256 = whole ? "" : Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(store)) }, System.Text.Json.JsonSerializerOptions.Web);
        var other = folder.File("lain.backup");
        using (var made = ZipFile.Open(other, ZipArchiveMode.Create))
        {
            using (var text = new StreamWriter(made.CreateEntry("manifest.json").Open()))
            {
                await text.WriteAsync(manifest ?? said);
            }

            made.CreateEntry("store").Open().Dispose();
        }

        using var fresh = new TemporaryFolder();
        await RefusedAsync(sentence, other, Path.Combine(Kept, BackupBook.KeysName), fresh);
        Directory.GetFileSystemEntries(fresh.Path).ShouldBeEmpty();
    }

    private static string CodeIn(Uri address) => address.Query["?code=".Length..];

    [Fact]
    public async Task A_file_put_back_by_hand_is_noticed_by_the_witness()
    {
        Need.SqliteFile();
        using var data = new TemporaryFolder();
        string code;
        await using (var hub = await HubFixture.StartAsync(Settings(), folder: data))
        {
            code = CodeIn(await hub.Get<SetupCode>().IssueAsync(Token));
            await MailAsync(hub, "satu");
            await hub.Get<Generation>().LookAsync(Token);
            await using var db = hub.Database.Open();
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {folder.File("copy.db")}", Token);
            await MailAsync(hub, "dua");
            await MailAsync(hub, "tiga");
            await hub.Get<Generation>().LookAsync(Token);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(data.Path, "hub.db*"))
        {
            File.Delete(file);
        }

        File.Copy(folder.File("copy.db"), data.File("hub.db"));
        await using var back = await HubFixture.StartAsync(Settings(), folder: data);

        var restored = back.Get<Generation>().Restored.ShouldNotBeNull();
        restored.Lost["events"].ShouldBeGreaterThan(0);
        restored.Skipped.Values.Single().ShouldBe(new NumberSpan(2, 1003));
        (await back.Get<SetupCode>().IsGoodAsync(code, Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task An_ordinary_restart_is_no_restore()
    {
        using var data = new TemporaryFolder();
        for (var start = 0; start < 2; start++)
        {
            await using var hub = await HubFixture.StartAsync(Settings(), folder: data);
            hub.Get<Generation>().Restored.ShouldBeNull();
            await MailAsync(hub, $"surat {start}");
        }

        await using var last = await HubFixture.StartAsync(Settings(), folder: data);
        last.Get<Generation>().Restored.ShouldBeNull();
        (await NumbersAsync(last)).Select(n => n[^6..]).ShouldBe(["000001", "000002"]);
    }

    [Fact]
    public async Task Kept_held_messages_stay_for_good()
    {
        using var data = new TemporaryFolder();
        await using var hub = await HubFixture.StartAsync(Settings(), folder: data);
        await using (var db = hub.Database.Open())
        {
            await Generation.PutBackAsync(db, Token);
        }

        await MailAsync(hub, "satu");
        await hub.Get<Generation>().CheckAsync(Token);
        await MailAsync(hub, "dua");

        await hub.Get<Generation>().EndAsync(send: false, "siti", Token);
        await MailAsync(hub, "tiga");

        await using var after = hub.Database.Open();
        var rows = await after.Outbox.OrderBy(m => m.Id).ToListAsync(Token);
        rows.Select(m => m.State).Distinct().ShouldBe([OutboxState.Held, OutboxState.Pending]);
        rows.Where(m => m.State == OutboxState.Held).ShouldAllBe(m => m.Answer!.Equals(Generation.Dropped));
        (await after.Audit.Select(e => e.Action).ToListAsync(Token)).ShouldBe(["restore.begun", "restore.ended-kept"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_damaged_backup_other_keys_and_a_full_folder_are_refused_and_leave_nothing()
    {
        Need.SqliteFile();
        string backup;
        await using (var hub = await HubFixture.StartAsync(Settings()))
        {
            backup = (await hub.Get<BackupBook>().MakeAsync(Kept, Token)).Path;
        }

        using var other = new TemporaryFolder();
        await using (var hub = await HubFixture.StartAsync(Settings()))
        {
            await hub.Get<BackupBook>().MakeAsync(other.Path, Token);
        }

        using var target = new TemporaryFolder();
        await RefusedAsync("OtherKeys", backup, other.File(BackupBook.KeysName), target);

        var bytes = await File.ReadAllBytesAsync(backup, Token);
        foreach (ref var some in bytes.AsSpan(bytes.Length / 2, 256))
        {
            // One byte alone may lie in a run of zeros that unpacks the same from elsewhere.
            some ^= 0x55;
        }

        var damaged = Path.Combine(Kept, "hub-20260101T000000Z.backup");
        await File.WriteAllBytesAsync(damaged, bytes, Token);
        await RefusedAsync("Damaged", damaged, Path.Combine(Kept, BackupBook.KeysName), target);

        await File.WriteAllTextAsync(target.File("hub.db"), "", Token);
        await RefusedAsync("NotEmpty", backup, Path.Combine(Kept, BackupBook.KeysName), target);
        Directory.GetFileSystemEntries(target.Path).Select(Path.GetFileName).ShouldBe(["hub.db"]);
    }

    /// <summary>A good store, but not the one that was backed up.</summary>
    [Fact]
    public async Task A_store_that_was_exchanged_in_the_file_is_refused()
    {
        Need.SqliteFile();
        string backup;
        await using (var hub = await HubFixture.StartAsync(Settings()))
        {
            backup = (await hub.Get<BackupBook>().MakeAsync(Kept, Token)).Path;
        }

        await EmptyStore.CopyToAsync(folder.File("lain.db"));
        using (var zip = ZipFile.Open(backup, ZipArchiveMode.Update))
        {
            zip.GetEntry("store")!.Delete();
            zip.CreateEntryFromFile(folder.File("lain.db"), "store");
        }

        using var target = new TemporaryFolder();
        await RefusedAsync("Damaged", backup, Path.Combine(Kept, BackupBook.KeysName), target);
    }

    [Fact]
    public async Task The_newest_so_many_stay_and_the_keys_once()
    {
        await using var hub = await HubFixture.StartAsync(Settings(("Hub:Backup:Folder", Kept), ("Hub:Backup:Keep", "2")));
        Directory.CreateDirectory(Kept);
        foreach (var day in new[] { "20250101", "20260301", "20260302" })
        {
            await File.WriteAllTextAsync(Path.Combine(Kept, $"hub-{day}T000000Z.backup"), "", Token);
        }

        await hub.Get<BackupBook>().KeepAsync(Token);

        var names = BackupFile.In(Kept).Select(b => b.Name).ToList();
        names.Count.ShouldBe(1, "the others are older than ninety days");
        Directory.GetFiles(Kept).Select(Path.GetFileName).ShouldBe([.. names, BackupBook.KeysName], ignoreOrder: true);
        if (!OperatingSystem.IsWindows())
        {
            Directory.GetFiles(Kept).Select(File.GetUnixFileMode).ShouldAllBe(m => m == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }
    }

    public void Dispose() => folder.Dispose();

    private async Task RestoreAsync(string backup, TemporaryFolder to) =>
        await Restore.RunAsync(backup, Path.Combine(Kept, BackupBook.KeysName), new() { Data = to.Path }, Token);

    private static async Task RefusedAsync(string sentence, string backup, string keys, TemporaryFolder to)
    {
        var refusal = await Should.ThrowAsync<BackupRefusal>(() => Restore.RunAsync(backup, keys, new() { Data = to.Path }, Token));
        refusal.Said.Code.ShouldBe($"BackupTexts.{sentence}");
    }

    private static Task MailAsync(HubFixture hub, string subject) => hub.ArriveAsync("kesra", subject, "message/rfc822", System.Text.Encoding.UTF8.GetBytes(
        $"From: Warga <warga@contoh.id>\r\nTo: kesra@setda.contoh\r\nSubject: {subject}\r\nMessage-ID: <{subject.Replace(' ', '-')}@contoh.id>\r\nDate: Thu, 26 Nov 2026 09:00:00 +0800\r\n\r\nMohon bantuan {subject}."), TimeProvider.System.GetUtcNow());

    private static async Task<List<string>> NumbersAsync(HubFixture hub)
    {
        await using var db = hub.Database.Open();
        return await db.Tickets.OrderBy(t => t.Id).Select(t => t.Number).ToListAsync(Token);
    }

    private static async Task<List<OutboxState>> StatesAsync(HubFixture hub)
    {
        await using var db = hub.Database.Open();
        var states = await db.Outbox.Select(m => m.State).ToListAsync(Token);
        states.ShouldNotBeEmpty();
        return states;
    }
}
