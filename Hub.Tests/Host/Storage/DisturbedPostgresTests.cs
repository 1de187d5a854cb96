using System.Diagnostics;
using Hub.Domain.Envelopes;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Mocks.Mail;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static Hub.Tests.Support.MailedHub;

namespace Hub.Tests.Host.Storage;

/// <summary>Two hubs start at once on an empty PostgreSQL and work on what comes while trouble comes too. After each trouble everything is told again within a time that is printed.</summary>
public sealed class DisturbedPostgresTests : IAsyncDisposable
{
    /// <summary>What was being handed over is asked about after a minute, and a lease of a hub that is gone is free after 40 seconds; the rest is a crowded machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private const int ItemsInTrouble = 4;

    private readonly PostgresServer postgres = new();
    private readonly TemporaryFolder folder = new();
    private volatile bool isCut;

    [Fact]
    public Task A_database_that_ends_all_talks_and_stops_for_two_seconds()
    {
        Need.Time();
        return LiveThroughAsync(static world => [("backends ended", world.EndBackendsAsync), Stop(world, 2)]);
    }

    /// <summary>Each kind of trouble, the longest last.</summary>
    [Fact]
    public Task Hubs_that_are_killed_a_network_that_is_cut_and_a_database_that_stops_for_two_minutes()
    {
        Need.Time();
        return LiveThroughAsync(static world =>
        [
            ("one hub killed", () => KillAsync(world.Near)), ("backends ended", world.EndBackendsAsync), ("network of one cut", world.CutAsync), Stop(world, 2),
            ("the other hub killed", () => KillAsync(world.Far)), ("network of one cut", world.CutAsync), Stop(world, 20), ("backends ended", world.EndBackendsAsync), Stop(world, 120),
        ]);
    }

    private async Task LiveThroughAsync(Func<World, IReadOnlyList<(string What, Func<Task> Comes)>> troubles)
    {
        var connection = await postgres.NewEmptyDatabaseAsync();
        await using var post = MailServer.Start(folder.File("mail"), "rahasia", TimeProvider.System);
        await using var wire = new CuttingProxy(new NpgsqlConnectionStringBuilder(connection).Port, _ => null, _ => isCut);
        using var near = Copy(connection, post);
        using var far = Copy(new NpgsqlConnectionStringBuilder(connection) { Port = wire.Port }.ConnectionString, post);
        await StartAsync(near, far);
        var items = 0;
        foreach (var (what, comes) in troubles(new World(connection, near, far, wire, postgres, cut => isCut = cut)).Prepend(("nothing", () => Task.CompletedTask)))
        {
            Write(post, Enumerable.Range(items + 1, ItemsInTrouble));
            items += ItemsInTrouble;
            await comes();
            var recovery = Stopwatch.StartNew();
            await near.UntilAsync(() => IsToldAsync(connection, items), $"everything is told after: {what}", Patience);
            TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {items} items told after {recovery.Elapsed.TotalSeconds:F0} s");
        }

        near.Kill();
        far.Kill();
        SaidIn(post).Where(s => s.StartsWith(Staff, StringComparison.Ordinal)).Select(s => s[^(Subject(1).Length + 2)..]).Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(1, items).Select(n => $"{Subject(n)} 1"));
        postgres.Collisions.ShouldBeEmpty();
        await using var db = Open(connection);
        (await db.Envelopes.CountAsync(e => e.Status == EnvelopeStatus.Quarantined, Token)).ShouldBe(0);
        (await db.Tickets.Select(t => t.Number).Distinct().CountAsync(Token)).ShouldBe(items);
    }

    private static (string What, Func<Task> Comes) Stop(World world, int seconds) => ($"database stopped for {seconds} s", async () =>
    {
        await world.Postgres.StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(seconds), Token);
        await world.Postgres.StartAsync();
    });

    private static Task KillAsync(HubProcess hub)
    {
        hub.Kill();
        return StartAsync(hub);
    }

    /// <summary>Whoever is killed while it starts is started again by the system; here each comes up before the next trouble.</summary>
    private static async Task StartAsync(params HubProcess[] hubs)
    {
        var starts = Array.ConvertAll(hubs, Served);
        Array.ForEach(hubs, static hub => hub.Start());
        for (var i = 0; i < hubs.Length; i++)
        {
            var (hub, before) = (hubs[i], starts[i]);
            await hub.UntilAsync(() => Task.FromResult(Served(hub) > before), "it serves", Patience);
        }

        static int Served(HubProcess hub) => hub.Said.Split("Alamat: ").Length;
    }

    public async ValueTask DisposeAsync()
    {
        await postgres.DisposeAsync();
        folder.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Two copies have one folder of keys.</summary>
    private HubProcess Copy(string connection, MailServer post) => new(["serve", .. Settings(folder.File("data"), post), "--Hub:Store=Postgres", $"--Hub:Connection={connection};Timeout=5;Command Timeout=10"]);

    /// <summary>Without a pool: its connections are ended with the others.</summary>
    private static HubDbContext Open(string connection) => new Database(StoreKind.Postgres, connection + ";Pooling=false").Open();

    private static async Task<bool> IsToldAsync(string connection, int items)
    {
        await using var db = Open(connection);
        return await db.Tickets.CountAsync(Token) >= items && !await db.Outbox.AnyAsync(m => m.State == OutboxState.Pending, Token);
    }

    /// <summary>What trouble may come to. The far hub reaches the database through a wire that can be cut.</summary>
    private sealed record World(string Connection, HubProcess Near, HubProcess Far, CuttingProxy Wire, PostgresServer Postgres, Action<bool> Cut)
    {
        public async Task EndBackendsAsync()
        {
            await using var db = Open(Connection);
            await db.Database.ExecuteSqlRawAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", Token);
        }

        /// <summary>Until several talks broke off in the middle of an answer.</summary>
        public async Task CutAsync()
        {
            var before = Wire.Cuts;
            Cut(true);
            await Far.UntilAsync(() => Task.FromResult(Wire.Cuts >= before + 5), "its network is cut", Patience);
            Cut(false);
        }
    }
}
