using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using SQLitePCL;

namespace Hub.Host.Verbs.Bench;

/// <summary>Counts the statements that reach the store, asked of the store's own drivers: no way of writing goes round it.</summary>
/// <remarks>SQLite tells every statement that it begins, transactions included; PostgreSQL's driver every command, one trip to the server each, for the whole process: only those to a database that was opened here count.</remarks>
internal sealed class StatementCount : DbConnectionInterceptor, IDisposable
{
    private const string Driver = "Npgsql";
    private const string DefaultPort = "5432";

    private readonly ConcurrentDictionary<(string Port, string Database), bool> opened = new();
    private readonly ActivityListener listener;
    private readonly Action<string>? told;
    private long count;

    /// <param name="told">Told each statement.</param>
    public StatementCount(Action<string>? told = null)
    {
        this.told = told;
        listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Driver,
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = Note,
        };
        ActivitySource.AddActivityListener(listener);
    }

    public long Count => Interlocked.Read(ref count);

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Watch(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Watch(connection);
        return Task.CompletedTask;
    }

    public void Dispose() => listener.Dispose();

    private void Watch(DbConnection connection)
    {
        if (connection is SqliteConnection { Handle: { } handle })
        {
            raw.sqlite3_trace(handle, (strdelegate_trace)Note, null);
        }
        else if (connection is NpgsqlConnection server)
        {
            opened.TryAdd((server.Port.ToString(CultureInfo.InvariantCulture), server.Database), true);
        }
    }

    /// <summary>The driver names the port where it is another than usual.</summary>
    private void Note(Activity command)
    {
        if (command.GetTagItem("db.namespace") is string database && opened.ContainsKey((Convert.ToString(command.GetTagItem("server.port"), CultureInfo.InvariantCulture) is { Length: > 0 } port ? port : DefaultPort, database)))
        {
            Interlocked.Increment(ref count);
            told?.Invoke(command.GetTagItem("db.query.text") as string ?? "");
        }
    }

    /// <summary>What a trigger does within a statement is told as a comment.</summary>
    private void Note(object user, string statement)
    {
        if (!statement.StartsWith("--", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref count);
            told?.Invoke(statement);
        }
    }
}
