using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Hub.Host.Storage.Sqlite;

/// <summary>Who wants to write waits in line: SQLite takes one writer at a time and gives the turn to whoever asks at the right instant, so a backlog that writes without end would keep all others waiting.</summary>
/// <remarks>The turn is for fairness alone; that there is one writer is held by SQLite's own lock. Whoever waited for <see cref="Patience"/> goes on to that.</remarks>
internal sealed class WriteTurns : IDbTransactionInterceptor, IDbConnectionInterceptor, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim line = new(1, 1);
    private readonly ConditionalWeakTable<DbConnection, object> held = [];

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
    {
        if (await line.WaitAsync(Patience, cancellationToken))
        {
            held.AddOrUpdate(connection, line);
        }

        return result;
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) => PassOnAsync(eventData);

    public Task TransactionRolledBackAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) => PassOnAsync(eventData);

    /// <summary>A transaction that is dropped without a word ends with its connection.</summary>
    public void ConnectionClosed(DbConnection connection, ConnectionEndEventData eventData) => PassOn(connection);

    public Task ConnectionClosedAsync(DbConnection connection, ConnectionEndEventData eventData)
    {
        PassOn(connection);
        return Task.CompletedTask;
    }

    public void ConnectionDisposed(DbConnection connection, ConnectionEndEventData eventData) => PassOn(connection);

    public Task ConnectionDisposedAsync(DbConnection connection, ConnectionEndEventData eventData)
    {
        PassOn(connection);
        return Task.CompletedTask;
    }

    public void Dispose() => line.Dispose();

    private Task PassOnAsync(TransactionEndEventData ended)
    {
        PassOn(ended.Context!.Database.GetDbConnection());
        return Task.CompletedTask;
    }

    private void PassOn(DbConnection connection)
    {
        if (held.Remove(connection))
        {
            line.Release();
        }
    }
}
