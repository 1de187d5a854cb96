using System.Diagnostics;
using System.Text;
using Hub.Domain.Deadlines;
using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host.FollowUp;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Backups;
using Hub.Host.Foundation.Generations;
using Hub.Host.Foundation.Leases;
using Hub.Host.Foundation.Security;
using Hub.Host.Intake;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Watch;
using Hub.Host.Work;
using Hub.Host.Work.Deadlines;
using Hub.Host.Work.Tickets;
using Hub.Mocks;
using Hub.Mocks.Sihab;
using Hub.Tests.Host.Deadlines;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Hub.Tests.Host.Storage;

/// <summary>What the hub does on SQLite it does on a real PostgreSQL.</summary>
[Collection(OnPostgres.Name)]
public sealed class PostgresTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 12, 2, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_question_is_compiled_unless_the_operator_says_so()
    {
        var connection = await postgres.NewEmptyDatabaseAsync();
        await using var db = new Database(StoreKind.Postgres, connection).Open();
        await using var asked = new Database(StoreKind.Postgres, new NpgsqlConnectionStringBuilder(connection) { Options = "-c jit=on" }.ConnectionString).Open();

        (await db.Database.SqlQueryRaw<string>("""SELECT current_setting('jit') AS "Value" """).SingleAsync(Token)).ShouldBe("off");
        (await asked.Database.SqlQueryRaw<string>("""SELECT current_setting('jit') AS "Value" """).SingleAsync(Token)).ShouldBe("on");
    }

    [Fact]
    public async Task A_backup_comes_back_in_an_empty_database_and_is_known_as_put_back()
    {
        using var kept = new TemporaryFolder();
        using var fresh = new TemporaryFolder();
        string backup;
        await using (var hub = await HubFixture.StartAsync(await postgres.SettingsAsync()))
        {
            hub.Get<Generation>().Restored.ShouldBeNull();
            await using (var live = hub.Database.Open())
            {
                await hub.Get<AuditTrail>().WriteAsync(live, "siti", "source.changed", "sihab", null, Token);
            }

            backup = (await hub.Get<BackupBook>().MakeAsync(kept.Path, Token)).Path;
            var taken = await Should.ThrowAsync<BackupRefusal>(() => Restore.RunAsync(backup, kept.File(BackupBook.KeysName), OptionsOf(hub.Get<HubOptions>().Connection!, fresh), Token));
            taken.Said.Code.ShouldBe("BackupTexts.NotEmpty");
        }

        var empty = await postgres.NewEmptyDatabaseAsync();
        await Restore.RunAsync(backup, kept.File(BackupBook.KeysName), OptionsOf(empty, fresh), Token);

        await using var back = await HubFixture.StartAsync(PostgresServer.SettingsFor(empty), folder: fresh);
        back.Get<Generation>().Restored.ShouldNotBeNull();
        await using var db = back.Database.Open();
        await back.Get<AuditTrail>().WriteAsync(db, "siti", "source.changed", "sihab", null, Token);
        (await back.Get<AuditWatch>().LookAsync(db, Token)).ShouldBe(new AuditState(null, null, null, true), "a trail that was put back is no broken one");

        static HubOptions OptionsOf(string connection, TemporaryFolder data) => new() { Store = StoreKind.Postgres, Connection = connection, Data = data.Path };
    }

    [Fact]
    public async Task A_new_database_gets_the_whole_schema()
    {
        var database = new Database(StoreKind.Postgres, await postgres.NewDatabaseAsync());

        await database.MigrateAsync(Token);

        await using var db = database.Open();
        (await db.Tickets.CountAsync(Token)).ShouldBe(0);
        db.Database.HasPendingModelChanges().ShouldBeFalse("run dotnet ef migrations add for both contexts");
    }

    [Fact]
    public async Task A_poll_becomes_tickets_and_notices_that_leave_once()
    {
        using var fake = SihabFake.Start(new FakeOptions { Now = Now }, "kunci-uji");
        await using var smtp = new ScriptedSmtp(_ => null);
        var settings = await postgres.SettingsAsync();
        Add(settings, Scenes.Sihab(address: fake.Address.ToString()));
        Add(settings, Mail(smtp.Port));
        await using var hub = await HubFixture.StartAsync(settings);

        for (var run = 0; run < 2; run++)
        {
            (await hub.Get<PollRun>().RunAsync("sihab", Now.AddMinutes(run), "schedule", Token)).ShouldBe(RunOutcome.Succeeded);
            await hub.Get<ProcessWorker>().DrainAllAsync(Token);
        }

        while (await hub.Get<DispatchWorker>().DispatchAsync(Token))
        {
        }

        await using var db = hub.Database.Open();
        var envelopes = await db.Envelopes.CountAsync(Token);
        envelopes.ShouldBeGreaterThan(40);
        (await db.Envelopes.CountAsync(e => e.Status == EnvelopeStatus.Received, Token)).ShouldBe(0);
        var tickets = await db.Tickets.CountAsync(Token);
        tickets.ShouldBeInRange(30, envelopes);
        (await db.Clocks.CountAsync(c => c.Binding, Token)).ShouldBe(tickets);
        var messages = await db.Outbox.CountAsync(Token);
        messages.ShouldBeGreaterThan(0);
        (await db.Outbox.CountAsync(m => m.State == OutboxState.Sent, Token)).ShouldBe(messages);
        smtp.Taken.Count.ShouldBe(messages);
    }

    [Fact]
    public async Task Two_hubs_on_one_database_make_each_ticket_and_notice_once()
    {
        var settings = await postgres.SettingsAsync();
        Add(settings, HubFixture.Mailbox("email-kesra", "birososial.kaltara@gmail.com"));
        using var folder = new TemporaryFolder();
        await using var one = await HubFixture.StartAsync(settings, folder: folder);
        await using var two = await HubFixture.StartAsync(settings, folder: folder);
        var letters = Enumerable.Range(1, 60).Select(Letter).ToList();
        var collisions = postgres.Collisions.Count;
        await Task.WhenAll(new[] { one, two }.Select(hub => hub.Get<Ledger>().StoreAsync("email-kesra", letters, Sighting.Shown, quiet: false, Token)));

        await Task.WhenAll(one.Get<ProcessWorker>().DrainAllAsync(Token), two.Get<ProcessWorker>().DrainAllAsync(Token));

        await using var db = one.Database.Open();
        (await db.Envelopes.CountAsync(e => e.Status == EnvelopeStatus.Done, Token)).ShouldBe(60);
        (await db.Tickets.CountAsync(Token)).ShouldBe(60);
        (await db.Tickets.Select(t => t.Number).Distinct().CountAsync(Token)).ShouldBe(60);
        (await db.TicketEvents.CountAsync(e => e.Kind == TicketEventKind.Opened, Token)).ShouldBe(60);
        (await db.Outbox.CountAsync(Token)).ShouldBe(await db.Outbox.Select(m => m.Key).Distinct().CountAsync(Token));
        postgres.Collisions.Skip(collisions).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_who_change_one_ticket_take_turns_and_who_does_not_meets_its_version()
    {
        var settings = await postgres.SettingsAsync();
        using var folder = new TemporaryFolder();
        await using var one = await HubFixture.StartAsync(settings, folder: folder);
        await using var two = await HubFixture.StartAsync(settings, folder: folder);
        await AmendedTickets.OpenAsync(one.Database, one.Get<LawInForce>(), 1);
        await using var db = one.Database.Open();
        var number = await db.Tickets.Select(t => t.Number).SingleAsync(Token);
        var collisions = postgres.Collisions.Count;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? one : two).Get<TicketRoad>().ChangeAsync(number, Note($"{i}"), new Actor.Hub(), null, Token)));
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        var stale = await db.Tickets.Include(t => t.Events).Include(t => t.Clocks).SingleAsync(Token);
        await two.Get<TicketRoad>().ChangeAsync(number, Note("first"), new Actor.Hub(), null, Token);
        await one.Get<TicketRoad>().ChangeAsync(db, stale, Note("second"), new Actor.Hub(), null, Token);

        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync(Token));
        postgres.Collisions.Skip(collisions).ShouldBeEmpty();
        await using var after = one.Database.Open();
        (await after.TicketEvents.CountAsync(e => e.Kind == TicketEventKind.Linked, Token)).ShouldBe(21);

        static TicketChange.Keep Note(string text) => new(new Happening.Linked(text));
    }

    [Fact]
    public async Task A_lease_is_held_by_one_hub_and_an_overtaken_one_stores_nothing_more()
    {
        var database = new Database(StoreKind.Postgres, await postgres.NewDatabaseAsync());
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Now);
        using var hubs = new SeveralStarts(database, clock, 8);
        var takers = await hubs.TakeAsync("poll:uji");
        var first = takers.OfType<HeldLease>().ShouldHaveSingleItem().Fence;

        (await hubs.TakeAsync("poll:uji")).OfType<HeldLease>().ShouldBeEmpty();
        hubs.Forget();
        clock.Advance(TimeSpan.FromSeconds(41));
        var later = await hubs.TakeAsync("poll:uji");

        var second = later.OfType<HeldLease>().ShouldHaveSingleItem().Fence;
        second.Token.ShouldBe(first.Token + 1);
        await using var db = database.Open();
        await Should.ThrowAsync<LeaseLost>(() => first.RenewAsync(db, Token));
        await second.RenewAsync(db, Token);
    }

    [Theory]
    [InlineData("UPDATE audit SET detail = 'lain'")]
    [InlineData("DELETE FROM audit")]
    [InlineData("TRUNCATE audit")]
    public async Task The_audit_trail_refuses_what_is_not_an_entry(string sql)
    {
        using var folder = new TemporaryFolder();
        var database = new Database(StoreKind.Postgres, await postgres.NewDatabaseAsync());
        var trail = new AuditTrail(new KeyFolder(folder.File("keys")), TimeProvider.System);
        // Eight writers at once: the chain stays one chain.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            await using var own = database.Open();
            await trail.WriteAsync(own, "uji", "uji.dicatat", $"{i}", null, Token);
        }));

        await using var db = database.Open();
        (await Should.ThrowAsync<PostgresException>(() => db.Database.ExecuteSqlRawAsync(sql, Token))).MessageText.ShouldBe("audit is append-only");
        (await db.Audit.OrderBy(e => e.Id).Select(e => e.Id).ToListAsync(Token)).ShouldBe([1, 2, 3, 4, 5, 6, 7, 8]);
        (await db.Audit.Select(e => e.Hash).Distinct().CountAsync(Token)).ShouldBe(8);
    }

    [Fact]
    public async Task An_amendment_moves_every_open_ticket_or_none()
    {
        await using var hub = await HubFixture.StartAsync(await postgres.SettingsAsync());
        await AmendedTickets.OpenAsync(hub.Database, hub.Get<LawInForce>(), 1);
        await AmendedTickets.MultiplyAsync(hub.Database, 3_000);
        var amendments = hub.Get<Amendments>();
        var preview = await amendments.PreviewAsync(AmendedTickets.Leave, Token);
        preview.Moved.ShouldBe(3_000);

        var two = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            try
            {
                return await amendments.ApplyAsync(AmendedTickets.Leave, preview.BasedOn, "kepala", null, Token);
            }
            catch (CalendarException)
            {
                return -1;
            }
        }));

        two.Order().ShouldBe([-1, 3_000]);
        await using var db = hub.Database.Open();
        (await db.Clocks.CountAsync(c => c.DueOn == new DateOnly(2026, 12, 14) && c.Version == 2, Token)).ShouldBe(3_000);
        (await db.Tickets.CountAsync(t => t.DueOn == new DateOnly(2026, 12, 1) && t.EventCount == 3, Token)).ShouldBe(3_000);
        (await db.TicketEvents.CountAsync(e => e.Kind == TicketEventKind.DeadlineChanged && e.Sequence == 3, Token)).ShouldBe(3_000);
        (await db.Audit.CountAsync(a => a.Action == "calendar.amended", Token)).ShouldBe(1);
        var open = await db.Tickets.Include(t => t.Events).Include(t => t.Clocks).FirstAsync(Token);
        var before = open.Clocks.Select(c => (c.Rule, c.DueOn, c.LateAt, c.Binding)).ToList();
        hub.Get<LawInForce>().SetClocks(open);
        open.Clocks.Select(c => (c.Rule, c.DueOn, c.LateAt, c.Binding)).ShouldBe(before);
    }

    [Theory]
    [InlineData(KillPoint.AmendTickets)]
    [InlineData(KillPoint.AmendAudited)]
    [InlineData(KillPoint.Amended)]
    public async Task An_amendment_killed_half_way_has_not_happened(string point)
    {
        using var folder = new TemporaryFolder();
        var connection = await postgres.NewDatabaseAsync();
        await using (var hub = await HubFixture.StartAsync(PostgresServer.SettingsFor(connection), folder: folder))
        {
            await AmendedTickets.OpenAsync(hub.Database, hub.Get<LawInForce>(), 1);
            await AmendedTickets.MultiplyAsync(hub.Database, 500);
        }

        await AmendedTickets.RunUntilKilledAsync(folder, point, "--Hub:Store=Postgres", $"--Hub:Connection={connection}");

        var happened = point == KillPoint.Amended ? 1 : 0;
        await using var db = new Database(StoreKind.Postgres, connection).Open();
        (await db.Clocks.CountAsync(c => c.DueOn == new DateOnly(2026, 12, 14), Token)).ShouldBe(500 * happened);
        (await db.TicketEvents.CountAsync(e => e.Kind == TicketEventKind.DeadlineChanged, Token)).ShouldBe(500 * happened);
        (await db.Acts.CountAsync(Token)).ShouldBe(happened);
        (await db.Audit.CountAsync(a => a.Action == "calendar.amended", Token)).ShouldBe(happened);
    }

    [Fact]
    public async Task A_hundred_thousand_open_tickets_move_in_one_transaction()
    {
        Need.Time();
        await using var hub = await HubFixture.StartAsync(await postgres.SettingsAsync());
        await AmendedTickets.OpenAsync(hub.Database, hub.Get<LawInForce>(), 1);
        await AmendedTickets.MultiplyAsync(hub.Database, 100_000);

        await AmendedTickets.MeasureAsync(hub.Get<Amendments>(), 100_000);
    }

    [Fact]
    public async Task Reminders_are_written_once_though_two_hubs_run()
    {
        var settings = await postgres.SettingsAsync();
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(AmendedTickets.Wita("2026-12-01 10:00"));
        using var folder = new TemporaryFolder();
        await using var one = await HubFixture.StartAsync(settings, builder => builder.Services.AddSingleton<TimeProvider>(clock), folder);
        await using var two = await HubFixture.StartAsync(settings, builder => builder.Services.AddSingleton<TimeProvider>(clock), folder);
        await AmendedTickets.OpenAsync(one.Database, one.Get<LawInForce>(), 20);

        await Task.WhenAll(one.Get<ReminderRun>().RunAsync(Token), two.Get<ReminderRun>().RunAsync(Token));
        await one.Get<ReminderRun>().RunAsync(Token);

        await using var db = one.Database.Open();
        var keys = await db.TicketEvents.Where(e => e.Kind == TicketEventKind.Reminded).Select(e => e.Data).ToListAsync(Token);
        keys.Count.ShouldBeGreaterThanOrEqualTo(20);
        keys.Distinct().Count().ShouldBe(keys.Count);
        (await one.Get<ReminderWatch>().LookAsync(Token)).ShouldBe(0);
    }

    private static Envelope Letter(int i)
    {
        var raw = Encoding.UTF8.GetBytes($"From: Warga <warga{i}@contoh.id>\r\nTo: birososial.kaltara@gmail.com\r\nSubject: Permohonan bantuan hibah {i}\r\nMessage-ID: <surat-{i}@contoh.id>\r\nDate: Wed, 11 Mar 2026 09:58:00 +0800\r\n\r\nKami mohon bantuan hibah nomor {i} untuk renovasi.\r\n");
        return new Envelope { Key = new EnvelopeKey("email-kesra", $"surat-{i}@contoh.id", Fingerprint.Of(raw)), MediaType = "message/rfc822", Raw = raw, ReceivedAt = Now };
    }

    private static Dictionary<string, string?> Mail(int port) => new()
    {
        ["Hub:Mail:Host"] = "127.0.0.1",
        ["Hub:Mail:Port"] = $"{port}",
        ["Hub:Mail:Security"] = "None",
        ["Hub:Mail:Auth"] = "Anonymous",
        ["Hub:Mail:From"] = "hub@setda.contoh",
    };

    private static void Add(IDictionary<string, string?> settings, IEnumerable<KeyValuePair<string, string?>> more)
    {
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }
    }
}
