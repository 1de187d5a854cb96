using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Host.Storage;

/// <summary>Inserts or changes rows by the hundred with one prepared statement, in the caller's transaction: a trip to the server for each row would take minutes for a hundred thousand.</summary>
internal sealed class ManyRows : IAsyncDisposable
{
    /// <summary>Each statement is a trip to the server; it takes 65,535 at most.</summary>
    private const int PostgresParameters = 3_000;

    /// <summary>There is no trip, and SQLite looks every parameter up by walking through all their names.</summary>
    private const int SqliteParameters = 240;

    private readonly HubDbContext db;
    private readonly int width;
    private readonly Func<string, string> statement;
    private readonly DbCommand full;
    private readonly int rowsEach;
    private readonly List<object?[]> held;

    /// <summary>Told after each statement how many rows it wrote.</summary>
    public Action<int>? Written { get; set; }

    public ManyRows(HubDbContext db, string table, params string[] columns)
        : this(db, columns.Length, values => $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES {values}")
    {
    }

    private ManyRows(HubDbContext db, int width, Func<string, string> statement)
    {
        (this.db, this.width, this.statement) = (db, width, statement);
        rowsEach = (db.Database.IsNpgsql() ? PostgresParameters : SqliteParameters) / width;
        held = new List<object?[]>(rowsEach);
        full = Command(rowsEach);
    }

    /// <summary>SQLite: changes rows that are there; each is given as its key and the new values.</summary>
    public static ManyRows Changing(HubDbContext db, string table, string key, params string[] columns) => new(
        db, columns.Length + 1, values => $"UPDATE {table} SET {string.Join(", ", columns.Select(static (c, i) => $"{c} = given.column{i + 2}"))} FROM (VALUES {values}) AS given WHERE {table}.{key} = given.column1");

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
        var values = Enumerable.Range(0, rows).Select(row => $"({string.Join(", ", Enumerable.Range(row * width, width).Select(static i => $"@p{i}"))})");
        command.CommandText = statement(string.Join(", ", values));
        for (var i = 0; i < rows * width; i++)
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
