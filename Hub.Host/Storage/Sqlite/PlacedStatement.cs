using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hub.Host.Storage.Sqlite;

/// <summary>A prepared statement whose values stand by their place. SQLite's driver looks every value up by its name, through all the names before it: with many rows to a statement that costs more than the rows.</summary>
internal sealed class PlacedStatement : IManyRowsStatement
{
    /// <summary>The framework writes these two without reading a pattern; the first ends with a Z.</summary>
    private const string SecondForm = "u";
    private const string DayForm = "o";
    private const string FractionForm = "D7";
    private const int BytesOfCharacter = 3;

    private readonly sqlite3 store;
    private readonly sqlite3_stmt statement;
    private byte[] text = new byte[4_096];

    /// <param name="sql">With a <c>?</c> for each value.</param>
    /// <exception cref="SqliteException">SQLite does not understand it.</exception>
    public PlacedStatement(SqliteConnection connection, string sql)
    {
        store = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(store, sql, out statement), store);
    }

    /// <exception cref="SqliteException">A row is refused.</exception>
    public Task RunAsync(IReadOnlyList<object?[]> rows, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        var place = 0;
        foreach (var row in rows)
        {
            foreach (var value in row)
            {
                SqliteException.ThrowExceptionForRC(Bind(++place, value), store);
            }
        }

        var step = raw.sqlite3_step(statement);
        var end = raw.sqlite3_reset(statement);
        SqliteException.ThrowExceptionForRC(step == raw.SQLITE_DONE ? end : step, store);
        return Task.CompletedTask;
    }

    public void Dispose() => statement.Dispose();

    /// <summary>In the forms of SQLite's driver, by which the rows are read again.</summary>
    private int Bind(int place, object? value) => value switch
    {
        null or DBNull => raw.sqlite3_bind_null(statement, place),
        string given => Text(place, given),
        long number => raw.sqlite3_bind_int64(statement, place, number),
        int number => raw.sqlite3_bind_int64(statement, place, number),
        bool claim => raw.sqlite3_bind_int64(statement, place, claim ? 1 : 0),
        DateTime instant => Instant(place, instant),
        DateOnly day => Day(place, day),
        byte[] bytes => raw.sqlite3_bind_blob(statement, place, bytes),
        double number => raw.sqlite3_bind_double(statement, place, number),
        Guid id => Text(place, id.ToString().ToUpperInvariant()),
        _ => throw new ArgumentException(value.GetType().Name, nameof(value)),
    };

    private int Text(int place, string given)
    {
        if (given.Length == 0)
        {
            // No bytes at all would be null.
            return raw.sqlite3_bind_text(statement, place, given);
        }

        if (text.Length < given.Length * BytesOfCharacter)
        {
            text = new byte[given.Length * BytesOfCharacter];
        }

        return raw.sqlite3_bind_text(statement, place, text.AsSpan(0, Encoding.UTF8.GetBytes(given, text)));
    }

    private int Instant(int place, DateTime instant)
    {
        instant.TryFormat(text, out var written, SecondForm, CultureInfo.InvariantCulture);
        written--;
        if (instant.Ticks % TimeSpan.TicksPerSecond is > 0 and var fraction)
        {
            text[written++] = (byte)'.';
            fraction.TryFormat(text.AsSpan(written), out var digits, FractionForm, CultureInfo.InvariantCulture);
            written = text.AsSpan(0, written + digits).LastIndexOfAnyExcept((byte)'0') + 1;
        }

        return raw.sqlite3_bind_text(statement, place, text.AsSpan(0, written));
    }

    private int Day(int place, DateOnly day)
    {
        day.TryFormat(text, out var written, DayForm, CultureInfo.InvariantCulture);
        return raw.sqlite3_bind_text(statement, place, text.AsSpan(0, written));
    }
}
