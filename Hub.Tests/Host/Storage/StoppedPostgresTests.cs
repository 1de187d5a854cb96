using System.Net;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Storage;

/// <summary>The database stands still or is late; the hub lives on.</summary>
public sealed class StoppedPostgresTests : IAsyncLifetime
{
    private readonly PostgresServer postgres = new();
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task A_hub_lives_through_a_database_that_stops_for_a_while()
    {
        using var hub = new HubProcess(Arguments(await postgres.NewDatabaseAsync()));
        hub.Start();
        await hub.UntilAsync(() => AnswersAsync(hub, HttpStatusCode.OK), "it is ready", Limit);

        await postgres.StopAsync();
        await hub.UntilAsync(() => AnswersAsync(hub, HttpStatusCode.ServiceUnavailable), "it says that it is not", Limit);
        await Task.Delay(TimeSpan.FromSeconds(10), Token);
        await postgres.StartAsync();

        await hub.UntilAsync(() => AnswersAsync(hub, HttpStatusCode.OK), "it is ready again", Limit);
    }

    [Fact]
    public async Task A_start_waits_for_its_database_and_says_so()
    {
        var connection = await postgres.NewDatabaseAsync();
        await postgres.StopAsync();
        using var hub = new HubProcess(Arguments(connection));
        hub.Start();
        await hub.UntilAsync(() => Task.FromResult(hub.Said.Contains("menunggu paling lama 120 detik", StringComparison.Ordinal)), "it says that it waits", Limit);

        await postgres.StartAsync();

        await hub.UntilAsync(() => AnswersAsync(hub, HttpStatusCode.OK), "it serves", Limit);
    }

    [Fact]
    public async Task A_start_that_waited_long_enough_ends_so_that_it_is_tried_again()
    {
        var connection = await postgres.NewDatabaseAsync();
        await postgres.StopAsync();
        using var hub = new HubProcess([.. Arguments(connection), "--Hub:StoreWaitSeconds=1"]);
        hub.Start();

        (await hub.EndAsync(Limit)).ShouldBe(75);
        hub.Said.ShouldContain("tidak menjawab");
    }

    [Fact]
    public async Task Several_hubs_that_start_at_once_on_an_empty_database_all_come_up()
    {
        await postgres.NewDatabaseAsync();
        var connection = postgres.Connection("belum_ada");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => new Database(StoreKind.Postgres, connection + ";Pooling=false").MigrateAsync(Token)));

        await using var db = new Database(StoreKind.Postgres, connection).Open();
        (await db.Database.GetAppliedMigrationsAsync(Token)).ShouldBe(db.Database.GetMigrations());
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await postgres.DisposeAsync();
        folder.Dispose();
    }

    private static TimeSpan Limit => TimeSpan.FromSeconds(50);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string[] Arguments(string connection) => [$"--Hub:Data={folder.File("data")}", "--urls=http://127.0.0.1:0", "--Hub:Store=Postgres", $"--Hub:Connection={connection};Timeout=3;Command Timeout=5"];

    private static async Task<bool> AnswersAsync(HubProcess hub, HttpStatusCode status)
    {
        if (hub.Said.Split('\n').FirstOrDefault(l => l.StartsWith("Alamat: ", StringComparison.Ordinal)) is not { } line)
        {
            return false;
        }

        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(new Uri(line["Alamat: ".Length..].Trim()), "/health/ready"), Token);
        return answer.StatusCode == status;
    }
}
