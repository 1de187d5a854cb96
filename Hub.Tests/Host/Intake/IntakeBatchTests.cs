using System.Data.Common;
using System.Globalization;
using System.Text;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host.Intake;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Verbs.Bench;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Hub.Tests.Host.Intake;

/// <summary>Items that wait together become tickets in one transaction, and what becomes of them is what became of each by itself.</summary>
[Collection(OnPostgres.Name)]
public sealed class IntakeBatchTests(PostgresServer postgres, ITestOutputHelper output)
{
    private const string Api = "sihab";
    private const string Mailbox = "email-kesra";
    private const string Address = "kesra@setda.contoh";
    private const int Rounds = 3;

    /// <summary>What an item may ask of its store: many together, and one alone. It is a count and no time; whoever adds a question to the way of an item sees it here.</summary>
    [Theory]
    [InlineData(StoreKind.Sqlite, Api, 100, 0.3)]
    [InlineData(StoreKind.Sqlite, Mailbox, 100, 0.3)]
    [InlineData(StoreKind.Postgres, Api, 100, 0.2)]
    [InlineData(StoreKind.Postgres, Mailbox, 100, 0.2)]
    [InlineData(StoreKind.Sqlite, Api, 1, 11)]
    [InlineData(StoreKind.Sqlite, Mailbox, 1, 12)]
    [InlineData(StoreKind.Postgres, Api, 1, 8)]
    [InlineData(StoreKind.Postgres, Mailbox, 1, 8)]
    public async Task An_item_asks_its_store_no_more_than_this(StoreKind store, string source, int together, double ceiling)
    {
        var told = new List<string>();
        using var statements = new StatementCount(told.Add);
        await using var hub = await StartAsync(store, statements);
        await StoreAsync(hub, Items(source, 1, 1));
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);
        var each = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            await StoreAsync(hub, Items(source, 2 + (round * together), together));
            told.Clear();

