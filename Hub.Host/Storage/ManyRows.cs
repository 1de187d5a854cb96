using System.Data.Common;
using Hub.Host.Storage.Postgres;
using Hub.Host.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Hub.Host.Storage;

/// <summary>Inserts or changes rows by the hundred with one prepared statement, in the caller's transaction: a trip to the server for each row would take minutes for a hundred thousand.</summary>
internal sealed class ManyRows : IDisposable
{
    /// <summary>Each statement is a trip to the server; it takes 65,535 at most.</summary>
    private const int PostgresParameters = 3_000;

    /// <summary>There is no trip, but each statement ends what the text index gathers in memory: a statement for few tickets leaves many small pieces to be put together.</summary>
    private const int SqliteParameters = 2_400;

    /// <summary>Rows that PostgreSQL is sent at once where they are copied.</summary>
    private const int Copied = 2_000;

    /// <summary>Bytes of texts and files among the rows that wait, after which they are written: a thousand pieces of files together would take the memory of a hub.</summary>
    private const long MostHeld = 4 * 1024 * 1024;

    private readonly int rowsEach;
    private readonly Func<int, IManyRowsStatement> prepared;
    private readonly List<object?[]> held;
    private IManyRowsStatement? full;
    private long heldBytes;

    /// <summary>Told after each statement how many rows it wrote.</summary>
    public Action<int>? Written { get; set; }

    public ManyRows(HubDbContext db, string table, params string[] columns)
        : this(db, columns.Length, values => $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES {values}")
    {
    }

    private ManyRows(HubDbContext db, int width, Func<string, string> statement)
        : this((db.Database.IsNpgsql() ? PostgresParameters : SqliteParameters) / width, rows => Statement(db, statement, rows, width))
    {
    }

    private ManyRows(int rowsEach, Func<int, IManyRowsStatement> prepared) => (this.rowsEach, this.prepared, held) = (rowsEach, prepared, new List<object?[]>(rowsEach));

    /// <summary>For very many rows: PostgreSQL takes them by <c>COPY</c>, SQLite as ever.</summary>
    public static ManyRows Copying(HubDbContext db, string table, params string[] columns) =>
        db.Database.GetDbConnection() is NpgsqlConnection server ? new ManyRows(Copied, _ => new ServerCopy(server, table, columns)) : new ManyRows(db, table, columns);

    /// <summary>SQLite: changes rows that are there; each is given as its key and the new values.</summary>
    public static ManyRows Changing(HubDbContext db, string table, string key, params string[] columns) => new(
        db, columns.Length + 1, values => $"UPDATE {table} SET {string.Join(", ", columns.Select(static (c, i) => $"{c} = given.column{i + 2}"))} FROM (VALUES {values}) AS given WHERE {table}.{key} = given.column1");

    /// <param name="row">A value for each column; its texts are made storable in place.</param>
    public async ValueTask AddAsync(object?[] row, CancellationToken token)
    {
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = StorableText.Of(row[i]);
            heldBytes += row[i] switch { byte[] bytes => bytes.Length, string text => (long)text.Length * sizeof(char), _ => 0 };
        }

        held.Add(row);
        if (held.Count == rowsEach)
        {
            await RunAsync(full ??= prepared(rowsEach), token);
        }
        else if (heldBytes >= MostHeld)
        {
            await FlushAsync(token);
        }
    }

    /// <summary>Writes what is held; to be called before the rows are read.</summary>
    public async Task FlushAsync(CancellationToken token)
    {
        if (held.Count > 0)
        {
            using var rest = prepared(held.Count);
            await RunAsync(rest, token);
        }
    }

    public void Dispose() => full?.Dispose();

    private async Task RunAsync(IManyRowsStatement rows, CancellationToken token)
    {
        await rows.RunAsync(held, token);
        Written?.Invoke(held.Count);
        held.Clear();
        heldBytes = 0;
    }

    private static IManyRowsStatement Statement(HubDbContext db, Func<string, string> statement, int rows, int width) => db.Database.GetDbConnection() is SqliteConnection sqlite
        ? new PlacedStatement(sqlite, statement(Values(rows, width, static _ => "?")))
        : new NamedStatement(db, statement(Values(rows, width, static place => $"@p{place}")), rows * width);

    private static string Values(int rows, int width, Func<int, string> value) =>
        string.Join(", ", Enumerable.Range(0, rows).Select(row => $"({string.Join(", ", Enumerable.Range(row * width, width).Select(value))})"));

    /// <summary>The driver's own way: each value has a name.</summary>
    private sealed class NamedStatement : IManyRowsStatement
    {
        private readonly DbCommand command;

        public NamedStatement(HubDbContext db, string sql, int values)
        {
            command = db.Database.GetDbConnection().CreateCommand();
            command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
            command.CommandText = sql;
            for (var i = 0; i < values; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"@p{i}";
                command.Parameters.Add(parameter);
            }
        }

        public Task RunAsync(IReadOnlyList<object?[]> rows, CancellationToken token)
        {
            var at = 0;
            foreach (var value in rows.SelectMany(static row => row))
            {
                command.Parameters[at++].Value = value ?? DBNull.Value;
            }

            return command.ExecuteNonQueryAsync(token);
        }

        public void Dispose() => command.Dispose();
    }
}

/// <summary>A statement that is prepared for so many rows.</summary>
internal interface IManyRowsStatement : IDisposable
{
    Task RunAsync(IReadOnlyList<object?[]> rows, CancellationToken token);
}
