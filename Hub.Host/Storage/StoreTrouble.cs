using System.Data.Common;
using Hub.Domain;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Hub.Host.Storage;

/// <summary>What is wrong with the store, for the operator.</summary>
public static class StoreTrouble
{
    /// <summary>True when the store itself refused, however deep the exception is wrapped.</summary>
    public static bool Is(Exception trouble) => Innermost(trouble) is not null;

    /// <summary>True when a server does not answer now and may later.</summary>
    public static bool MayPass(Exception trouble) => Innermost(trouble) is NpgsqlException { IsTransient: true };

    public static Said Of(Exception trouble) => (Innermost(trouble) ?? trouble) switch
    {
        SqliteException { SqliteErrorCode: 13 } => Said.Of<StoreTexts>("Full"),
        SqliteException { SqliteErrorCode: 10 } => Said.Of<StoreTexts>("Disk"),
        SqliteException { SqliteErrorCode: 8 } => Said.Of<StoreTexts>("ReadOnly"),
        SqliteException { SqliteErrorCode: 5 or 6 } => Said.Of<StoreTexts>("Locked"),
        SqliteException { SqliteErrorCode: 14 } => Said.Of<StoreTexts>("NotOpened"),
        SqliteException { SqliteErrorCode: 11 or 26 } => Said.Of<StoreTexts>("Damaged"),
        SqliteException e => Said.Quote(e.Message),
        PostgresException e => Said.Quote(e.MessageText),
        NpgsqlException => Said.Of<StoreTexts>("PostgresSilent"),
        var other => Said.Of(other),
    };

    private static DbException? Innermost(Exception? trouble)
    {
        for (; trouble is not null; trouble = trouble.InnerException)
        {
            if (trouble is SqliteException or NpgsqlException)
            {
                return (DbException)trouble;
            }
        }

        return null;
    }
}