            // As the bench counts: the worker's looks for what waits belong to it. What the hub does beside (the witness looks every ten seconds) only adds.
            var before = statements.Count;
            await hub.Get<ProcessWorker>().DrainAllAsync(Token);
            each = Math.Min(each, (double)(statements.Count - before) / together);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{each:0.00}"));
        foreach (var some in told.GroupBy(t => t[..Math.Min(120, t.Length)].ReplaceLineEndings(" ")))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{some.Count()} {some.Key}"));
        }

        await using var db = hub.Database.Open();
        (await db.Tickets.CountAsync(Token)).ShouldBe((Rounds * together) + 1);
        each.ShouldBeLessThanOrEqualTo(ceiling);
    }

    /// <summary>Versions, twins, answers, what protects itself, what is nobody's and what breaks: in one batch and one by one.</summary>
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Together_they_become_what_each_becomes_by_itself(StoreKind store)
    {
        IReadOnlyList<Envelope> items =
        [
            Proposal(1), Proposal(2), Proposal(1, "Diverifikasi"), Proposal(3), Proposal(1, "Ditolak"), Proposal(2, "Diverifikasi"),
            Wrap(Api, "SIHAB/2026/000009", "application/json", "{\"nomor_registrasi\": 9, \"judul\": [}"), Proposal(4),
            Letter(1, "Permohonan bantuan hibah"), Letter(2, "Permohonan yang sama", messageId: "surat-1@contoh.id"), Letter(3, "Re: Permohonan bantuan hibah", headers: "In-Reply-To: <surat-1@contoh.id>\r\n"),
            Letter(4, "Laporan korupsi", text: "Saya melapor dengan rahasia, mohon identitas saya dirahasiakan karena saya takut."), Letter(5, "Tidak masuk", headers: "Auto-Submitted: auto-replied\r\n"),
            Letter(6, "Tentang KU-2026-000001"), Letter(7, "Permohonan lain"), Letter(7, "Permohonan lain"),
        ];

        var together = await AfterAsync(store, items, async (pipeline, ids) => await pipeline.ProcessAsync(ids, Token));
        var oneByOne = await AfterAsync(store, items, async (pipeline, ids) =>
        {
            foreach (var id in ids)
            {
                await pipeline.ProcessAsync([id], Token);
            }
        });

        together.ShouldBe(oneByOne);
        together.ShouldContain("Quarantined");
        together.ShouldContain("SourceChanged");
        together.ShouldContain("Linked");
        together.ShouldContain("Ignored");
    }

    /// <summary>What asks after an item before it in the same batch finds it there; nothing is rolled back and begun anew.</summary>
    [Fact]
    public async Task Versions_twins_and_answers_are_taken_in_one_go()
    {
        var told = new List<string>();
        using var statements = new StatementCount(told.Add);
        await using var hub = await StartAsync(StoreKind.Sqlite, statements);
        var versions = await StoreAsync(hub, [Proposal(1), Proposal(2), Proposal(1, "Diverifikasi"), Proposal(1, "Ditolak")]);
        told.Clear();
        await hub.Get<Pipeline>().ProcessAsync(versions, Token);
        var letters = await StoreAsync(hub, [Letter(1, "Permohonan"), Letter(2, "Permohonan", messageId: "surat-1@contoh.id"), Letter(3, "Re: Permohonan", headers: "In-Reply-To: <surat-1@contoh.id>\r\n"), Letter(4, "Lain")]);

        await hub.Get<Pipeline>().ProcessAsync(letters, Token);

        told.ShouldNotContain(t => t.StartsWith("ROLLBACK", StringComparison.Ordinal));
        told.ShouldNotContain(t => t.StartsWith("SAVEPOINT", StringComparison.Ordinal), "neither intake nor ledger begins a part of a transaction anew");
        await using var db = hub.Database.Open();
        (await db.Tickets.CountAsync(Token)).ShouldBe(6);
        (await db.TicketEvents.CountAsync(e => e.Kind == TicketEventKind.SourceChanged, Token)).ShouldBe(2);
        (await db.TicketEvents.CountAsync(e => e.Kind == TicketEventKind.Linked, Token)).ShouldBe(2);
    }

    /// <summary>What the store refuses at the end of a batch: all others arrive, their numbers without a gap.</summary>
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task One_that_the_store_refuses_holds_up_no_other_and_leaves_no_gap(StoreKind store)
    {
        await using var hub = await StartAsync(store);
        var ids = await StoreAsync(hub, Items(Api, 1, 20));
        await using (var db = hub.Database.Open())
        {
            await db.Database.ExecuteSqlRawAsync(store == StoreKind.Sqlite
                ? "CREATE TRIGGER bad BEFORE INSERT ON ticket_events WHEN EXISTS (SELECT 1 FROM tickets WHERE id = NEW.ticket_id AND external_id = 'SIHAB/2026/000007' AND NOT is_stub) BEGIN SELECT RAISE(ABORT, 'bad'); END"
                : "ALTER TABLE tickets ADD CONSTRAINT bad CHECK (external_id <> 'SIHAB/2026/000007' OR is_stub)", Token);
        }

        await hub.Get<Pipeline>().ProcessAsync(ids, Token);

        await using var after = hub.Database.Open();
        (await after.Tickets.OrderBy(t => t.Number).Select(t => t.Number).ToListAsync(Token)).ShouldBe(Enumerable.Range(1, 19).Select(i => $"KU-2026-{i:D6}"));
        var waits = await after.Envelopes.AsNoTracking().SingleAsync(e => e.Status != EnvelopeStatus.Done, Token);
        (waits.ExternalId, waits.Status, waits.Attempts).ShouldBe(("SIHAB/2026/000007", EnvelopeStatus.Received, 1));
        (await after.Counters.SingleAsync(Token)).Last.ShouldBe(19);
    }

    /// <summary>What is too large to come with the look for what waits is read when it is its turn; what waits alone at one source and together at another goes the same way.</summary>
    [Fact]
    public async Task A_large_one_alone_is_taken_too()
    {
        await using var hub = await StartAsync(StoreKind.Sqlite);
        await StoreAsync(hub, [Wrap(Api, "SIHAB/2026/000001", "application/json", Scenes.Proposal(1, "Diajukan") + new string(' ', 1024 * 1024))]);
        await hub.Get<ProcessWorker>().DrainAllAsync(Token);
        await StoreAsync(hub, [Proposal(2), Letter(1, "Permohonan"), Letter(2, "Permohonan")]);

        await hub.Get<ProcessWorker>().DrainAllAsync(Token);

        await using var db = hub.Database.Open();
        (await db.Tickets.CountAsync(Token)).ShouldBe(4);
        (await db.Envelopes.CountAsync(e => e.Status == EnvelopeStatus.Done && e.Attempts == 1, Token)).ShouldBe(4);
    }

    /// <summary>Twenty mails an hour to one address are the most (P30), also where a batch writes them before any is stored.</summary>
    [Fact]
    public async Task The_caps_count_what_the_batch_itself_writes()
    {
        await using var hub = await StartAsync(StoreKind.Sqlite);
        var ids = await StoreAsync(hub, Enumerable.Range(1, 30).Select(i => Letter(i, $"Permohonan {i}", from: "panitia@contoh.id")));

        await hub.Get<Pipeline>().ProcessAsync(ids, Token);

        await using var db = hub.Database.Open();
        (await db.Outbox.CountAsync(m => m.Purpose == NoticePurpose.Receipt && m.State == OutboxState.Pending, Token)).ShouldBe(20);
        (await db.Outbox.CountAsync(m => m.Purpose == NoticePurpose.Receipt && m.State == OutboxState.Held, Token)).ShouldBe(10);
    }

    /// <summary>The staff of all offices that a batch goes to come with one look, and each office has its own budget.</summary>
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Each_office_keeps_its_budget_within_a_batch(StoreKind store)
    {
        var told = new List<string>();
        using var statements = new StatementCount(told.Add);
        await using var hub = await StartAsync(store, statements, more: [("Hub:Sending:Budgets:kesra", "2"), ("Hub:Sending:Budgets:organisasi", "3")]);
        var ids = await StoreAsync(hub, [.. Items(Mailbox, 1, 5), .. Enumerable.Range(6, 5).Select(i => Letter(i, $"Halo {i}", text: "Selamat pagi."))]);
        told.Clear();

        await hub.Get<Pipeline>().ProcessAsync(ids, Token);

        told.Count(static t => t.Replace("\"", "", StringComparison.Ordinal).Contains("FROM contacts", StringComparison.Ordinal)).ShouldBe(1);
        await using var db = hub.Database.Open();
        var news = await db.Outbox.Where(m => m.Bureau != null).GroupBy(m => new { m.Bureau, m.State }).Select(g => new { g.Key.Bureau, g.Key.State, Count = g.Count() }).ToListAsync(Token);
        news.Select(n => $"{n.Bureau} {n.State} {n.Count}").Order(StringComparer.Ordinal).ShouldBe(["kesra Gathered 3", "kesra Pending 2", "organisasi Gathered 2", "organisasi Pending 3"]);
    }

    /// <summary>One look asks for items by their id, for addresses by how many mails they had and for messages by their ticket; the first item of a new hub was never taken where such a number was its id.</summary>
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task An_item_is_taken_whatever_else_has_its_number(StoreKind store)
    {
        await using var hub = await StartAsync(store);
        await using var db = hub.Database.Open();
        db.Contacts.AddRange(new[] { "satu", "dua" }.Select(name => new Contact { Bureau = "kesra", Role = ContactRole.Staff, Address = $"{name}@kesra.contoh" }));
        await db.SaveChangesAsync(Token);
        var ids = await StoreAsync(hub, [Letter(1, "Permohonan bantuan hibah", messageId: "surat-2@contoh.id", from: "panitia@contoh.id"), Letter(2, "Permohonan bantuan hibah", from: "panitia@contoh.id")]);
        ids.ShouldBe([1, 2]);

        await hub.Get<Pipeline>().ProcessAsync([2], Token);
        (await db.Outbox.CountAsync(m => m.Purpose == NoticePurpose.Receipt, Token)).ShouldBe(1, "as many mails as the id of the other");
        (await db.Tickets.Select(t => t.Id).SingleAsync(Token)).ShouldBe(1, "and the ticket of the same mail has its id too");
        await hub.Get<Pipeline>().ProcessAsync([1], Token);

        (await db.Envelopes.AsNoTracking().Select(e => new { e.Id, e.Status, e.TicketId }).OrderBy(e => e.Id).Select(e => $"{e.Id} {e.Status} {e.TicketId}").ToListAsync(Token)).ShouldBe(["1 Done 2", "2 Done 1"]);
        (await db.TicketEvents.CountAsync(e => e.Kind == TicketEventKind.Linked, Token)).ShouldBe(2, "each of the two names the other once");
    }

    /// <summary>The intake stands still before its second batch until a notice has left: were sending to wait for the backlog, neither would ever go on.</summary>
    [Fact]
    public async Task A_notice_leaves_between_two_batches_of_a_backlog()
    {
        var gap = new Gap();
        await using var hub = await StartAsync(StoreKind.Sqlite, gap, gap);
        await StoreAsync(hub, Items(Mailbox, 1, 250));

        var backlog = Task.Run(() => gap.PauseAsync(hub.Get<ProcessWorker>().DrainAllAsync), Token);
        await gap.Stands.WaitAsync(TimeSpan.FromSeconds(60), Token);
        await hub.Get<DispatchWorker>().DispatchAsync(Token).WaitAsync(TimeSpan.FromSeconds(60), Token);

        await using var db = hub.Database.Open();
        gap.Mails.ShouldBeGreaterThan(0);
        (await db.Outbox.CountAsync(m => m.State == OutboxState.Sent, Token)).ShouldBe(gap.Mails);
        (await db.Envelopes.CountAsync(e => e.Status == EnvelopeStatus.Received, Token)).ShouldBe(150);
        gap.GoOn();
        await backlog;
        (await db.Tickets.CountAsync(Token)).ShouldBe(250);
    }

    private async Task<string> AfterAsync(StoreKind store, IReadOnlyList<Envelope> items, Func<Pipeline, IReadOnlyList<long>, Task> process)
    {
        await using var hub = await StartAsync(store);
        await StoreAsync(hub, items);
        foreach (var source in new[] { Api, Mailbox })
        {
            await using var waiting = hub.Database.Open();
            await process(hub.Get<Pipeline>(), await waiting.Envelopes.Where(e => e.Source == source && e.Status == EnvelopeStatus.Received).OrderBy(e => e.Id).Select(e => e.Id).ToListAsync(Token));
        }

        await using var db = hub.Database.Open();
        var told = new StringBuilder();
        foreach (var ticket in await db.Tickets.AsNoTracking().Include(t => t.Events).Include(t => t.Clocks).OrderBy(t => t.Number).ToListAsync(Token))
        {
            var links = await TicketMail.Of(db).Where(m => m.TicketId == ticket.Id && m.Source != null).Select(m => m.MessageId).OrderBy(m => m).ToListAsync(Token);
            var mails = await db.Outbox.Where(m => m.TicketId == ticket.Id).OrderBy(m => m.Key).Select(m => $"{m.Purpose} {m.State}").ToListAsync(Token);
            told.AppendLine(CultureInfo.InvariantCulture, $"{ticket.Number} {ticket.ExternalId} {ticket.Status} {ticket.Bureau} {ticket.Service} {ticket.Secret} {ticket.DueOn} {ticket.Version} {ticket.Title}")
                .AppendLine(CultureInfo.InvariantCulture, $"  {string.Join(' ', ticket.Events.OrderBy(e => e.Sequence).Select(e => $"{e.Sequence}:{e.Kind}"))}")
                .AppendLine(CultureInfo.InvariantCulture, $"  {string.Join(' ', ticket.Clocks.OrderBy(c => c.Rule).Select(c => $"{c.Rule}:{c.DueOn}"))}")
                .AppendLine(CultureInfo.InvariantCulture, $"  {string.Join(' ', links)} | {string.Join(' ', mails)} | {await db.Reporters.CountAsync(r => r.TicketId == ticket.Id, Token)} {ticket.Key is not null} {ticket.Sealed is not null}");
        }

        foreach (var envelope in await db.Envelopes.AsNoTracking().OrderBy(e => e.Source).ThenBy(e => e.Id).ToListAsync(Token))
        {
            var number = await db.Tickets.Where(t => t.Id == envelope.TicketId).Select(t => t.Number).SingleOrDefaultAsync(Token);
            told.AppendLine(CultureInfo.InvariantCulture, $"{envelope.Source} {envelope.ExternalId} {envelope.Status} {envelope.Attempts} {number} {envelope.Cause?.Code} {envelope.Key is not null}");
        }

        return told.ToString();
    }

    private async Task<HubFixture> StartAsync(StoreKind store, IInterceptor? guard = null, IMailTransport? transport = null, IEnumerable<(string Key, string Value)>? more = null)
    {
        var settings = Scenes.Sihab(Api);
        foreach (var (key, value) in more ?? [])
        {
            settings[key] = value;
        }

        foreach (var (key, value) in transport is null ? [] : new[] { ("Host", "127.0.0.1"), ("Security", "None"), ("Auth", "Anonymous"), ("From", "hub@setda.contoh") })
        {
            settings[$"Hub:Mail:{key}"] = value;
        }

        foreach (var (key, value) in HubFixture.Mailbox(Mailbox, Address).Concat(await TestStore.SettingsAsync(store, postgres)))
        {
            settings[key] = value;
        }

        return await HubFixture.StartAsync(settings, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2026, 3, 12, 2, 0, 0, TimeSpan.Zero)));
            if (guard is not null)
            {
                builder.Services.AddSingleton(guard);
            }

            if (transport is not null)
            {
                builder.Services.AddSingleton(transport);
            }
        });
    }

    private static async Task<IReadOnlyList<long>> StoreAsync(HubFixture hub, IEnumerable<Envelope> items)
    {
        foreach (var some in items.GroupBy(i => i.Key.Source, StringComparer.Ordinal))
        {
            await hub.Get<Ledger>().StoreAsync(some.Key, [.. some], Sighting.Shown, quiet: false, Token);
        }

        await using var db = hub.Database.Open();
        return await db.Envelopes.Where(e => e.Status == EnvelopeStatus.Received).OrderBy(e => e.Id).Select(e => e.Id).ToListAsync(Token);
    }

    private static IEnumerable<Envelope> Items(string source, int first, int count) =>
        Enumerable.Range(first, count).Select(i => source == Api ? Proposal(i) : Letter(i, $"Permohonan bantuan hibah {i}"));

    private static Envelope Proposal(int i, string status = "Diajukan") =>
        Wrap(Api, string.Create(CultureInfo.InvariantCulture, $"SIHAB/2026/{i:D6}"), "application/json", Scenes.Proposal(i, status));

    private static Envelope Letter(int i, string subject, string? messageId = null, string headers = "", string? from = null, string text = "Mohon bantuan renovasi rumah ibadah.") => Wrap(
        Mailbox, string.Create(CultureInfo.InvariantCulture, $"{i}"), "message/rfc822",
        $"From: Panitia {i} <{from ?? $"panitia-{i}@contoh.id"}>\r\nTo: {Address}\r\nSubject: {subject}\r\nMessage-ID: <{messageId ?? $"surat-{i}@contoh.id"}>\r\nDate: Wed, 11 Mar 2026 09:58:00 +0800\r\n{headers}\r\n{text}\r\n");

    private static Envelope Wrap(string source, string id, string mediaType, string raw) => new()
    {
        Key = new EnvelopeKey(source, id, Fingerprint.Of(Encoding.UTF8.GetBytes(raw))),
        MediaType = mediaType,
        Raw = Encoding.UTF8.GetBytes(raw),
        ReceivedAt = new DateTimeOffset(2026, 3, 11, 2, 0, 0, TimeSpan.Zero),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Stops what it was given before its second transaction, and takes every mail meanwhile.</summary>
    private sealed class Gap : DbTransactionInterceptor, IMailTransport
    {
        private readonly AsyncLocal<bool> isPaused = new();
        private readonly TaskCompletionSource stands = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int begun;

        public Task Stands => stands.Task;

        public int Mails { get; private set; }

        public void GoOn() => goOn.TrySetResult();

        public Task PauseAsync(Func<CancellationToken, Task> work)
        {
            isPaused.Value = true;
            return work(Token);
        }

        public override async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
            DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
        {
            if (isPaused.Value && ++begun == 2)
            {
                stands.TrySetResult();
                await goOn.Task.WaitAsync(cancellationToken);
            }

            return result;
        }

        public Task<IReadOnlyList<DeliveryResult>> SendAsync(IReadOnlyList<OutgoingMail> mails, CancellationToken token)
        {
            Mails += mails.Count;
            return Task.FromResult<IReadOnlyList<DeliveryResult>>([.. mails.Select(m => new DeliveryResult(m.MessageId, m.To[0].Address, DeliveryState.Delivered))]);
        }

        public Task<bool?> WasTakenAsync(string messageId, CancellationToken token) => Task.FromResult<bool?>(null);

        public Task<Probe> ProbeAsync(CancellationToken token) => Task.FromResult(new Probe(true, Said.Quote("")));
    }
}
