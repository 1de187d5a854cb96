using Hub.Host.Storage;
using Hub.Host.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Verbs.Bench;

/// <summary>Makes the text index of made-up tickets in a file of its own, on another core than their rows and indexes; its tables are then copied into the store as they are.</summary>
internal sealed class WordsBeside : IAsyncDisposable
{
    /// <summary>Bytes that are gathered before a piece is written: so many that few pieces have to be put together again.</summary>
    private const int Piece = 128 * 1024 * 1024;

    private const string Bare = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;";

    /// <summary>What the text index says of a ticket, as the columns of <see cref="SeedRows"/>; what made-up tickets do not have is empty.</summary>
    private const string Tickets = "CREATE TABLE tickets (id INTEGER PRIMARY KEY, title, body, area, secret, letter_number, category, organisation);";

    private static readonly string[] Columns = ["id", "title", "body", "area", "secret", "letter_number"];

    private readonly string file;
    private readonly Database database;
    private readonly HubDbContext db;
    private Task made = Task.CompletedTask;

    private WordsBeside(string file)
    {
        this.file = file;
        database = new Database(StoreKind.Sqlite, new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        db = database.Open();
    }

    /// <param name="folder">In which the file lies meanwhile.</param>
    public static async Task<WordsBeside> BeginAsync(string folder, CancellationToken token)
    {
        var place = Path.Combine(folder, "seed-words.db");
        File.Delete(place);
        var beside = new WordsBeside(place);
        await beside.db.Database.OpenConnectionAsync(token);
        foreach (var statement in new[] { Bare, Tickets, Migration("CREATE VIRTUAL TABLE ticket_words", "INSERT INTO ticket_words"), $"INSERT INTO ticket_words (ticket_words, rank) VALUES ('hashsize', {Piece});" })
        {
            await beside.db.Database.ExecuteSqlRawAsync(statement, token);
        }

        return beside;
    }

    public Task AddAsync(IReadOnlyList<SeedValues> portion, CancellationToken token) => Task.Run(
        async () =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            using var rows = new ManyRows(db, "tickets", Columns);
            foreach (var ticket in portion)
            {
                await rows.AddAsync(SeedRows.Of(ticket, Columns), token);
            }

            await rows.FlushAsync(token);
            await transaction.CommitAsync(token);
        },
        token);

    /// <summary>When all tickets are there; whoever begins it goes on with other work.</summary>
    public void Make(CancellationToken token) => made = Task.Run(() => db.Database.ExecuteSqlRawAsync(Migration("INSERT INTO ticket_words", null), token), token);

    /// <summary>Puts the text index into a store in whose own nothing stands.</summary>
    public async Task PutAsync(HubDbContext into, CancellationToken token)
    {
        await made;
        await db.Database.CloseConnectionAsync();
        await into.Database.ExecuteSqlAsync($"ATTACH {file} AS beside", token);
        foreach (var part in new[] { "data", "idx", "docsize" })
        {
            var copy = $"DELETE FROM main.ticket_words_{part}; INSERT INTO main.ticket_words_{part} SELECT * FROM beside.ticket_words_{part};";
            await into.Database.ExecuteSqlRawAsync(copy, token);
        }

        await into.Database.ExecuteSqlRawAsync("DETACH beside", token);
    }

    public async ValueTask DisposeAsync()
    {
        await made.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await db.DisposeAsync();
        File.Delete(file);
    }

    /// <summary>A statement of the migration that made the text index.</summary>
    private static string Migration(string from, string? to)
    {
        var migration = RawSql.Read("Sqlite.version06.sql");
        var rest = migration[migration.IndexOf(from, StringComparison.Ordinal)..];
        return to is null ? rest : rest[..rest.IndexOf(to, StringComparison.Ordinal)];
    }
}
