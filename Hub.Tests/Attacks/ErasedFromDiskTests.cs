using System.Text;
using Hub.Domain.Tickets;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Attacks;

/// <summary>The attack: to read the file of a small office, or what PostgreSQL's planner remembers, for who sent what was erased.</summary>
public sealed class ErasedFromDiskTests : IAsyncLifetime
{
    private const string Name = "Wahyuni Tandiolak";
    private const int Many = 30;

    private readonly TemporaryFolder folder = new();
    private HubFixture hub = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => hub = await HubFixture.StartAsync(HubFixture.Mailbox("email-organisasi", "organisasi@setda.contoh"), folder: folder);

    [Fact]
    public async Task Between_the_rows_and_in_the_statistics_nothing_is_left_of_who_was_erased()
    {
        for (var n = 0; n < Many; n++)
        {
            await hub.ArriveAsync("email-organisasi", $"surat-{n}", "message/rfc822", Encoding.UTF8.GetBytes(Mail(n)), TimeProvider.System.GetUtcNow());
        }

        await using var db = hub.Database.Open();
        if (hub.Database.Kind == StoreKind.Postgres)
        {
            // Its own looking round comes at a time of its own.
            await db.Database.ExecuteSqlRawAsync("ANALYZE;", Token);
        }

        await db.Tickets.ExecuteUpdateAsync(set => set.SetProperty(t => t.Status, TicketStatus.Closed).SetProperty(t => t.ClosedAt, TimeProvider.System.GetUtcNow().AddDays(-100)), Token);
        await hub.Get<Retention>().ChangeAsync(new RetentionRules(1, new Dictionary<string, int>(StringComparer.Ordinal)), "siti", Token);

        (await hub.Get<Retention>().EraseDueAsync(Token)).ShouldBe(Many);

        (await KeptAsync(db)).ShouldNotContain("Tandiolak");
    }

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Files with names, and words of every length: rows grow and shrink, and pages are divided and joined.</summary>
    private static string Mail(int n) =>
        $"From: {Name} <wahyuni{n}@contoh.id>\r\nTo: organisasi@setda.contoh\r\nSubject: Permohonan {n} {Name}\r\nMessage-ID: <surat-{n}@contoh.id>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=batas\r\n\r\n"
        + $"--batas\r\nContent-Type: text/plain\r\n\r\nMohon evaluasi kelembagaan nomor {n}. {string.Concat(Enumerable.Repeat("Uraian. ", n * 7 % 150))}\r\nSalam, {Name}\r\n"
        + $"--batas\r\nContent-Type: text/plain; name=\"surat {n} {Name}.txt\"\r\nContent-Disposition: attachment; filename=\"surat {n} {Name}.txt\"\r\n\r\nBerkas {n} dari {Name}.\r\n--batas--\r\n";

    private async Task<string> KeptAsync(HubDbContext db)
    {
        if (hub.Database.Kind == StoreKind.Postgres)
        {
            return string.Join('\n', await db.Database.SqlQueryRaw<string>("SELECT coalesce(most_common_vals::text, '') || coalesce(histogram_bounds::text, '') AS \"Value\" FROM pg_stats WHERE schemaname = 'public'").ToListAsync(Token));
        }

        var kept = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(folder.Path, "hub.db*", SearchOption.AllDirectories))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(open, Encoding.Latin1);
            kept.Append(await reader.ReadToEndAsync(Token));
        }

        kept.Length.ShouldBeGreaterThan(0);
        return kept.ToString();
    }
}
