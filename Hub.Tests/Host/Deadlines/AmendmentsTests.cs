using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Figures;
using Hub.Host.Foundation;
using Hub.Host.Storage;
using Hub.Host.Work;
using Hub.Host.Work.Deadlines;
using Hub.Host.Work.Tickets;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using static Hub.Tests.Host.Deadlines.AmendedTickets;

namespace Hub.Tests.Host.Deadlines;

public sealed class AmendmentsTests
{
    [Fact]
    public async Task A_preview_shows_the_moves_and_changes_nothing()
    {
        await using var hub = await HubFixture.StartAsync();
        await OpenAsync(hub.Database, hub.Get<LawInForce>(), 3);

        var preview = await hub.Get<Amendments>().PreviewAsync(Leave, CancellationToken.None);

        (preview.Open, preview.Moved).ShouldBe((3, 3));
        preview.Dates.ShouldContain(new MovedDate("KU-2026-000001", "kesra", "lapor/tidak-berkadar-pengawasan", new(2026, 12, 11), new(2026, 12, 14), false));
        preview.Dates.ShouldContain(new MovedDate("KU-2026-000001", "kesra", "lapor-response", new(2026, 11, 30), new(2026, 12, 1), true));
        await using var db = hub.Database.Open();
        (await db.Clocks.CountAsync(c => c.DueOn == new DateOnly(2026, 12, 14))).ShouldBe(0);
        hub.Get<BasisInForce>().Calendar.IsWorking(new(2026, 11, 30)).ShouldBeTrue();
    }

    [Fact]
    public async Task Applying_moves_dates_keeps_the_old_ones_on_record_and_leaves_closed_tickets_alone()
    {
        await using var hub = await HubFixture.StartAsync();
        var desk = hub.Get<LawInForce>();
        await OpenAsync(hub.Database, desk, 2);
        await ChangeAsync(hub.Database, desk, 2, t => t.Close("kesra", null, Wita("2026-11-24 10:00")));
        var amendments = hub.Get<Amendments>();
        var preview = await amendments.PreviewAsync(Leave, CancellationToken.None);

        (await amendments.ApplyAsync(Leave, preview.BasedOn, "kepala.organisasi", null, CancellationToken.None)).ShouldBe(1);

        await using var db = hub.Database.Open();
        var open = await db.Tickets.Include(t => t.Events).Include(t => t.Clocks).SingleAsync(t => t.Number == "KU-2026-000001");
        open.DueOn.ShouldBe(new DateOnly(2026, 12, 1));
        open.Clocks.Single(c => c.Binding).Version.ShouldBe(2);
        var told = open.Events.Single(e => e.Kind == TicketEventKind.DeadlineChanged);
        (told.Actor, told.Text, told.Sequence).ShouldBe(("kepala.organisasi", "SKB uji No. 1", open.EventCount));
        told.Data.ShouldBe("""{"calendar":"uji-2026-1","moves":[{"rule":"lapor-response","from":"2026-11-30","to":"2026-12-01"},{"rule":"lapor/tidak-berkadar-pengawasan","from":"2026-12-11","to":"2026-12-14"}]}""");
        (await db.Tickets.SingleAsync(t => t.Number == "KU-2026-000002")).DueOn.ShouldBe(new DateOnly(2026, 12, 11));
        (await db.Audit.SingleAsync(a => a.Action == "calendar.amended")).Detail!.ShouldContain("uji-2026-1");

        // What is stored now is what the desk would compute, and a restart knows the act.
        var before = open.Clocks.Select(c => (c.Rule, c.DueOn, c.LateAt, c.Binding)).ToList();
        desk.SetClocks(open);
        open.Clocks.Select(c => (c.Rule, c.DueOn, c.LateAt, c.Binding)).ShouldBe(before);
        var restarted = new BasisInForce(hub.Database);
        await restarted.LoadAsync(CancellationToken.None);
        restarted.Calendar.IsWorking(new(2026, 11, 30)).ShouldBeFalse();
        await Should.ThrowAsync<CalendarException>(() => amendments.ApplyAsync(new CalendarAmendment(Act with { Id = "uji-2026-2" }), preview.BasedOn, "x", null, CancellationToken.None));
    }

    /// <summary>No ticket is open, so no event says that anything has changed.</summary>
    [Fact]
    public async Task Days_of_what_is_finished_are_those_of_the_calendar_in_force()
    {
        await using var hub = await HubFixture.StartAsync();
        await OpenAsync(hub.Database, hub.Get<LawInForce>(), 1);
        await ChangeAsync(hub.Database, hub.Get<LawInForce>(), 1, t => t.Resolve("kesra", "Sudah.", Wita("2026-12-02 10:00")));
        var before = await DaysAsync();
        var preview = await hub.Get<Amendments>().PreviewAsync(Leave, CancellationToken.None);

        await hub.Get<Amendments>().ApplyAsync(Leave, preview.BasedOn, "kepala.organisasi", null, CancellationToken.None);

        (await DaysAsync()).ShouldBe(before - 1);

        async Task<double?> DaysAsync() => (await hub.Get<MonthFigures>().LastAsync(1, new DateOnly(2026, 12, 31), CancellationToken.None))[0].Bureaus["kesra"].MedianDays;
    }

