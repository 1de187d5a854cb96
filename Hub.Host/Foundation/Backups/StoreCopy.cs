using System.Diagnostics;
using Hub.Domain;
using Hub.Host.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Hub.Host.Foundation.Backups;

/// <summary>Copies a store that is in use into one file, and a file into an empty store. SQLite by its own <c>VACUUM INTO</c>, PostgreSQL by its own <c>pg_dump</c> and <c>pg_restore</c>.</summary>
internal static class StoreCopy
{
    /// <summary>The longest that a tool of PostgreSQL may take.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(2);

    /// <param name="file">Must not exist.</param>
    public static async Task OutAsync(HubDbContext db, string file, CancellationToken token)
    {
        if (db.Database.IsNpgsql())
        {
            await RunAsync("pg_dump", db.Database.GetConnectionString()!, ["--format=custom", "--no-owner", "--file", file], token);
        }
        else
        {
            await db.Database.ExecuteSqlAsync($"VACUUM INTO {file}", token);
        }
    }

    /// <summary>Into an empty database of a PostgreSQL server.</summary>
    public static Task IntoPostgresAsync(string connection, string file, CancellationToken token) =>
        RunAsync("pg_restore", connection, ["--no-owner", "--exit-on-error", "--single-transaction", "--dbname", new NpgsqlConnectionStringBuilder(connection).Database!, file], token);

    /// <summary>Reads every page of a SQLite file.</summary>
    /// <returns>What is wrong with it; null when it is whole.</returns>
    public static async Task<string?> DamageAsync(string file, CancellationToken token)
    {
        try
        {
            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            await connection.OpenAsync(token);
            await using var check = connection.CreateCommand();
            check.CommandText = "PRAGMA integrity_check(1)";
            if ((string)(await check.ExecuteScalarAsync(token))! is var said and not "ok")
            {
                return said;
            }

            // Whole, and of another program.
            check.CommandText = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('tickets', 'marks', 'audit')";
            return (long)(await check.ExecuteScalarAsync(token))! == 3 ? null : nameof(BackupManifest.Schema);
        }
        catch (SqliteException e)
        {
            return e.Message;
        }
    }

    private static async Task RunAsync(string tool, string connection, IEnumerable<string> arguments, CancellationToken token)
    {
        var to = new NpgsqlConnectionStringBuilder(connection);
        var start = new ProcessStartInfo(tool) { RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Never on the command line, where other users of the machine read it.
        (start.Environment["PGHOST"], start.Environment["PGPORT"], start.Environment["PGUSER"], start.Environment["PGPASSWORD"], start.Environment["PGDATABASE"]) =
            (to.Host, to.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), to.Username, to.Password, to.Database);
        using var process = Start(start);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(token);
        patience.CancelAfter(Longest);
        try
        {
            var said = await process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            if (process.ExitCode != 0)
            {
                throw new BackupRefusal(Said.Of<BackupTexts>("ToolFailed", tool, said.Trim()));
            }
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("NoTool", start.FileName), e);
        }
    }
}
