using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Figures;
using Hub.Host.Verbs.Bench;
using Hub.Host.Work.Deadlines;
using Hub.Tests.Host.Pages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Reports;

public sealed class ReceivedFiguresTests(RoomsFixture rooms) : IClassFixture<RoomsFixture>
{
    private static readonly Period Year = new(new DateOnly(2025, 1, 15), new DateOnly(2026, 3, 10));

    /// <summary>What is kept must never be told apart from what is counted anew, whatever happened to tickets of long ago.</summary>
    [Fact]
    public async Task Kept_months_follow_every_change_of_their_tickets()
    {
        var token = TestContext.Current.CancellationToken;
        await new TicketSeed(rooms.Database, ServiceCatalogue.Embedded(), WorkingCalendar.Embedded(), RoomsFixture.Now).AddAsync(1_500, null, token);
        var (kept, months) = (rooms.Services.GetRequiredService<ReceivedFigures>(), rooms.Services.GetRequiredService<MonthFigures>());
        var (random, basis) = (new Random(71), rooms.Services.GetRequiredService<BasisInForce>());
        var seenChanges = 0;
        var before = await SaysAsync(kept, months);
        for (var round = 0; round < 25; round++)
        {
            await ChangeAsync(random, round, token);

            var now = await SaysAsync(kept, months);

            now.ShouldBe(await SaysAsync(new ReceivedFigures(rooms.Database, basis), new MonthFigures(rooms.Database, basis)), $"round {round}");
            seenChanges += now == before ? 0 : 1;
            before = now;
        }

        seenChanges.ShouldBeGreaterThan(10, "most rounds change a figure");
    }

    /// <summary>Nothing of it rewrites the past, so the month must be counted again by when the ticket ended.</summary>
    [Fact]
    public async Task What_was_finished_after_the_last_look_of_a_month_stands_in_that_month()
    {
        var token = TestContext.Current.CancellationToken;
        var (ticket, last) = (await rooms.AddTicketAsync("Mohon data hibah"), new DateOnly(2026, 3, 31));
        var months = new MonthFigures(rooms.Database, rooms.Services.GetRequiredService<BasisInForce>());
        var before = (await months.LastAsync(1, last, token))[0].Bureaus.Values.Sum(static b => b.Finished);
        await using var db = rooms.Database.Open();
        (await db.Tickets.Include(t => t.Events).Include(t => t.Clocks).FirstAsync(t => t.Id == ticket.Id, token)).Resolve("siti", "Sudah.", new DateTimeOffset(last, new TimeOnly(12, 0), TimeSpan.Zero));
        await db.SaveChangesAsync(token);

        var march = (await months.LastAsync(2, last.AddDays(1), token))[0];

        march.Bureaus.Values.Sum(static b => b.Finished).ShouldBe(before + 1);
    }

    [Fact]
    public void Parts_of_a_period_are_its_days_once_each()
    {
        var parts = ReceivedFigures.Parts(Year).ToList();

        parts[0].ShouldBe(new Period(new DateOnly(2025, 1, 15), new DateOnly(2025, 1, 31)));
        parts[^1].ShouldBe(new Period(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 10)));
        parts.Count(p => p.IsWholeMonth).ShouldBe(13);
        parts.Sum(p => p.To.DayNumber - p.From.DayNumber + 1).ShouldBe(Year.To.DayNumber - Year.From.DayNumber + 1);
    }

    [Theory]
    [InlineData(1, 1, 1, "334 333 333")]
    [InlineData(999, 1, 0, "999 1 0")]
    [InlineData(1_999, 1, 0, "1000 0 0")]
    [InlineData(2, 3, 1, "333 500 167")]
    [InlineData(0, 0, 0, "0 0 0")]
    public void Three_shares_make_the_whole(int a, int b, int c, string parts) => string.Join(' ', Apportioned.Of(1_000, a, b, c)).ShouldBe(parts);

    private async Task ChangeAsync(Random random, int round, CancellationToken token)
    {
        await using var db = rooms.Database.Open();
        var all = db.Tickets.Include(t => t.Events).Include(t => t.Clocks).Where(t => t.ReceivedAt >= Year.Start && t.ReceivedAt < Year.End);
        var ticket = await all.Where(t => round % 3 != 0 || t.Status == TicketStatus.Resolved).OrderBy(t => t.Id).Skip(random.Next(80)).FirstAsync(token);
        var now = RoomsFixture.Now.AddMinutes(-random.Next(1_000));
        switch (round % 6)
        {
            case 0 or 3:
                ticket.HearReporter("Belum selesai.", now);
                break;
            case 1:
                ticket.Assign(new Placement("hukum", ticket.Service, ticket.Class), "siti", null, now);
                break;
            case 2:
                ticket.DeclareNotOurs("Dinas lain", "siti", "Bukan wewenang.", now);
                break;
            case 4 when ticket.IsOpen:
                ticket.Resolve("siti", "Sudah.", now);
                break;
            default:
                ticket.Reclassify(ticket.Kind, ticket.Service, round % 2 == 0 ? null : "berkadar-pengawasan", "siti", now);
                break;
        }

        await db.SaveChangesAsync(token);
    }

    /// <summary>Every indicator of every group, and what was finished in each month, as one text.</summary>
    private static async Task<string> SaysAsync(ReceivedFigures figures, MonthFigures months)
    {
        Dimension[] by = [Dimension.Bureau, Dimension.Service, Dimension.Source, Dimension.Class, Dimension.Month];
        var counted = (await figures.ReadAsync([Year], bureau => bureau is not "adpim", by, RoomsFixture.Now, TestContext.Current.CancellationToken))[0];
        var groups = by.SelectMany(d => counted.Groups[d].Where(g => g.Value.Received > 0).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{d} {g.Key} {Lines(g.Value)}"));
        return string.Join('\n', [Lines(counted.All), .. groups, .. await FinishedAsync(months)]);
    }

    internal static async Task<IEnumerable<string>> FinishedAsync(MonthFigures months) =>
        (await months.LastAsync(12, Wita.DateOf(RoomsFixture.Now), TestContext.Current.CancellationToken))
            .SelectMany(static m => m.Bureaus.OrderBy(static b => b.Key, StringComparer.Ordinal).Select(b => $"{m.Month} {b.Key} {b.Value.Finished} {b.Value.OnTime} {b.Value.MedianDays}"));

    private static string Lines(FigureTally tally) => string.Join(' ', Indicator.Of(tally).Select(i => $"{i.Key}={i.Count}/{i.Percent}/{i.Value}"));
}
