using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Deadlines;
using Hub.Host.Work.Tickets;
using Hub.Tests.Domain.Tickets;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Work;

/// <summary>The same lives as in the domain, through the real road and a real store: what is kept there is what follows.</summary>
[Collection(OnPostgres.Name)]
public sealed class LivesOnTheRoadTests(PostgresServer postgres)
{
    [Fact]
    public async Task On_SQLite_every_life_ends_as_its_line_says() => await LiveAsync(null);

    [Fact]
    public async Task On_PostgreSQL_every_life_ends_as_its_line_says() => await LiveAsync(await postgres.SettingsAsync());

    private static async Task LiveAsync(IDictionary<string, string?>? settings)
    {
        var clock = new GivenClock();
        await using var hub = await HubFixture.StartAsync(settings, builder => builder.Services.AddSingleton<TimeProvider>(clock));
        await using (var db = hub.Database.Open())
        {
            var told = TicketLives.Catalogue.Bureaus.Select(b => b.Code).Except(["kesra", "organisasi", "hukum"]).Append("inspektorat");
            db.Contacts.AddRange(told.Select(code => new Contact { Bureau = code, Role = ContactRole.Staff, Address = $"staf.{code}@setda.contoh" }));
            await db.SaveChangesAsync();
        }

        var ended = new List<(string Expected, string Lived, string Cite)>();
        foreach (var row in TicketLives.Rows)
        {
            var number = await OpenAsync(hub, row, clock);
            foreach (var fact in row.Facts)
            {
                if (TicketLives.Decreed(fact) is (var decreedAt, var act))
                {
                    clock.Now = decreedAt;
                    await AmendAsync(hub.Get<Amendments>(), act);
                    continue;
                }

                var (at, change) = TicketLives.Read(fact, await ReadAsync(hub.Database, number));
                clock.Now = at;
                await hub.Get<TicketRoad>().ChangeAsync(number, change, ActorOf(change), null, TestContext.Current.CancellationToken);
            }

            var lived = await ReadAsync(hub.Database, number);
            ended.Add((row.Expected, TicketLives.Tell(row, lived), row.Cite));
            ended.Add(("", string.Join(", ", row.Beside.Except(TicketLives.Beside(row, lived))), row.Cite));
            if (row.Recipients is { } recipients)
            {
                ended.Add((recipients, await ToldAsync(hub.Database, lived.Id), row.Cite));
            }
        }

        ended.Where(r => r.Expected != r.Lived).ShouldBeEmpty();
        await CheckNoticesAsync(hub.Database);
    }

    private static async Task AmendAsync(Amendments amendments, CalendarAmendment act) =>
        await amendments.ApplyAsync(act, (await amendments.PreviewAsync(act, CancellationToken.None)).BasedOn, "siti", null, CancellationToken.None);

    private static async Task<string> OpenAsync(HubFixture hub, LifeRow row, GivenClock clock)
    {
        clock.Now = row.OpenedAt;
        await using var db = hub.Database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var ticket = TicketLives.Open(row);
        await hub.Get<TicketRoad>().OpenAsync(db, ticket, () => hub.Get<ReporterVault>().KeepAsync(db, ticket, TicketLives.Sent(row).Reporter, CancellationToken.None), TicketLives.Sent(row), quiet: false, CancellationToken.None);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return ticket.Number;
    }

    /// <summary>Who was told what, as the last column of a line says it; reminders have tests of their own.</summary>
    private static async Task<string> ToldAsync(Database database, long ticket)
    {
        await using var db = database.Open();
        var told = await db.Outbox.Where(m => m.TicketId == ticket).Select(m => new { m.Purpose, m.Channel, m.Bureau }).ToListAsync();
        return string.Join(", ", told.Select(m => $"{m.Purpose}>{m.Bureau ?? (m.Channel == OutboxChannel.Source ? "source" : "reporter")}").Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>Who holds a ticket was told of it: the staff of each bureau that was given one, and those of Biro Organisasi what waits in triage.</summary>
    private static async Task CheckNoticesAsync(Database database)
    {
        await using var db = database.Open();
        var given = await db.TicketEvents.Where(e => e.Kind == TicketEventKind.Routed || e.Kind == TicketEventKind.Reassigned || e.Kind == TicketEventKind.Returned).ToListAsync();
        foreach (var step in given)
        {
            var holder = step.Happened() switch
            {
                Happening.Routed routed => routed.To,
                Happening.Reassigned reassigned => reassigned.To,
                _ => "organisasi",
            };
            var staff = $"staf.{holder}@setda.contoh";
            (await db.Outbox.AnyAsync(m => m.TicketId == step.TicketId && m.Recipient == staff)).ShouldBeTrue($"{step.TicketId} {step.Kind} {holder}");
        }
    }

    private static Task<Ticket> ReadAsync(Database database, string number)
    {
        var db = database.Open();
        return db.Tickets.AsNoTracking().Include(t => t.Events).Include(t => t.Clocks).SingleAsync(t => t.Number == number);
    }

    private static Actor ActorOf(TicketChange change) => change switch
    {
        TicketChange.HearReporter => new Actor.Reporter(),
        TicketChange.SourceUpdate => new Actor.Source(),
        _ => new Actor.Hub("siti"),
    };

    private sealed class GivenClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 2, 1, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now.ToUniversalTime();
    }
}
