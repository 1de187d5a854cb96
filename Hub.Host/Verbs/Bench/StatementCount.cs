using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Hub.Host.Verbs.Bench;

/// <summary>Counts the statements that reach the store, asked of the store's own drivers: no way of writing goes round it.</summary>
/// <remarks>SQLite tells every statement that it begins, transactions included; PostgreSQL's driver every command, one trip to the server each.</remarks>
internal sealed class StatementCount : DbConnectionInterceptor, IDisposable
{
    private const string Npgsql = "Npgsql";

    private readonly ActivityListener listener;
    private readonly Action<string>? told;
    private long count;

    /// <param name="told">Told each statement of SQLite.</param>
    public StatementCount(Action<string>? told = null)
    {
        this.told = told;
        listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Npgsql,
            Sample = static (ref _) => ActivitySamplingResult.PropagationData,
            ActivityStarted = _ => Interlocked.Increment(ref count),
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
