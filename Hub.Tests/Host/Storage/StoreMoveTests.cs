using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Backups;
using Hub.Host.Foundation.Security;
using Hub.Host.Intake;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Verbs;
using Hub.Host.Verbs.Bench;
using Hub.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Hub.Tests.Host.Storage;

/// <summary>A store moves from SQLite to PostgreSQL whole, and the hub goes on there.</summary>
[Collection(OnPostgres.Name)]
public sealed class StoreMoveTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset At = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);
    private static readonly Guid Session = new("0198a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");

    [Fact]
    public async Task Every_row_arrives_the_source_stays_and_the_hub_goes_on()
    {
        Need.SqliteFile();
        using var folder = new TemporaryFolder();
        await LiveAsync(folder, postgres: null, "SIHAB/2026/000001");
        await StoreSeed.FillAsync(Sqlite(folder), folder.Path, 300, At, null, Token);
        var connection = await postgres.NewEmptyDatabaseAsync();

        (await VerbList.RunAsync(["migrate", "--to", "postgres", "--connection", connection, $"--Hub:Data={folder.Path}"])).ShouldBe(ExitCode.Done);

        await using (var before = Sqlite(folder).Open())
        {
            await using var after = new Database(StoreKind.Postgres, connection).Open();
            (await after.Tickets.OrderBy(t => t.Id).Select(t => t.Number + t.Title).ToListAsync(Token)).ShouldBe(await before.Tickets.OrderBy(t => t.Id).Select(t => t.Number + t.Title).ToListAsync(Token));
            (await after.TicketEvents.CountAsync(Token)).ShouldBe(await before.TicketEvents.CountAsync(Token));
        }

        await LiveAsync(folder, connection, "SIHAB/2026/000002");
        await using var lived = new Database(StoreKind.Postgres, connection).Open();
        (await lived.Tickets.CountAsync(Token)).ShouldBe(302);
    }

    [Fact]
    public async Task What_was_copied_is_passed_over_and_what_differs_is_refused()
    {
        Need.SqliteFile();
        using var folder = new TemporaryFolder();
        await LiveAsync(folder, postgres: null, "SIHAB/2026/000001");
        await using (var source = new Database(StoreKind.Sqlite, Database.SqliteFile(folder.File("hub.db"))).Open())
        {
            await new AuditTrail(new KeyFolder(folder.File("keys")), TimeProvider.System).WriteAsync(source, "siti", "source.changed", "sihab", null, Token);
        }

        var target = new Database(StoreKind.Postgres, await postgres.NewEmptyDatabaseAsync());
        var first = await new StoreMove(target).RunAsync(folder.File("hub.db"), null, Token);
        await using (var db = target.Open())
        {
            (await AuditVerdict.OfAsync(db, new KeyFolder(folder.File("keys")), null, Token)).ShouldSatisfyAllConditions(v => v.Entries.ShouldBeGreaterThan(0), v => v.Faults.ShouldBeEmpty("a trail that moved is as whole as it was"));
            await db.TicketEvents.ExecuteDeleteAsync(Token);
        }

        (await new StoreMove(target).RunAsync(folder.File("hub.db"), null, Token)).ShouldBe(first);
        await using (var db = target.Open())
        {
            await db.Tickets.ExecuteUpdateAsync(set => set.SetProperty(t => t.Title, "Lain"), Token);
        }

        (await Should.ThrowAsync<BackupRefusal>(() => new StoreMove(target).RunAsync(folder.File("hub.db"), null, Token))).Said.ToString().ShouldContain("tickets");
    }

    /// <summary>SQLite takes a word where a number or a date belongs, and hands it out as 0: the move had called both sides the same, or ended with a stack trace.</summary>
    [Theory]
    [InlineData("UPDATE tickets SET received_at = 'gestern' WHERE id = 1", "tickets", "id 1", "received_at")]
    [InlineData("UPDATE tickets SET event_count = 'abc' WHERE id = 1", "tickets", "id 1", "event_count")]
    [InlineData("UPDATE tickets SET event_count = 5000000000 WHERE id = 1", "tickets", "id 1", "event_count")]
    [InlineData("UPDATE ticket_events SET text = CAST(x'ff00' AS BLOB) WHERE id = 1", "ticket_events", "id 1", "text")]
    [InlineData("UPDATE ticket_events SET ticket_id = 999999 WHERE id = 1", "ticket_events", "rowid 1", "tickets")]
    public async Task A_row_that_was_altered_by_hand_is_named_and_nothing_of_it_moves(string altering, string table, string row, string what)
    {
        Need.SqliteFile();
        using var folder = new TemporaryFolder();
        await LiveAsync(folder, postgres: null, "SIHAB/2026/000001");
        (await AlterAsync(folder, altering)).ShouldBe(1);

        var target = new Database(StoreKind.Postgres, await postgres.NewEmptyDatabaseAsync());
        var said = (await Should.ThrowAsync<BackupRefusal>(() => new StoreMove(target).RunAsync(folder.File("hub.db"), null, Token))).Said.ToString();

        foreach (var named in new[] { table, row, what })
        {
            said.ShouldContain(named);
        }
    }

    /// <summary>A table that is not there ended the move in a stack trace, and what keeps the rows apart was made again as if nothing had been.</summary>
    [Theory]
    [InlineData("DROP TABLE outbox", "outbox")]
    [InlineData("DROP INDEX \"IX_tickets_number\"", "IX_tickets_number")]
    public async Task What_was_taken_out_of_the_file_is_one_sentence_and_nothing_moves(string taking, string named)
    {
        Need.SqliteFile();
        using var folder = new TemporaryFolder();
        await LiveAsync(folder, postgres: null, "SIHAB/2026/000001");
        await AlterAsync(folder, taking);

        var connection = await postgres.NewEmptyDatabaseAsync();
        var (code, said) = await HeardConsole.DuringAsync(() => VerbList.RunAsync(["migrate", "--to", "postgres", "--connection", connection, $"--Hub:Data={folder.Path}"]));

        code.ShouldBe(ExitCode.Refused, said);
        said.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain(named);
    }

    /// <summary>Both sides were the same, and nobody said that words of a ticket would stay shut there too, or lay beside another one.</summary>
    [Theory]
    [InlineData("UPDATE ticket_events SET ticket_id = -1 WHERE ticket_id = 1; UPDATE ticket_events SET ticket_id = 1 WHERE ticket_id = 2; UPDATE ticket_events SET ticket_id = 2 WHERE ticket_id = -1", null, "tidak terbuka di tempatnya")]
    [InlineData("UPDATE tickets SET event_count = event_count + 1 WHERE id = 1", null, "tidak sebanyak")]
    [InlineData("", "ticket", "1 dari 2 kunci tiket tidak ada")]
    [InlineData("", "hub.key", "hub.key")]
    [InlineData("", "gone", null)]
    public async Task What_was_amiss_before_is_said_when_a_store_moves_and_by_the_doctor(string altering, string? lost, string? named)
    {
        Need.SqliteFile();
        using var folder = new TemporaryFolder();
        foreach (var number in new[] { "SIHAB/2026/000001", "SIHAB/2026/000002" })
        {
            await LiveAsync(folder, postgres: null, number, isSecret: true);
        }

        if (altering.Length > 0)
        {
            (await AlterAsync(folder, altering)).ShouldBePositive();
        }

        var key = lost == "hub.key" ? folder.File("keys/hub.key") : Directory.GetFiles(folder.File("keys/tickets"), "*", SearchOption.AllDirectories)[0];
        if (lost is not null)
        {
            File.Move(key, folder.File("aside"));
        }

        if (lost == "gone")
        {
            await File.WriteAllBytesAsync(key + ".gone", [], Token);
        }

        var connection = await postgres.NewEmptyDatabaseAsync();
        string[] move = ["migrate", "--to", "postgres", "--connection", connection, $"--Hub:Data={folder.Path}"];
        var (code, said) = await HeardConsole.DuringAsync(() => VerbList.RunAsync(move));

        code.ShouldBe(named is null ? ExitCode.Done : ExitCode.Refused, said);
        said.ShouldContain(named ?? "sama di kedua sisi");
        if (lost is "ticket" or "hub.key")
        {
            File.Move(folder.File("aside"), key);
            (await VerbList.RunAsync(move)).ShouldBe(ExitCode.Done, "with the keys that were put back the same command goes on");
        }
        else if (named is not null)
        {
            (await HeardConsole.DuringAsync(() => VerbList.RunAsync(["doctor", $"--Hub:Data={folder.Path}"]))).Said.ShouldContain(named);
        }
    }

    /// <summary>Large bytes lie in pieces; what a version before 0.3 stored lies in its row.</summary>
    [Fact]
    public async Task Large_items_and_files_arrive_byte_for_byte()
    {
        Need.SqliteFile();
        using var folder = new TemporaryFolder();
        var mail = LargeMail();
        await using (var hub = await HubFixture.StartAsync(Inbox(postgres: null), folder: folder))
        {
            await hub.ArriveAsync("email-kesra", "baru", "message/rfc822", mail, At);
            await using var before = hub.Database.Open();
            before.Envelopes.Add(InItsRow(hub, mail));
            await before.SaveChangesAsync(Token);
        }

        var connection = await postgres.NewEmptyDatabaseAsync();
        var moved = await new StoreMove(new Database(StoreKind.Postgres, connection)).RunAsync(folder.File("hub.db"), null, Token);

        moved.Where(t => t.Name.EndsWith("_pieces", StringComparison.Ordinal)).Select(t => t.Rows).ShouldBe([2 * 1024 * 1024 / PieceStream.Size, (mail.Length + PieceStream.Size - 1) / PieceStream.Size]);
        await using var there = await HubFixture.StartAsync(Inbox(connection), folder: folder);
        await using var db = there.Database.Open();
        foreach (var item in await db.Envelopes.AsNoTracking().ToListAsync(Token))
        {
            there.Get<ByteStore>().Read(item)!.AsSpan().SequenceEqual(mail).ShouldBeTrue(item.ExternalId);
        }

        there.Get<ByteStore>().IsWhole(await db.Blobs.AsNoTracking().SingleAsync(Token)).ShouldBeTrue();
    }

    /// <summary>A thousand pieces of 64 KB, or a hundred old mails, would else wait in memory for one statement.</summary>
    [Fact]
    public async Task Large_rows_do_not_wait_for_each_other()
    {
        var target = new Database(StoreKind.Postgres, await postgres.NewDatabaseAsync());
        await using var db = target.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        var written = new List<int>();
        using var rows = ManyRows.Copying(db, "blobs", "hash", "content", "key", "size");
        rows.Written = written.Add;
        for (var i = 0; i < 20; i++)
        {
            await rows.AddAsync([$"berkas-{i}", new byte[1024 * 1024], null, 1024 * 1024L], Token);
        }

        await rows.FlushAsync(Token);

        (written.Max(), written.Sum()).ShouldBe((4, 20));
    }

    /// <summary>A store with a session, or with a backfill, broke off in the middle: their columns are of other types there.</summary>
    [Fact]
    public async Task A_row_of_every_table_arrives()
    {
        using var folder = new TemporaryFolder();
        await Sqlite(folder).MigrateAsync(Token);
        await using (var db = Sqlite(folder).Open())
        {
            await db.Database.OpenConnectionAsync(Token);
            await db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = OFF", Token);
            foreach (var type in db.Model.GetEntityTypes())
            {
                await AddRowAsync((SqliteConnection)db.Database.GetDbConnection(), type);
            }
        }

        var target = new Database(StoreKind.Postgres, await postgres.NewEmptyDatabaseAsync());
        var moved = await new StoreMove(target).RunAsync(folder.File("hub.db"), null, Token);

        moved.ShouldAllBe(table => table.Rows == 1);
        await using var there = target.Open();
        (await there.Set<UserSession>().Select(s => s.Id).SingleAsync(Token)).ShouldBe(Session);
        string.Join(' ', await there.Backfills.Select(b => b.Ids).SingleAsync(Token)).ShouldBe("a b");
    }

    /// <summary>As somebody with a tool of their own would, past every key.</summary>
    /// <returns>How many rows it changed.</returns>
    private static async Task<int> AlterAsync(TemporaryFolder folder, string statement)
    {
        await using var by = new SqliteConnection($"Data Source={folder.File("hub.db")};Foreign Keys=False;Pooling=False");
        await by.OpenAsync(Token);
        await using var command = by.CreateCommand();
        command.CommandText = statement;
        return await command.ExecuteNonQueryAsync(Token);
    }

    /// <summary>With every column filled; whatever it refers to is the one row of that table.</summary>
    private static async Task AddRowAsync(SqliteConnection connection, IEntityType type)
    {
        var properties = type.GetProperties().ToArray();
        await using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO \"{type.GetTableName()}\" ({string.Join(", ", properties.Select(p => $"\"{p.GetColumnName()}\""))}) VALUES ({string.Join(", ", properties.Select((_, i) => $"@p{i}"))})";
        for (var i = 0; i < properties.Length; i++)
        {
            command.Parameters.AddWithValue($"@p{i}", ValueOf(properties[i]));
        }

        await command.ExecuteNonQueryAsync(Token);
    }

    private static object ValueOf(IProperty property)
    {
        if (property.GetElementType() is not null)
        {
            return """["a","b"]""";
        }

        var kept = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        var type = Nullable.GetUnderlyingType(kept) ?? kept;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.String => "x",
            TypeCode.Int64 => 1L,
            TypeCode.Int32 => 1,
            TypeCode.Boolean => true,
            TypeCode.Double => 0.5,
            TypeCode.DateTime => At.UtcDateTime,
            _ when type == typeof(DateOnly) => new DateOnly(2026, 3, 12),
            _ when type == typeof(Guid) => Session,
            _ when type == typeof(byte[]) => "xy"u8.ToArray(),
            _ => throw new NotSupportedException(type.Name),
        };
    }

    /// <summary>A hub on this folder takes in one proposal.</summary>
    private static async Task LiveAsync(TemporaryFolder folder, string? postgres, string number, bool isSecret = false)
    {
        var settings = Scenes.Sihab();
        foreach (var (key, value) in postgres is null ? new Dictionary<string, string?>(StringComparer.Ordinal) : PostgresServer.SettingsFor(postgres))
        {
            settings[key] = value;
        }

        await using var hub = await HubFixture.StartAsync(settings, folder: folder);
        await hub.ArriveAsync("sihab", number, "application/json", System.Text.Encoding.UTF8.GetBytes(Scenes.Proposal(int.Parse(number[^6..], null))), At);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);
        await using var db = hub.Database.Open();
        (await db.Tickets.AnyAsync(t => t.ExternalId == number, Token)).ShouldBeTrue();
        if (isSecret)
        {
            await hub.ChangeAsync(await db.Tickets.Where(t => t.ExternalId == number).Select(t => t.Number).SingleAsync(Token), new TicketChange.Protect(Anonymous: false, Secret: true));
        }
    }

    private static Dictionary<string, string?> Inbox(string? postgres)
    {
        var settings = HubFixture.Mailbox("email-kesra", "birokesra.kaltara@gmail.com");
        foreach (var (key, value) in postgres is null ? new Dictionary<string, string?>(StringComparer.Ordinal) : PostgresServer.SettingsFor(postgres))
        {
            settings[key] = value;
        }

        return settings;
    }

    /// <summary>With a file of 2 MB.</summary>
    private static byte[] LargeMail()
    {
        var file = new byte[2 * 1024 * 1024];
        new Random(7).NextBytes(file);
        return System.Text.Encoding.ASCII.GetBytes("From: siti@contoh.id\r\nTo: birokesra.kaltara@gmail.com\r\nSubject: Foto jalan\r\nMessage-ID: <besar@contoh.id>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nJalan rusak.\r\n"
            + $"--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=berkas.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks)}\r\n--b--\r\n");
    }

    private static StoredEnvelope InItsRow(HubFixture hub, byte[] mail)
    {
        var (key, packed) = (RawCipher.CreateKey(), Packed.Pack(mail));
        RawCipher.SealInPlace(key, packed);
        return new StoredEnvelope
        {
            Source = "email-kesra", ExternalId = "lama", ItemVersion = "1", MediaType = "message/rfc822", Raw = packed, RawKey = hub.Get<TicketKeys>().Seal(null, key), RawLength = mail.Length,
            ReceivedAt = At, SeenAt = At, NextAttemptAt = At, Status = EnvelopeStatus.Ignored,
        };
    }

    private static Database Sqlite(TemporaryFolder folder) => new(StoreKind.Sqlite, Database.SqliteFile(folder.File("hub.db")));

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
