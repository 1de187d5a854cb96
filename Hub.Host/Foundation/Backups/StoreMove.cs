using System.Buffers.Binary;
using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hub.Domain;
using Hub.Host.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Hub.Host.Foundation.Backups;

/// <summary>Copies every row of a SQLite store into PostgreSQL, table by table, and compares counts and hashes of both. The source is only read; what was copied already is passed over.</summary>
/// <remarks>Each table goes in one transaction, what is needed before what needs it. The hash of a table is the sum of those of its rows, so the order of rows, which stores see differently, does not matter.</remarks>
public sealed class StoreMove(Database target)
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <param name="file">The SQLite file.</param>
    /// <param name="progress">Hears of each table when both sides agree.</param>
    /// <exception cref="BackupRefusal">The file is of another version, the target holds other rows, or the sides differ.</exception>
    public async Task<IReadOnlyList<MovedTable>> RunAsync(string file, IProgress<MovedTable>? progress, CancellationToken token)
    {
        var reading = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();
        await using var source = new Database(StoreKind.Sqlite, reading).Open();
        if ((await source.Database.GetPendingMigrationsAsync(token)).Any())
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("MoveOldVersion", file));
        }

        // Its tables are read by their names: what somebody took out of it is told before anything moves.
        await StoreShape.CheckAsync(source, file, token);
        await target.MigrateAsync(token);
        await using var from = new SqliteConnection(reading);
        await from.OpenAsync(token);
        // All tables as of one instant, whoever writes meanwhile.
        await using var snapshot = from.BeginTransaction(deferred: true);
        var moved = new List<MovedTable>();
        foreach (var table in source.Model.GetEntityTypes().OrderBy(DepthOf).ThenBy(t => t.GetTableName(), StringComparer.Ordinal).Select(static t => new Table(t)))
        {
            moved.Add(await MoveAsync(from, table, token));
            progress?.Report(moved[^1]);
        }

        return moved;
    }

    private async Task<MovedTable> MoveAsync(SqliteConnection from, Table table, CancellationToken token)
    {
        await using var db = target.Open();
        await db.Database.OpenConnectionAsync(token);
        var to = db.Database.GetDbConnection();
        await RefuseOrphansAsync(from, table, token);
        var (there, here) = (await SumAsync(to, table, token), await SumAsync(from, table, token));
        if (there.Rows == 0 && here.Rows > 0)
        {
            await CopyAsync(from, db, table, token);
            there = await SumAsync(to, table, token);
        }

        return there.Equals(here) ? here : throw new BackupRefusal(Said.Of<BackupTexts>("MoveDiffers", table.Name, here.Rows, there.Rows));
    }

    /// <summary>SQLite takes whatever another program writes with its keys switched off; PostgreSQL refuses the whole table for one such row.</summary>
    private static async Task RefuseOrphansAsync(SqliteConnection from, Table table, CancellationToken token)
    {
        await using var command = from.CreateCommand();
        command.CommandText = $"PRAGMA foreign_key_check(\"{table.Name}\")";
        await using var reader = await command.ExecuteReaderAsync(token);
        if (await reader.ReadAsync(token))
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("MoveOrphan", table.Name, $"rowid {reader.GetValue(1)}", reader.GetString(2)));
        }
    }

    private static async Task CopyAsync(SqliteConnection from, HubDbContext db, Table table, CancellationToken token)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        using var rows = ManyRows.Copying(db, $"\"{table.Name}\"", table.Columns);
        await foreach (var row in ReadAsync(from, table, token))
        {
            await rows.AddAsync(row, token);
        }

        await rows.FlushAsync(token);
        if (table.Counted is { } id)
        {
            var go = $"SELECT setval(pg_get_serial_sequence('\"{table.Name}\"', '{id}'), (SELECT max(\"{id}\") FROM \"{table.Name}\"))";
            await db.Database.ExecuteSqlRawAsync(go, token);
        }

        await transaction.CommitAsync(token);
    }

    private static async Task<MovedTable> SumAsync(DbConnection connection, Table table, CancellationToken token)
    {
        var (count, sum) = (0L, UInt128.Zero);
        await foreach (var row in ReadAsync(connection, table, token))
        {
            (count, sum) = (count + 1, unchecked(sum + HashOf(row)));
        }

        return new MovedTable(table.Name, count, sum.ToString("x32", Plain));
    }

    private static async IAsyncEnumerable<object?[]> ReadAsync(DbConnection connection, Table table, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", table.Columns)} FROM \"{table.Name}\"";
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, token);
        while (await reader.ReadAsync(token))
        {
            var row = new object?[table.Types.Length];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = await reader.IsDBNullAsync(i, token) ? null : reader is SqliteDataReader file ? KeptIn(file, i, table) : ValueOf(reader, i, table.Types[i]);
            }

            yield return row;
        }
    }

    /// <summary>A column of SQLite takes values of any kind, and hands out a word as the number 0: what was put in by hand is named and not changed in silence.</summary>
    private static object KeptIn(SqliteDataReader reader, int i, Table table)
    {
        var kind = reader.GetFieldType(i);
        var fits = Type.GetTypeCode(table.Types[i]) switch
        {
            TypeCode.Int64 => kind == typeof(long),
            TypeCode.Int32 => kind == typeof(long) && reader.GetInt64(i) is >= int.MinValue and <= int.MaxValue,
            TypeCode.Boolean => kind == typeof(long) && reader.GetInt64(i) is 0 or 1,
            TypeCode.Double => kind == typeof(double) || kind == typeof(long),
            _ => kind == typeof(string) || (kind == typeof(byte[]) && table.Types[i] == typeof(byte[])),
        };
        try
        {
            return fits ? ValueOf(reader, i, table.Types[i]) : throw new FormatException();
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("MoveUnreadable", table.Name, string.Join(", ", table.Key.Select(k => $"{table.Columns[k].Trim('"')} {reader.GetValue(k)}")), table.Columns[i].Trim('"')));
        }
    }

    /// <summary>As the mappings hand it to a store; instants to the microsecond, as PostgreSQL keeps them. A list is an array there and JSON in SQLite.</summary>
    private static object ValueOf(DbDataReader reader, int i, Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Int64 => reader.GetInt64(i),
        TypeCode.Int32 => reader.GetInt32(i),
        TypeCode.Boolean => reader.GetBoolean(i),
        TypeCode.Double => reader.GetDouble(i),
        TypeCode.String => StorableText.Of(reader.GetString(i)),
        TypeCode.DateTime when reader.GetDateTime(i) is var at => new DateTime(at.Ticks - (at.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc),
        _ when type == typeof(DateOnly) => reader.GetFieldValue<DateOnly>(i),
        _ when type == typeof(Guid) => reader.GetGuid(i),
        _ when type == typeof(string[]) => reader is SqliteDataReader ? JsonSerializer.Deserialize<string[]>(reader.GetString(i))! : reader.GetFieldValue<string[]>(i),
        _ when type == typeof(byte[]) => reader.GetFieldValue<byte[]>(i),
        _ => throw new NotSupportedException(type.Name),
    };

    private static UInt128 HashOf(object?[] row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var value in row)
        {
            var bytes = value switch
            {
                null => [],
                byte[] raw => raw,
                string[] several => JsonSerializer.SerializeToUtf8Bytes(several),
                DateTime at => Encoding.UTF8.GetBytes(at.Ticks.ToString(Plain)),
                double number => Encoding.UTF8.GetBytes(number.ToString("R", Plain)),
                IFormattable other => Encoding.UTF8.GetBytes(other.ToString(null, Plain)),
                _ => Encoding.UTF8.GetBytes(value.ToString()!),
            };
            BinaryPrimitives.WriteInt32LittleEndian(length, value is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
    }

    private static int DepthOf(IEntityType type) =>
        type.GetForeignKeys().Where(k => k.PrincipalEntityType != type).Select(static k => DepthOf(k.PrincipalEntityType) + 1).DefaultIfEmpty().Max();

    private sealed class Table(IEntityType type)
    {
        public string Name { get; } = type.GetTableName()!;

        public string[] Columns { get; } = [.. type.GetProperties().Select(static p => $"\"{p.GetColumnName()}\"")];

        public Type[] Types { get; } = [.. type.GetProperties().Select(static p => p.GetElementType() is { } element ? element.ClrType.MakeArrayType() : p.GetTypeMapping().Converter?.ProviderClrType ?? p.ClrType).Select(static t => Nullable.GetUnderlyingType(t) ?? t)];

        /// <summary>Where the columns stand that tell its rows apart.</summary>
        public int[] Key { get; } = [.. type.GetProperties().Select(static (p, at) => (p, at)).Where(static c => c.p.IsPrimaryKey()).Select(static c => c.at)];

        /// <summary>The column whose numbers the store gives.</summary>
        public string? Counted { get; } = type.FindPrimaryKey()!.Properties is [{ ValueGenerated: ValueGenerated.OnAdd } key] && (key.ClrType == typeof(long) || key.ClrType == typeof(int)) ? key.GetColumnName() : null;
    }
}

/// <summary>A table of which both stores hold the same.</summary>
public sealed record MovedTable(string Name, long Rows, string Hash);
