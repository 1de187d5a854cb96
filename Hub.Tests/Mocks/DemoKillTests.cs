using System.Diagnostics;
using Hub.Domain.Envelopes;
using Hub.Host.Foundation.Security;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Mocks.Mail;
using Hub.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Mocks;

/// <summary>The demo of today as a tester starts it, killed twice in the middle of its first intake: it ends where an undisturbed one ends.</summary>
public sealed class DemoKillTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Killed_in_its_first_intake_it_loses_nothing_and_tells_nobody_twice()
    {
        var port = Ports.FreeRow(9);
        var undisturbed = new Life(folder.File("tenang"), port);
        await undisturbed.RunAsync(demo => demo.IsSettledAsync());

        var killed = undisturbed.Twin(folder.File("mati"));
        await killed.RunAsync(async demo => await demo.CountAsync() >= 40);
        var first = await killed.CountAsync();
        await killed.RunAsync(async demo => await demo.CountAsync() >= Math.Min(first + 60, 250));
        await killed.RunAsync(demo => demo.IsSettledAsync());

        var expected = await undisturbed.TicketsAsync();
        expected.Count.ShouldBeGreaterThanOrEqualTo(250);
        (await killed.TicketsAsync()).Where(expected.Contains).ShouldBe(expected, ignoreOrder: true);
        (await killed.NoticesAsync(expected)).ShouldBe(await undisturbed.NoticesAsync(expected), ignoreOrder: true);
        await undisturbed.EachNoticeCameOnceAsync();
        await killed.EachNoticeCameOnceAsync();
    }

    /// <summary>One folder of the demo, over as many processes as it takes.</summary>
    private sealed class Life(string data, int port)
    {
        /// <summary>An empty demo whose data are dated from the same instant: its items bear the same numbers and times.</summary>
        public Life Twin(string other)
        {
            Directory.CreateDirectory(other);
            File.Copy(Path.Combine(data, "demo.json"), Path.Combine(other, "demo.json"));
            return new Life(other, port);
        }

        /// <summary>Starts the program, waits for a moment in its life, and kills it by SIGKILL.</summary>
        public async Task RunAsync(Func<Life, Task<bool>> until)
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
            Array.ForEach([Path.Combine(AppContext.BaseDirectory, "mocks.dll"), "--port", $"{port}", "--data", data, "--today"], start.ArgumentList.Add);
            using var program = Process.Start(start)!;
            var (said, cried) = (program.StandardOutput.ReadToEndAsync(Token), program.StandardError.ReadToEndAsync(Token));
            try
            {
                var clock = Stopwatch.StartNew();
                while (!File.Exists(Path.Combine(data, "hub", "hub.db")) || !await until(this))
                {
                    program.HasExited.ShouldBeFalse(program.HasExited ? await said + await cried : null);
                    clock.Elapsed.ShouldBeLessThan(Longest);
                    await Task.Delay(100, Token);
                }
            }
            finally
            {
                program.Kill();
                await program.WaitForExitAsync(CancellationToken.None);
                SqliteConnection.ClearAllPools();
            }
        }

        public async Task<int> CountAsync() => await AskAsync(db => db.Tickets.CountAsync(Token)) ?? 0;

        /// <summary>Every source has been read, and nothing waits.</summary>
        public async Task<bool> IsSettledAsync() => await AskAsync(async db =>
            await db.Sources.CountAsync(Token) is > 0 and var sources
            && await db.SourceHealth.CountAsync(h => h.LastSuccessAt != null, Token) == sources
            && !await db.Envelopes.AnyAsync(e => e.Status == EnvelopeStatus.Received, Token)
            && !await db.Outbox.AnyAsync(m => m.State == OutboxState.Pending, Token)) ?? false;

        /// <summary>System and number of each ticket; of letters inbox and title, since the boundaries inside a letter differ at every start.</summary>
        public async Task<List<string>> TicketsAsync()
        {
            await using var db = Open();
            return await db.Tickets.Select(t => t.System == "email" ? t.Source + "/" + t.Title : t.Scope + "/" + t.ExternalId).ToListAsync(Token);
        }

        /// <summary>First notices and receipts of those tickets: purpose, recipient and what about. More tickets come the longer a demo runs.</summary>
        public async Task<List<string>> NoticesAsync(IReadOnlyCollection<string> tickets)
        {
            await using var db = Open();
            var seal = TicketSeal.Of(new KeyFolder(Path.Combine(data, "hub", "keys")));
            var rows = await db.Outbox.AsNoTracking().Where(m => m.Channel == OutboxChannel.Mail && (m.Purpose == NoticePurpose.Assigned || m.Purpose == NoticePurpose.Triage || m.Purpose == NoticePurpose.Receipt))
                .Join(db.Tickets, m => m.TicketId, t => t.Id, (m, t) => new { Row = m, t.Key, Ticket = t.System == "email" ? t.Source + "/" + t.Title : t.Scope + "/" + t.ExternalId }).ToListAsync(Token);
            return [.. rows.Where(r => tickets.Contains(r.Ticket)).Select(r => $"{r.Row.Purpose} {seal.Recipient(r.Row, r.Key)} {r.Ticket}")];
        }

        public async Task EachNoticeCameOnceAsync()
        {
            var office = PostOffice.Open(Path.Combine(data, "mail"), TimeProvider.System);
            await using var db = Open();
            var seal = TicketSeal.Of(new KeyFolder(Path.Combine(data, "hub", "keys")));
            foreach (var row in await db.Outbox.AsNoTracking().Where(m => m.Channel == OutboxChannel.Mail && m.State == OutboxState.Sent).ToListAsync(Token))
            {
                var key = await db.Tickets.Where(t => t.Id == row.TicketId).Select(t => t.Key).FirstOrDefaultAsync(Token);
                var arrived = office.Box(seal.Recipient(row, key)!).Inbox.Snapshot().Where(m => string.Equals(m.Summary.MessageId, row.MessageId, StringComparison.OrdinalIgnoreCase)).Sum(m => m.Arrivals);
                arrived.ShouldBe(1, $"{row.Purpose} to {row.Recipient}: {row.MessageId}");
            }
        }

        private async Task<T?> AskAsync<T>(Func<HubDbContext, Task<T>> ask) where T : struct
        {
            try
            {
                await using var db = Open();
                return await ask(db);
            }
            catch (SqliteException)
            {
                // The tables are still being made.
                return null;
            }
        }

        private HubDbContext Open() => new Database(StoreKind.Sqlite, Database.SqliteFile(Path.Combine(data, "hub", "hub.db"))).Open();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
