using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Hub.Host.Storage;

/// <summary>What is wrong with the store, in one sentence for the operator.</summary>
public static class StoreTrouble
{
    /// <summary>True when the store itself refused, however deep the exception is wrapped.</summary>
    public static bool Is(Exception trouble) => Innermost(trouble) is not null;

    /// <summary>True when a server does not answer now and may later.</summary>
    public static bool MayPass(Exception trouble) => Innermost(trouble) is NpgsqlException { IsTransient: true };

    public static string Say(Exception trouble) => (Innermost(trouble) ?? trouble) switch
    {
        SqliteException { SqliteErrorCode: 13 } => "cakram penuh; kosongkan ruang lalu jalankan kembali.",
        SqliteException { SqliteErrorCode: 10 } => "cakram tidak dapat dibaca atau ditulis; periksa ruang kosong dan keadaan cakram.",
        SqliteException { SqliteErrorCode: 8 } => "berkas hanya boleh dibaca; beri hak tulis pada berkas dan foldernya.",
        SqliteException { SqliteErrorCode: 5 or 6 } => "berkas sedang dikunci oleh program lain; tutup program itu lalu jalankan kembali.",
        SqliteException { SqliteErrorCode: 14 } => "folder atau berkas tidak ada atau tidak boleh dibuka.",
        SqliteException { SqliteErrorCode: 11 or 26 } => "isinya rusak atau bukan basis data hub; pulihkan dari cadangan.",
        SqliteException e => e.Message,
        PostgresException e => e.MessageText,
        NpgsqlException => "server PostgreSQL tidak menjawab; periksa Hub:Connection.",
        var other => other.Message,
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
