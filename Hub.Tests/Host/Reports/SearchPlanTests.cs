using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Host.Figures;
using Hub.Host.Foundation;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Verbs.Bench;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Tests.Host.Reports;

/// <summary>No search walks through all tickets, whatever is typed, and what is left out is said.</summary>
public sealed class SearchPlanTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 3, 25, 2, 0, 0, TimeSpan.Zero);

    private static readonly CurrentUser Verifier = new("siti", new HashSet<string>([Roles.Verifier]), null);

    private readonly List<string> told = [];
    private StatementCount statements = null!;
    private HubFixture hub = null!;

    public async ValueTask InitializeAsync()
    {
        statements = new StatementCount(told.Add);
        hub = await HubFixture.StartAsync(Scenes.Sihab(), builder => builder.Services.AddSingleton<IInterceptor>(statements));
        await StoreSeed.FillAsync(hub.Database, hub.Get<HubOptions>().Data, 8_000, Now, null, Token);
    }

    [Theory]
    [InlineData("rapat", 1)]
    [InlineData("proposal-400.pdf", 1)]
    [InlineData("KU-2025-0000", 1)]
    [InlineData("seed-77", 1)]
    [InlineData("77", 1)]
    [InlineData("ruang rapat pinjam", 0)]
    [InlineData("0812-0000-0000", 0)]
    [InlineData("tiada@contoh.id", 0)]
    public async Task A_search_goes_by_indexes_alone(string typed, int least)
    {
        Need.SqlitePlan();
        await using var db = hub.Database.Open();
        told.Clear();

        var found = await db.Tickets.SayingAsync(db, typed, hub.Get<ReporterMarks>(), hub.Get<ItemNumbers>(), Verifier, Token);
        var asked = told.ToList();

        (await found.Tickets.CountAsync(Token)).ShouldBeGreaterThanOrEqualTo(least);

        // Names of files are looked through: one ticket in ten has any.
        foreach (var statement in asked.Where(static s => !s.Contains("FROM \"ticket_attachments\"", StringComparison.Ordinal)))
        {
            var plan = await PlanAsync(statement);
            plan.ShouldAllBe(step => !step.StartsWith("SCAN t", StringComparison.Ordinal) || step.StartsWith("SCAN ticket_words VIRTUAL", StringComparison.Ordinal), $"{statement}: {string.Join("; ", plan)}");
            if (plan.Any(static step => step.Contains("ticket_words", StringComparison.Ordinal)))
            {
                plan.ShouldNotContain("USE TEMP B-TREE FOR ORDER BY", $"the newest come first from the index: {statement}");
            }
        }
    }

    /// <summary>For the least of a ticket's clocks all clocks that run were walked through: two seconds among a million tickets.</summary>
    [Fact]
    public async Task What_waits_for_triage_is_ordered_by_the_clocks_of_each_alone()
    {
        Need.SqlitePlan();
        await using var db = hub.Database.Open();
        told.Clear();

        await TriageQueue.Waiting(db.Tickets).Select(t => t.Number).FirstOrDefaultAsync(Token);
        await TriageQueue.Late(db, db.Tickets, Now).CountAsync(Token);

        var asked = told.Where(static s => s.Contains("ticket_clocks", StringComparison.Ordinal)).ToList();
        asked.Count.ShouldBe(2);
        foreach (var statement in asked)
        {
            (await PlanAsync(statement)).ShouldContain(static step => step.Contains("IX_ticket_clocks_ticket_id_rule", StringComparison.Ordinal), statement);
        }
    }

    /// <summary>Nearly all that was sent has left: few rows are stuck, and nothing walks through the others.</summary>
    [Fact]
    public async Task What_did_not_arrive_is_found_from_the_rows_that_are_stuck()
    {
        Need.SqlitePlan();
        await using var db = hub.Database.Open();
        told.Clear();

        await db.Tickets.Matching(db, new TicketFilter { Standing = Standing.Undelivered }, Now, hub.Get<WorkingCalendar>()).CountAsync(Token);
        await StuckNotices.Of(db).CountAsync(Token);

        var asked = told.Where(static s => s.Contains("\"outbox\"", StringComparison.Ordinal)).ToList();
        asked.Count.ShouldBe(2);
        foreach (var statement in asked)
        {
            (await PlanAsync(statement)).ShouldNotContain(static step => step.StartsWith("SCAN", StringComparison.Ordinal) && !step.StartsWith("SCAN CONSTANT", StringComparison.Ordinal), statement);
        }
    }

    /// <summary>Looked at on every first screen: 0.4 s among a million tickets, for it walked through all of them.</summary>
    [Fact]
    public async Task What_reporters_answered_is_found_from_the_open_ones()
    {
        Need.SqlitePlan();
        await using var db = hub.Database.Open();
        told.Clear();

        await db.Tickets.Matching(db, new TicketFilter { Standing = Standing.AnsweredByReporter }, Now, hub.Get<WorkingCalendar>()).CountAsync(Token);

        var asked = told.Where(static s => s.Contains("\"ticket_events\"", StringComparison.Ordinal)).ToList();
        asked.ShouldHaveSingleItem();
        (await PlanAsync(asked[0])).ShouldNotContain(static step => step.StartsWith("SCAN", StringComparison.Ordinal) && !step.StartsWith("SCAN CONSTANT", StringComparison.Ordinal), asked[0]);
    }

    /// <summary>What is over is kept from the first look; what a look asks again is the open ones.</summary>
    [Fact]
    public async Task Figures_that_are_looked_at_again_walk_through_no_table()
    {
        Need.SqlitePlan();
        var (figures, period) = (hub.Get<ReceivedFigures>(), Period.MonthOf(Wita.DateOf(Now)));
        await figures.ReadAsync([period], static _ => true, [Dimension.Bureau], Now, Token);
        told.Clear();

        await figures.ReadAsync([period], static _ => true, [Dimension.Bureau], Now, Token);
        await figures.DaysAsync(period, static _ => true, Token);

        foreach (var statement in told.Where(static s => s.StartsWith("SELECT", StringComparison.Ordinal)).ToList())
        {
            var plan = await PlanAsync(statement);
            plan.ShouldNotContain(static step => step.StartsWith("SCAN t", StringComparison.Ordinal), $"{statement}: {string.Join("; ", plan)}");
        }
    }

    /// <summary>Its number is looked up for what is overdue, not for each ticket of the year.</summary>
    [Fact]
    public async Task What_is_overdue_is_counted_from_one_index_and_whose_it_is_is_asked_last()
    {
        Need.SqlitePlan();
        var year = new TicketFilter { Standing = Standing.All, Figure = Figure.Overdue, From = new DateOnly(2025, 1, 1), To = new DateOnly(2025, 12, 31) };
        await using var db = hub.Database.Open();
        told.Clear();

        (await db.Tickets.Matching(db, year, Now, WorkingCalendar.Embedded()).For(Verifier, db.Tickets).Take(10_001).CountAsync(Token)).ShouldBePositive();

        var statement = told.Where(static s => s.StartsWith("SELECT COUNT(*)", StringComparison.Ordinal) && s.Contains("late_at", StringComparison.Ordinal)).ToList().ShouldHaveSingleItem();
        (await PlanAsync(statement)).ShouldContain(static step => step.Contains("USING COVERING INDEX ix_tickets_received_figures", StringComparison.Ordinal));
        statement.IndexOf("accuses_verifier", StringComparison.Ordinal).ShouldBeGreaterThan(statement.IndexOf("CASE", StringComparison.Ordinal), statement);
    }

    [Fact]
    public async Task A_word_of_very_many_tickets_finds_the_newest_and_says_so()
    {
        await using var db = hub.Database.Open();

        var often = await db.Tickets.SayingAsync(db, SeedTexts.Often, hub.Get<ReporterMarks>(), hub.Get<ItemNumbers>(), Verifier, Token);
        var seldom = await db.Tickets.SayingAsync(db, "seed-77", hub.Get<ReporterMarks>(), hub.Get<ItemNumbers>(), Verifier, Token);

        often.IsCut.ShouldBeTrue();
        (await often.Tickets.CountAsync(Token)).ShouldBe(TicketSearch.MostFound);
        seldom.IsCut.ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_left_out_is_left_out_of_what_was_asked_for()
    {
        await using var db = hub.Database.Open();
        var marks = hub.Get<ReporterMarks>();
        var oldest = await (await db.Tickets.AllSayingAsync(db, SeedTexts.Often, marks, hub.Get<ItemNumbers>(), Verifier, Token)).Where(t => t.Bureau != null).OrderBy(t => t.Id).FirstAsync(Token);

        var soon = oldest.ReceivedAt.AddDays(60);
        var own = await db.Tickets.Where(t => t.Bureau == oldest.Bureau && t.ReceivedAt < soon).SayingAsync(db, SeedTexts.Often, marks, hub.Get<ItemNumbers>(), Verifier, Token);

        own.IsCut.ShouldBeFalse();
        (await own.Tickets.AnyAsync(t => t.Id == oldest.Id, Token)).ShouldBeTrue("the tickets of others do not push out those of a bureau");
    }

    [Fact]
    public async Task What_is_taken_away_is_whole()
    {
        await using var db = hub.Database.Open();

        var all = await db.Tickets.AllSayingAsync(db, SeedTexts.Often, hub.Get<ReporterMarks>(), hub.Get<ItemNumbers>(), Verifier, Token);

        (await all.CountAsync(Token)).ShouldBeGreaterThan(TicketSearch.MostFound);
    }

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        statements.Dispose();
    }

    private async Task<IReadOnlyList<string>> PlanAsync(string statement)
    {
        await using var db = hub.Database.Open();
        await db.Database.OpenConnectionAsync(Token);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {statement}";
        await using var reader = await command.ExecuteReaderAsync(Token);
        var steps = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
