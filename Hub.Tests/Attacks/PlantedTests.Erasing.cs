using System.Text;
using Hub.Domain.Tickets;
using Hub.Host.Intake;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <content>What is on the disk, before and after an erasing.</content>
public sealed partial class PlantedTests
{
    [Fact]
    public async Task After_erasing_nothing_of_who_wrote_is_left_and_a_copy_from_before_stays_shut()
    {
        await using var db = hub.Database.Open();
        var before = folder.File("before.db");

        await DropAsync();

        // What lay open until its flag was raised leaves the disk in the night.
        await WipeAsync();
        await TestStore.SpillAsync(folder, before);
        var keys = Directory.GetFiles(Path.Combine(folder.Path, "keys", "tickets"), "*", SearchOption.AllDirectories).Length;
        foreach (var (planted, number) in numbers)
        {
            await hub.ChangeAsync(number, new TicketChange.Withdraw(null));
            (await hub.Get<SubjectRequests>().EraseAsync(planted.Email, "permintaan pelapor", new CurrentUser("siti", new HashSet<string> { Roles.Verifier }, null), Token)).Erased.ShouldContain(number);
        }

        // Mail programs write names of users and machines into the names of mails.
        var all = numbers.Values.ToList();
        var erased = await db.Tickets.Where(t => all.Contains(t.Number)).Select(t => t.Id).ToListAsync(Token);
        (await TicketMail.Of(db).AnyAsync(m => m.Source != null && erased.Contains(m.TicketId), Token)).ShouldBeFalse();
        (await db.Outbox.AnyAsync(m => m.TicketId != null && erased.Contains(m.TicketId.Value) && m.Payload.Contains("inReplyTo"), Token)).ShouldBeFalse();

        var after = folder.File("after.db");
        await TestStore.SpillAsync(folder, after);
        Search([after]).ShouldBeEmpty();
        Search(Files(folder.Path).Where(f => f != before)).ShouldBeEmpty();
        Search([before]).ShouldBeEmpty();
        Directory.GetFiles(Path.Combine(folder.Path, "keys", "tickets"), "*", SearchOption.AllDirectories).Count(f => !f.EndsWith(".gone", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(keys);
        Need.SqliteFile();

        await using var old = new Database(StoreKind.Sqlite, Database.SqliteFile(before)).Open();
        var seal = hub.Get<TicketSeal>();
        foreach (var ticket in await old.Tickets.AsNoTracking().ToListAsync(Token))
        {
            seal.Whole(ticket).Body.ShouldBe(ticket.Body);
        }

        foreach (var envelope in await old.Envelopes.AsNoTracking().ToListAsync(Token))
        {
            hub.Get<ByteStore>().Read(envelope).ShouldBeNull();
        }

        foreach (var record in await old.Reporters.AsNoTracking().ToListAsync(Token))
        {
            hub.Get<ReporterVault>().Unseal(record).HasIdentity.ShouldBeFalse();
        }
    }

    /// <summary>Two files laid into the folder: rows that must be mended, and one that nobody can read.</summary>
    private async Task DropAsync()
    {
        var drop = Directory.CreateDirectory(folder.File("drop/sihab")).FullName;
        await File.WriteAllTextAsync(Path.Combine(drop, "rekap.csv"), "No. Registrasi;Jenis;Judul;Pemohon;Status;Tanggal Masuk\n" + string.Concat(All.Select(p => $";hibah;Bantuan dari {p.Name};{p.Name} {p.Phone} {p.Email} NIK {p.NationalId};Diajukan;10-03-2026\n")), Token);
        await File.WriteAllTextAsync(Path.Combine(drop, "rusak.xlsx"), string.Join('\n', All.SelectMany(p => p.Who)), Token);
        await hub.Get<DropFolder>().LookAsync(Token);
        await hub.Get<DropFolder>().LookAsync(Token);
        Search(Files(drop)).ShouldNotBeEmpty("they lie open until then");
    }

    /// <summary>In the folder of the hub; of a store on PostgreSQL its tables are laid there before.</summary>
    private async Task<List<string>> OnDiskAsync()
    {
        if (TestStore.IsPostgres)
        {
            await TestStore.SpillAsync(folder, folder.File("tables"));
        }

        return Search(Files(folder.Path));
    }

    /// <summary>Without the index beside a store that SQLite makes and takes away, and what a running hub holds to be alone: they hold no words.</summary>
    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith("-shm", StringComparison.Ordinal) && !f.Contains("/starts/", StringComparison.Ordinal) && File.Exists(f));

    /// <summary>Every mark of who wrote, and of the words of secret tickets, in the bytes of those files; as it is written and as an index would write it.</summary>
    private static List<string> Search(IEnumerable<string> files) =>
    [
        .. from file in files
           let text = Encoding.Latin1.GetString(ReadShared(file))
           from planted in All
           from mark in planted.IsSecret ? planted.Who.Concat(planted.Words) : planted.Who
           where text.Contains(mark, StringComparison.OrdinalIgnoreCase)
           select $"{Path.GetFileName(file)}: {mark}",
    ];

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
