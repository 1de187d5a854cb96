using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Figures;
using Hub.Host.Storage;
using Hub.Host.Verbs.Bench;
using Hub.Host.Work.Deadlines;
using Hub.Tests.Host.Pages;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Reports;

/// <summary>What is kept of figures on PostgreSQL, where an event may become visible after one with a higher number.</summary>
[Collection(OnPostgres.Name)]
public sealed class NewEventsTests(PostgresServer postgres) : IAsyncLifetime
{
    private const int Tickets = 400;

    private static readonly Period Year = new(new DateOnly(2025, 4, 1), new DateOnly(2026, 3, 31));

    private readonly NewEvents events = new();
    private Database database = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = new Database(StoreKind.Postgres, await postgres.NewDatabaseAsync());
        await new TicketSeed(database, ServiceCatalogue.Embedded(), WorkingCalendar.Embedded(), RoomsFixture.Now).AddAsync(Tickets, null, Token);
    }

    [Fact]
    public async Task An_event_that_becomes_visible_late_is_told_and_none_is_told_twice()
    {
        (await ToldAsync()).ShouldBeNull("the first look counts everything");
        await using var slow = await ChangeAsync(1);
        await CommitAsync(2);
        (await ToldAsync()).ShouldBe([2]);
        await CommitAsync(3);
        (await ToldAsync()).ShouldBe([3]);
        (await ToldAsync()).ShouldBe([]);

        await slow.Database.CommitTransactionAsync(Token);

        (await ToldAsync()).ShouldBe([1]);
        (await ToldAsync()).ShouldBe([]);
        await CommitAsync(4);
        (await ToldAsync()).ShouldBe([4]);
    }

    [Fact]
    public async Task What_was_being_written_at_the_first_look_is_missed_by_no_later_one()
    {
        await using var slow = await ChangeAsync(1);
        await CommitAsync(2);
        await ToldAsync();
        await CommitAsync(3);
        await ToldAsync();

        await slow.Database.CommitTransactionAsync(Token);

        (await ToldAsync())!.ShouldContain(1);
    }

    [Fact]
    public async Task Only_what_was_heard_to_the_end_is_told()
    {
        await ToldAsync();
        await CommitAsync(1);
        await using var db = database.Open();
        await Should.ThrowAsync<InvalidOperationException>(() => events.TellAsync(db, static _ => throw new InvalidOperationException(), Token));

        (await ToldAsync()).ShouldBe([1]);
    }

    [Fact]
    public async Task What_is_not_written_after_all_holds_nothing_up()
    {
        await ToldAsync();
        await using (await ChangeAsync(1))
        {
            await CommitAsync(2);
            (await ToldAsync()).ShouldBe([2]);
        }

        (await ToldAsync()).ShouldBe([]);
        await CommitAsync(3);
        (await ToldAsync()).ShouldBe([3]);
    }

    /// <summary>One change is being written while another is told and looked at; then it is there, with lower numbers.</summary>
    [Fact]
    public async Task Kept_figures_are_those_of_a_full_count_however_changes_overlap()
    {
        var (months, received) = (Months(), Received());
        for (var round = 0; round < 12; round++)
        {
            await using var slow = await ChangeAsync(Tickets - (round * 10));
            await CommitAsync(Tickets - (round * 10) - 1);
            (await SaysAsync(months, received)).ShouldBe(await SaysAsync(Months(), Received()), $"round {round}, while one is being written");

            await slow.Database.CommitTransactionAsync(Token);

            (await SaysAsync(months, received)).ShouldBe(await SaysAsync(Months(), Received()), $"round {round}");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private MonthFigures Months() => new(database, new BasisInForce(database));

    private ReceivedFigures Received() => new(database, new BasisInForce(database));

    /// <returns>The tickets of the events; null when everything is counted anew.</returns>
    private async Task<IReadOnlyList<long>?> ToldAsync()
    {
        IReadOnlyList<NewEvent>? told = null;
        await using var db = database.Open();
        await events.TellAsync(db, news => Task.FromResult(told = news), Token);
        return told is null ? null : [.. told.Select(static e => e.TicketId).Distinct().Order()];
    }

    private async Task CommitAsync(long id)
    {
        await using var db = await ChangeAsync(id);
        await db.Database.CommitTransactionAsync(Token);
    }

    /// <summary>A finished ticket is open again, an open one is finished.</summary>
    /// <returns>Saved, and visible to nobody else yet.</returns>
    private async Task<HubDbContext> ChangeAsync(long id)
    {
        var db = database.Open();
        await db.Database.BeginTransactionAsync(Token);
        var ticket = await db.Tickets.Include(t => t.Events).Include(t => t.Clocks).FirstAsync(t => t.Id == id, Token);
        if (ticket.IsOpen)
        {
            ticket.Resolve("siti", "Sudah.", RoomsFixture.Now);
        }
        else
        {
            ticket.Reopen("siti", RoomsFixture.Now);
        }

        await db.SaveChangesAsync(Token);
        return db;
    }

    /// <summary>What each bureau finished in each month, and how much was received and what became of it.</summary>
    private static async Task<string> SaysAsync(MonthFigures months, ReceivedFigures received)
    {
        var all = (await received.ReadAsync([Year], static _ => true, [Dimension.Bureau], RoomsFixture.Now, Token))[0].All;
        return string.Join('\n', [.. await ReceivedFiguresTests.FinishedAsync(months), .. Indicator.Of(all).Select(static i => $"{i.Key}={i.Count}/{i.Value}")]);
    }
}
