using System.Diagnostics;
using Hub.Domain.Envelopes;
using Hub.Host.Outbox;
using Hub.Host.Storage;
using Hub.Mocks.Demo;
using Hub.Mocks.Mail;
using Hub.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Mocks;

/// <summary>The demo as a newcomer starts it, killed twice in the middle of its first intake: it ends where an undisturbed one ends.</summary>
public sealed class DemoKillTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(6);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Killed_in_its_first_intake_it_loses_nothing_and_tells_nobody_twice()
    {
        var undisturbed = new Life(folder.File("tenang"));
        await undisturbed.RunAsync(demo => demo.IsSettledAsync());

        var killed = new Life(folder.File("mati"));
        await killed.RunAsync(async demo => await demo.CountAsync() >= 40);
        var first = await killed.CountAsync();
        await killed.RunAsync(async demo => await demo.CountAsync() >= Math.Min(first + 60, 250));
        await killed.RunAsync(demo => demo.IsSettledAsync());

        var expected = await undisturbed.TicketsAsync();
        expected.Count.ShouldBeGreaterThanOrEqualTo(250);
        (await killed.TicketsAsync()).ShouldBe(expected, ignoreOrder: true);
        (await killed.NoticesAsync()).ShouldBe(await undisturbed.NoticesAsync(), ignoreOrder: true);
        await undisturbed.EachNoticeCameOnceAsync();
        await killed.EachNoticeCameOnceAsync();
    }

    /// <summary>One folder of the demo, over as many processes as it takes.</summary>
    private sealed class Life(string data)
    {
        private readonly int port = Ports.FreeRow(9);

        /// <summary>What the sources held when the demo began; what arrives later depends on how long it ran.</summary>
        private DateTimeOffset StartedAt => DemoFolder.Open(new() { Data = data, Port = port, Fresh = false, FakesOnly = false }, TimeProvider.System).StartedAt;

        /// <summary>Starts the program, waits for a moment in its life, and kills it by SIGKILL.</summary>
        public async Task RunAsync(Func<Life, Task<bool>> until)
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
            Array.ForEach([Path.Combine(AppContext.BaseDirectory, "mocks.dll"), "--port", $"{port}", "--data", data], start.ArgumentList.Add);
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

        public async Task<List<string>> TicketsAsync()
        {
            var startedAt = StartedAt;
            await using var db = Open();
            return await db.Tickets.Where(t => t.ReceivedAt <= startedAt).Select(t => t.Scope + "/" + t.ExternalId).ToListAsync(Token);
        }

        /// <summary>First notices and receipts: purpose, recipient and what about.</summary>
        public async Task<List<string>> NoticesAsync()
        {
            var startedAt = StartedAt;
            await using var db = Open();
            var rows = await db.Outbox.Where(m => m.Channel == OutboxChannel.Mail && (m.Purpose == NoticePurpose.Assigned || m.Purpose == NoticePurpose.Triage || m.Purpose == NoticePurpose.Receipt))
                .Join(db.Tickets.Where(t => t.ReceivedAt <= startedAt), m => m.TicketId, t => t.Id, (m, t) => new { m.Purpose, m.Recipient, t.Scope, t.ExternalId }).ToListAsync(Token);
            return [.. rows.Select(r => $"{r.Purpose} {r.Recipient} {r.Scope}/{r.ExternalId}")];
        }

        public async Task EachNoticeCameOnceAsync()
        {
            var office = PostOffice.Open(Path.Combine(data, "mail"), TimeProvider.System);
            await using var db = Open();
            foreach (var row in await db.Outbox.AsNoTracking().Where(m => m.Channel == OutboxChannel.Mail && m.State == OutboxState.Sent).ToListAsync(Token))
            {
                var arrived = office.Box(row.Recipient).Inbox.Snapshot().Where(m => string.Equals(m.Summary.MessageId, row.MessageId, StringComparison.OrdinalIgnoreCase)).Sum(m => m.Arrivals);
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
