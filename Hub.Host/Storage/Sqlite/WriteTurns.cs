using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Hub.Host.Storage.Sqlite;

/// <summary>Who wants to write waits in line, with a transaction or with a single statement: SQLite takes one writer at a time and gives the turn to whoever asks at the right instant, so a backlog that writes without end would keep all others waiting.</summary>
/// <remarks>The turn is for fairness alone; that there is one writer is held by SQLite's own lock. Whoever waited for <see cref="Patience"/> goes on to that.</remarks>
internal sealed class WriteTurns : IDbTransactionInterceptor, IDbCommandInterceptor, IDbConnectionInterceptor, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A single statement goes on sooner: the beat of a lease is one, and must not come late.</summary>
    private static readonly TimeSpan PatienceOfOne = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim line = new(1, 1);
    private readonly ConditionalWeakTable<DbConnection, object> held = [];

    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
    {
        await TakeAsync(connection, Patience, cancellationToken);
        return result;
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) => PassOnAsync(eventData);

    public Task TransactionRolledBackAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) => PassOnAsync(eventData);

    public async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (StandsAlone(command))
        {
            await TakeAsync(command.Connection!, PatienceOfOne, cancellationToken);
        }

        return result;
    }

    public ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        PassOn(command);
        return ValueTask.FromResult(result);
    }

    public Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        PassOn(command);
        return Task.CompletedTask;
    }

    public Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        PassOn(command);
        return Task.CompletedTask;
    }

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

    /// <summary>A copy of the store only reads, for as long as it takes.</summary>
    private static bool StandsAlone(DbCommand command) => command.Transaction is null && !command.CommandText.StartsWith("VACUUM INTO", StringComparison.Ordinal);

    private async Task TakeAsync(DbConnection connection, TimeSpan patience, CancellationToken token)
    {
        if (!held.TryGetValue(connection, out _) && await line.WaitAsync(patience, token))
        {
            held.AddOrUpdate(connection, line);
        }
    }

    private Task PassOnAsync(TransactionEndEventData ended)
    {
        PassOn(ended.Context!.Database.GetDbConnection());
        return Task.CompletedTask;
    }

    private void PassOn(DbCommand command)
    {
        if (command.Transaction is null)
        {
            PassOn(command.Connection!);
        }
    }

    private void PassOn(DbConnection connection)
    {
        if (held.Remove(connection))
        {
            line.Release();
        }
    }
}
