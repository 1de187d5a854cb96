using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Hub.Host.Storage;
using Npgsql;

namespace Hub.Tests.Support;

/// <summary>A real PostgreSQL of its own: own folder, own port on loopback, ended by its process id. Started at the first use, one for all classes of the collection.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Owner = "hub";

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly int port = Ports.Free();
    private string? folder;
    private Process? process;
    private int databases;
    private readonly ConcurrentQueue<string> collisions = new();
    private bool collides;

    /// <summary>Where two writers met at one key, by its log: each error with its key and its statement.</summary>
    public IReadOnlyList<string> Collisions => [.. collisions];

    /// <summary>A new database with the whole schema in it.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        await gate.WaitAsync();
        try
        {
            if (folder is null)
            {
                await MakeAsync();
                await StartAsync();
                await ExecuteAsync("postgres", "CREATE DATABASE hub_template");
                await new Database(StoreKind.Postgres, Connection("hub_template") + ";Pooling=false").MigrateAsync(CancellationToken.None);
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"hub_{++databases}");
            await ExecuteAsync("postgres", $"CREATE DATABASE {name} TEMPLATE hub_template");
            return Connection(name);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Ends whoever is still connected to it.</summary>
    /// <param name="connection">As <see cref="NewDatabaseAsync"/> gave it.</param>
    public async Task DropAsync(string connection)
    {
        using (var pool = new NpgsqlConnection(connection))
        {
            NpgsqlConnection.ClearPool(pool);
        }

        await ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connection).Database} WITH (FORCE)");
    }

    /// <summary>Every table as it stands, byte by byte, one behind the other.</summary>
    internal static async Task SpillAsync(string connection, string to)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync();
        var tables = new List<string>();
        await using (var names = new NpgsqlCommand("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename", open))
        await using (var read = await names.ExecuteReaderAsync())
        {
            while (await read.ReadAsync())
            {
                tables.Add(read.GetString(0));
            }
        }

        await using var file = File.Create(to);
        foreach (var table in tables)
        {
            await using var rows = await open.BeginRawBinaryCopyAsync($"COPY \"{table}\" TO STDOUT (FORMAT BINARY)");
            await rows.CopyToAsync(file);
        }
    }

    /// <summary>One without any table.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> NewEmptyDatabaseAsync()
    {
        _ = await NewDatabaseAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"hub_empty_{++databases}");
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}");
        return Connection(name);
    }

    /// <summary>The settings that put a hub on a new database.</summary>
    public async Task<IDictionary<string, string?>> SettingsAsync() => SettingsFor(await NewDatabaseAsync());

    public static IDictionary<string, string?> SettingsFor(string connection) => new Dictionary<string, string?>(StringComparer.Ordinal) { ["Hub:Store"] = "Postgres", ["Hub:Connection"] = connection };

    /// <summary>SIGINT is PostgreSQL's "fast shutdown": it does not wait for clients.</summary>
    public async Task StopAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (process is { HasExited: false } running)
        {
            using (Process.Start("kill", ["-INT", running.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
                try
                {
                    await running.WaitForExitAsync(limit.Token);
                }
                catch (OperationCanceledException)
                {
                    running.Kill(entireProcessTree: true);
                    await running.WaitForExitAsync();
                }
            }
        }

        process?.Dispose();
        process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        gate.Dispose();
        if (folder is not null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The connection string of a database, whether it exists or not.</summary>
    public string Connection(string database) => $"Host=127.0.0.1;Port={port};Username={Owner};Database={database};Include Error Detail=true;Maximum Pool Size=30";

    private async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(Connection(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task MakeAsync()
    {
        var initdb = Need.Program("postgresql", [.. Binaries("initdb")]);
        folder = Directory.CreateTempSubdirectory("hub-postgres-").FullName;
        var data = Path.Combine(folder, "data");
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "nobody", folder);
        }

        await RunAsync(AsNobody(initdb, "-D", data, "-U", Owner, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"));
    }

    /// <summary>Starts it, the first time or after a stop.</summary>
    public async Task StartAsync()
    {
        var data = Path.Combine(folder!, "data");
        var server = Path.Combine(Path.GetDirectoryName(Need.Program("postgresql", [.. Binaries("initdb")]))!, "postgres");
        // No test pulls the plug, so nothing need reach the disk; a killed client is another matter and unaffected.
        process = Process.Start(Quiet(AsNobody(
            server, "-D", data, "-p", port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={folder!}", "-c", "fsync=off", "-c", "max_connections=300")))!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Hear(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await WaitAsync();
    }

    /// <summary>What belongs to an error follows it, until somebody else has something to say.</summary>
    private void Hear(string line)
    {
        collides = line.Contains("duplicate key value", StringComparison.Ordinal)
            || (collides && !line.Contains("ERROR:", StringComparison.Ordinal) && !line.Contains("LOG:", StringComparison.Ordinal) && !line.Contains("FATAL:", StringComparison.Ordinal));
        if (collides)
        {
            collisions.Enqueue(line);
        }
    }

    private async Task WaitAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                await ExecuteAsync("postgres", "SELECT 1");
                return;
            }
            catch (NpgsqlException) when (!process!.HasExited)
            {
                await Task.Delay(100, limit.Token);
            }
        }
    }

    /// <summary>Debian keeps each version in a folder of its own; the newest first.</summary>
    private static IEnumerable<string> Binaries(string program) =>
        (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
            .OrderByDescending(version => int.TryParse(Path.GetFileName(version), out var number) ? number : 0)
            .Select(version => Path.Combine(version, "bin", program));

    /// <summary>PostgreSQL refuses to run as root; then it becomes nobody, in the same process, so that its id stays ours.</summary>
    private static string[] AsNobody(params string[] command) => Environment.IsPrivilegedProcess
        ? [Need.Program("setpriv", "/usr/bin/setpriv"), "--reuid=nobody", "--regid=nogroup", "--clear-groups", .. command]
        : command;

    private static ProcessStartInfo Quiet(string[] command) =>
        new(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };

    private static async Task RunAsync(params string[] command)
    {
        using var run = Process.Start(Quiet(command))!;
        var said = run.StandardError.ReadToEndAsync();
        await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        run.ExitCode.ShouldBe(0, $"{command[0]}: {await said}");
    }
}

/// <summary>The tests that share one PostgreSQL.</summary>
[CollectionDefinition(Name)]
public sealed class OnPostgres : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}
