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

/// <summary>Two hubs start at once on an empty PostgreSQL and work under load: killed in turn, their backends ended, the network of one cut, the database stopped. Each once, for two minutes with HUB_TESTS_LONG=1.</summary>
public sealed class DisturbedPostgresTests : IAsyncDisposable
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("HUB_TESTS_LONG") == "1";
    private static readonly TimeSpan Trouble = Long ? TimeSpan.FromMinutes(2) : TimeSpan.Zero;
    private static readonly TimeSpan[] Stops = Long ? [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(120)] : [TimeSpan.FromSeconds(2)];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private const int Troubles = 5;

    private readonly PostgresServer postgres = new();
    private readonly TemporaryFolder folder = new();
    private volatile bool isCut;

    [Fact]
    public async Task Nothing_is_lost_or_told_twice_and_the_hubs_never_collide()
    {
        var connection = await postgres.NewEmptyDatabaseAsync();
        await using var post = MailServer.Start(folder.File("mail"), "rahasia", TimeProvider.System);
        await using var wire = new CuttingProxy(new NpgsqlConnectionStringBuilder(connection).Port, _ => null, _ => isCut);
        using var near = Copy(connection, post);
        using var far = Copy(new NpgsqlConnectionStringBuilder(connection) { Port = wire.Port }.ConnectionString, post);
        await StartAsync(near, far);
        Write(post, 1);
        await near.UntilAsync(() => IsToldAsync(connection, 1), "the first is told", Patience);
        postgres.Collisions.ShouldBeEmpty();

        var items = await DisturbAsync(connection, post, near, far, wire);

        var recovery = Stopwatch.StartNew();
        await near.UntilAsync(() => IsToldAsync(connection, items), "everything is told", Patience);
        TestContext.Current.TestOutputHelper?.WriteLine($"{items} items, {wire.Cuts} cuts, recovered after {recovery.Elapsed.TotalSeconds:F0} s");
        near.Kill();
        far.Kill();

        SaidIn(post).Where(s => s.StartsWith(Staff, StringComparison.Ordinal)).Select(s => s[^(Subject(1).Length + 2)..]).Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(1, items).Select(n => $"{Subject(n)} 1"));
        postgres.Collisions.ShouldBeEmpty();
        await using var db = Open(connection);
        (await db.Envelopes.CountAsync(e => e.Status == EnvelopeStatus.Quarantined, Token)).ShouldBe(0);
        (await db.Tickets.Select(t => t.Number).Distinct().CountAsync(Token)).ShouldBe(items);
    }

    /// <returns>How many items there are in the end.</returns>
    private async Task<int> DisturbAsync(string connection, MailServer post, HubProcess near, HubProcess far, CuttingProxy wire)
    {
        var items = 1;
        var stops = new Queue<TimeSpan>(Stops);
        var trouble = Stopwatch.StartNew();
        for (var round = 0; round < Troubles || trouble.Elapsed < Trouble || stops.Count > 0; round++)
        {
            Write(post, Enumerable.Range(items + 1, 4));
            items += 4;
            await Task.Delay(TimeSpan.FromSeconds(2), Token);
            switch (round % Troubles)
            {
                case 0:
                    near.Kill();
                    await StartAsync(near);
                    break;
                case 1:
                    await EndBackendsAsync(connection);
                    break;
                case 2:
                    await CutAsync(wire, far);
                    break;
                case 3 when stops.TryDequeue(out var length):
                    await postgres.StopAsync();
                    await Task.Delay(length, Token);
                    await postgres.StartAsync();
                    break;
                default:
                    far.Kill();
                    await StartAsync(far);
                    break;
            }
        }

        return items;
    }

    /// <summary>Until several talks broke off in the middle of an answer.</summary>
    private async Task CutAsync(CuttingProxy wire, HubProcess far)
    {
        var before = wire.Cuts;
        isCut = true;
        await far.UntilAsync(() => Task.FromResult(wire.Cuts >= before + 5), "its network is cut", Patience);
        isCut = false;
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

    private static async Task EndBackendsAsync(string connection)
    {
        await using var db = Open(connection);
        await db.Database.ExecuteSqlRawAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", Token);
    }

    private static async Task<bool> IsToldAsync(string connection, int items)
    {
        await using var db = Open(connection);
        return await db.Tickets.CountAsync(Token) >= items && !await db.Outbox.AnyAsync(m => m.State == OutboxState.Pending, Token);
    }
}
