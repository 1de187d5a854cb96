using Npgsql;

namespace Hub.Host.Storage.Postgres;

/// <summary>PostgreSQL's own way of taking many rows (<c>COPY</c>): no statement is read and planned for them, and no value is a parameter.</summary>
/// <param name="table">As it stands in a statement, quoted where it must be; the columns likewise.</param>
internal sealed class ServerCopy(NpgsqlConnection connection, string table, string[] columns) : IManyRowsStatement
{
    private readonly string names = string.Join(", ", columns);

    private string[]? types;

    /// <exception cref="PostgresException">A row is refused; of these rows none is written.</exception>
    public async Task RunAsync(IReadOnlyList<object?[]> rows, CancellationToken token)
    {
        types ??= await TypesAsync(token);
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)", token);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(token);
            for (var i = 0; i < row.Length; i++)
            {
                await (row[i] is { } value ? copy.WriteAsync(value, types[i], token) : copy.WriteNullAsync(token));
            }
        }

        await copy.CompleteAsync(token);
    }

    public void Dispose()
    {
    }

    /// <summary>A value goes in the form of its column, not of its own: a small number into a column of large ones.</summary>
    private async Task<string[]> TypesAsync(CancellationToken token)
    {
        await using var command = new NpgsqlCommand($"SELECT {names} FROM {table} LIMIT 0", connection);
        await using var reader = await command.ExecuteReaderAsync(token);
        return [.. Enumerable.Range(0, columns.Length).Select(reader.GetDataTypeName)];
    }
}
