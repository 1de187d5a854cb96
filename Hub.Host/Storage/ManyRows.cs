using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Host.Storage;

/// <summary>Inserts rows by the hundred with one prepared statement, in the caller's transaction: a trip to the server for each row would take minutes for a hundred thousand.</summary>
internal sealed class ManyRows : IAsyncDisposable
{
    /// <summary>Each statement is a trip to the server; it takes 65,535 at most.</summary>
    private const int PostgresParameters = 3_000;

    /// <summary>There is no trip, and SQLite looks every parameter up by walking through all their names.</summary>
    private const int SqliteParameters = 240;

    private readonly HubDbContext db;
    private readonly string table;
    private readonly string[] columns;
    private readonly DbCommand full;
    private readonly int rowsEach;
    private readonly List<object?[]> held;

    /// <summary>Told after each statement how many rows it wrote.</summary>
    public Action<int>? Written { get; init; }

    public ManyRows(HubDbContext db, string table, params string[] columns)
    {
        (this.db, this.table, this.columns) = (db, table, columns);
        rowsEach = (db.Database.IsNpgsql() ? PostgresParameters : SqliteParameters) / columns.Length;
        held = new List<object?[]>(rowsEach);
        full = Command(rowsEach);
    }

    /// <param name="row">A value for each column.</param>
    public async ValueTask AddAsync(object?[] row, CancellationToken token)
    {
        held.Add(row);
        if (held.Count == rowsEach)
        {
            await RunAsync(full, token);
        }
    }

    /// <summary>Writes what is held; to be called before the rows are read.</summary>
    public async Task FlushAsync(CancellationToken token)
    {
        if (held.Count > 0)
        {
            await using var rest = Command(held.Count);
            await RunAsync(rest, token);
        }
    }

    public ValueTask DisposeAsync() => full.DisposeAsync();

    private DbCommand Command(int rows)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        var values = Enumerable.Range(0, rows).Select(row => $"({string.Join(", ", columns.Select((_, i) => $"@p{(row * columns.Length) + i}"))})");
        command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES {string.Join(", ", values)}";
        for (var i = 0; i < rows * columns.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private async Task RunAsync(DbCommand command, CancellationToken token)
    {
        var at = 0;
        foreach (var row in held)
        {
            foreach (var value in row)
            {
                command.Parameters[at++].Value = value ?? DBNull.Value;
            }
        }

        await command.ExecuteNonQueryAsync(token);
        Written?.Invoke(held.Count);
        held.Clear();
    }
}
