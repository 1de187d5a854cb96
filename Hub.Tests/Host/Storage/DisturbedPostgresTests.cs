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

/// <summary>Two hubs on one PostgreSQL under load: killed in turn, their backends ended, the network of one cut, the database stopped. Twenty seconds, two minutes with HUB_TESTS_LONG=1.</summary>
public sealed class DisturbedPostgresTests : IAsyncDisposable
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("HUB_TESTS_LONG") == "1";
    private static readonly TimeSpan Trouble = TimeSpan.FromSeconds(Long ? 120 : 20);
    private static readonly TimeSpan[] Stops = Long ? [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(120)] : [TimeSpan.FromSeconds(2)];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly PostgresServer postgres = new();
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Nothing_is_lost_or_told_twice_and_the_hubs_never_collide()
    {
        var connection = await postgres.NewDatabaseAsync();
        await using var post = MailServer.Start(folder.File("mail"), "rahasia", TimeProvider.System);
        await using var wire = new CuttingProxy(new NpgsqlConnectionStringBuilder(connection).Port, n => n % 4 == 3 ? 20_000 + (n * 7919 % 40_000) : null);
        using var near = Copy(connection, post);
        using var far = Copy(new NpgsqlConnectionStringBuilder(connection) { Port = wire.Port }.ConnectionString, post);
        near.Start();
        far.Start();
        Write(post, 1);
        await near.UntilAsync(() => IsToldAsync(connection, 1), "the first is told", Patience);

        var items = await DisturbAsync(connection, post, near, far);

        var recovery = Stopwatch.StartNew();
        await near.UntilAsync(() => IsToldAsync(connection, items), "everything is told", Patience);
        TestContext.Current.TestOutputHelper?.WriteLine($"{items} items, {wire.Cuts} cuts, recovered after {recovery.Elapsed.TotalSeconds:F0} s");
        near.Kill();
        far.Kill();

        SaidIn(post).Where(s => s.StartsWith(Staff, StringComparison.Ordinal)).Select(s => s[^(Subject(1).Length + 2)..]).Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(1, items).Select(n => $"{Subject(n)} 1"));
        postgres.UniqueKeyErrors.ShouldBe(0);
        await using var db = Open(connection);
        (await db.Envelopes.CountAsync(e => e.Status == EnvelopeStatus.Quarantined, Token)).ShouldBe(0);
        (await db.Tickets.Select(t => t.Number).Distinct().CountAsync(Token)).ShouldBe(items);
    }

    /// <returns>How many items there are in the end.</returns>
    private async Task<int> DisturbAsync(string connection, MailServer post, HubProcess near, HubProcess far)
    {
        var items = 1;
        var stops = new Queue<TimeSpan>(Stops);
        var trouble = Stopwatch.StartNew();
        for (var round = 0; trouble.Elapsed < Trouble || stops.Count > 0; round++)
        {
            Write(post, Enumerable.Range(items + 1, 4));
            items += 4;
            await Task.Delay(TimeSpan.FromSeconds(3), Token);
            switch (round % 4)
            {
                case 0:
                    near.Kill();
                    near.Start();
                    break;
                case 1:
                    await EndBackendsAsync(connection);
                    break;
                case 2 when stops.TryDequeue(out var length):
                    await postgres.StopAsync();
                    await Task.Delay(length, Token);
                    await postgres.StartAsync();
                    break;
                default:
                    far.Kill();
                    far.Start();
                    break;
            }
        }

        return items;
    }

    public async ValueTask DisposeAsync()
    {
        await postgres.DisposeAsync();
        folder.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Two copies have one folder of keys.</summary>
    private HubProcess Copy(string connection, MailServer post) => new(["serve", .. Settings(folder.File("data"), post), "--Hub:Store=Postgres", $"--Hub:Connection={connection};Timeout=5;Command Timeout=10"]);

    private static HubDbContext Open(string connection) => new Database(StoreKind.Postgres, connection).Open();

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