    [Fact]
    public async Task A_recorded_pause_is_counted_in_the_new_date_too()
    {
        await using var hub = await HubFixture.StartAsync();
        var desk = hub.Get<LawInForce>();
        await OpenAsync(hub.Database, desk, 1);
        await ChangeAsync(hub.Database, desk, 1, t =>
        {
            t.AskReporter("kesra", "KTP?", Wita("2026-11-24 10:00"));
            t.Complete("kesra", Wita("2026-11-26 10:00"));
        });

        var preview = await hub.Get<Amendments>().PreviewAsync(Leave, CancellationToken.None);

        preview.Dates.Single(d => d.Rule == "lapor/tidak-berkadar-pengawasan").ShouldSatisfyAllConditions(
            d => d.From.ShouldBe(new DateOnly(2026, 12, 15)),
            d => d.To.ShouldBe(new DateOnly(2026, 12, 16)));
    }

    [Fact]
    public async Task Several_readers_take_each_ticket_once()
    {
        await using var hub = await HubFixture.StartAsync();
        await OpenAsync(hub.Database, hub.Get<LawInForce>(), 1);
        await MultiplyAsync(hub.Database, 5_000);

        var preview = await hub.Get<Amendments>().PreviewAsync(Leave, CancellationToken.None);

        (preview.Open, preview.Moved).ShouldBe((5_000, 5_000));
        preview.Dates.Select(d => (d.Ticket, d.Rule)).Distinct().Count().ShouldBe(preview.Dates.Count);
        foreach (var readers in (int[])[2, 3, 4])
        {
            var numbers = new List<string>();
            for (var number = 0; number < readers; number++)
            {
                await using var db = hub.Database.Open();
                await foreach (var ticket in RunningTickets.ReadAsync(db, new Reach(), new Share(number, readers), CancellationToken.None))
                {
                    numbers.Add(ticket.Number);
                }
            }

            numbers.Count.ShouldBe(5_000, $"{readers} readers");
            numbers.Distinct().Count().ShouldBe(5_000, $"{readers} readers");
        }
    }

    /// <summary>A merged ticket follows another one in its work, not in its law.</summary>
    [Fact]
    public async Task A_follower_keeps_its_clocks_and_they_move_too()
    {
        await using var hub = await HubFixture.StartAsync();
        await OpenAsync(hub.Database, hub.Get<LawInForce>(), 2);
        await hub.ChangeAsync("KU-2026-000002", new TicketChange.Merge("KU-2026-000001", "sama"), "uji");

        var preview = await hub.Get<Amendments>().PreviewAsync(Leave, CancellationToken.None);

        preview.Dates.ShouldContain(d => d.Ticket == "KU-2026-000002" && d.To == new DateOnly(2026, 12, 14));
    }

    public static TheoryData<string> KillPoints => [.. KillPoint.OfAmendments];

    [Theory]
    [MemberData(nameof(KillPoints))]
    public async Task Killed_half_way_it_has_not_happened(string point)
    {
        Need.SqliteFile();
        const int Tickets = 2_000;
        using var folder = new TemporaryFolder();
        await using (var hub = await HubFixture.StartAsync(folder: folder))
        {
            await OpenAsync(hub.Database, hub.Get<LawInForce>(), 1);
            await MultiplyAsync(hub.Database, Tickets);
        }

        await RunUntilKilledAsync(folder, point);

        var database = new Database(StoreKind.Sqlite, Database.SqliteFile(folder.File("hub.db")));
        await using var db = database.Open();
        var happened = point == KillPoint.Amended ? 1 : 0;
        (await db.Clocks.CountAsync(c => c.DueOn == new DateOnly(2026, 12, 14))).ShouldBe(Tickets * happened);
        (await db.Clocks.CountAsync(c => c.DueOn == new DateOnly(2026, 12, 11))).ShouldBe(Tickets * (1 - happened));
        (await db.Tickets.CountAsync(t => t.DueOn == new DateOnly(2026, 12, 1) && t.EventCount == 3)).ShouldBe(Tickets * happened);
        (await db.TicketEvents.CountAsync(e => e.Kind == TicketEventKind.DeadlineChanged && e.Sequence == 3)).ShouldBe(Tickets * happened);
        (await db.Acts.CountAsync()).ShouldBe(happened);
        (await db.Audit.CountAsync(a => a.Action == "calendar.amended")).ShouldBe(happened);
    }

    [Fact]
    public async Task A_hundred_thousand_open_tickets_move_in_one_transaction()
    {
        Need.Time();
        await using var hub = await HubFixture.StartAsync();
        await OpenAsync(hub.Database, hub.Get<LawInForce>(), 1);
        await MultiplyAsync(hub.Database, 100_000);

        await MeasureAsync(hub.Get<Amendments>(), 100_000);
    }

    private static async Task ChangeAsync(Database database, LawInForce law, int number, Action<Ticket> change)
    {
        await using var db = database.Open();
        var ticket = await db.Tickets.Include(t => t.Events).Include(t => t.Clocks).SingleAsync(t => t.Number == $"KU-2026-{number:000000}");
        change(ticket);
        law.SetClocks(ticket);
        await db.SaveChangesAsync();
    }
}
