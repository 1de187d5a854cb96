using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Submissions;
using Hub.Host.Figures;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Verbs.Bench;
using Hub.Tests.Host.Pages;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Reports;

/// <summary>What PostgreSQL counts or lists it finds by an index.</summary>
[Collection(OnPostgres.Name)]
public sealed class PostgresPlanTests(PostgresServer postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_are_counted_from_one_index_each()
    {
        var database = new Database(StoreKind.Postgres, await postgres.NewDatabaseAsync());
        await new TicketSeed(database, ServiceCatalogue.Embedded(), WorkingCalendar.Embedded(), RoomsFixture.Now).AddAsync(2_000, null, Token);
        await using var db = database.Open();
        await db.Database.OpenConnectionAsync(Token);
        foreach (var setting in (string[])["SET enable_seqscan = off", "SET enable_bitmapscan = off"])
        {
            await db.Database.ExecuteSqlRawAsync(setting, Token);
        }

        var all = new TicketFilter { Standing = Standing.All };
        foreach (var (filter, index) in new[]
        {
            (all with { Source = "spse", Kind = SubmissionKind.Aspiration }, "ix_tickets_source_newest"),
            (all with { Bureau = "kesra", Standing = Standing.Finished }, "ix_tickets_bureau_newest"),
            (all with { Service = 29, Class = "berkadar-pengawasan" }, "ix_tickets_service_newest"),
            (all with { Figure = Figure.Overdue, From = new DateOnly(2025, 1, 1), To = new DateOnly(2025, 12, 31) }, "ix_tickets_received_figures"),
        })
        {
            (await PlanAsync(db, filter)).ShouldContain($"Index Only Scan using {index}");
        }
    }

    /// <summary>With the way through a whole table made dear, only what has no other way takes it, or goes through all of an index.</summary>
    [Fact]
    public async Task What_is_looked_at_on_first_screens_walks_through_no_table()
    {
        var database = new Database(StoreKind.Postgres, await postgres.NewDatabaseAsync());
        using var folder = new TemporaryFolder();
        await StoreSeed.FillAsync(database, folder.Path, 2_000, RoomsFixture.Now, null, Token);
        await using var db = database.Open();
        await db.Database.OpenConnectionAsync(Token);
        await db.Database.ExecuteSqlRawAsync("ANALYZE; SET enable_seqscan = off", Token);
        var all = new TicketFilter { Standing = Standing.All };

        foreach (var (name, plan) in new[]
        {
            ("triage", await PlanAsync(TriageQueue.Waiting(db.Tickets).Select(static t => t.Id))),
            ("late in triage", await PlanAsync(TriageQueue.Late(db, db.Tickets, RoomsFixture.Now).Select(static t => t.Id))),
            ("stuck", await PlanAsync(StuckNotices.Of(db).Select(static m => m.Id))),
            ("not delivered", await PlanAsync(db, all with { Standing = Standing.Undelivered })),
            ("answered by reporter", await PlanAsync(db, all with { Standing = Standing.AnsweredByReporter })),
            ("open", await PlanAsync(db, all with { Standing = Standing.Open })),
        })
        {
            WholeWalks(plan).ShouldBeEmpty($"{name}: {plan}");
        }
    }

    /// <summary>Scans that no condition leads into; the index of the few that accuse who decides is small by itself.</summary>
    private static IEnumerable<string> WholeWalks(string plan)
    {
        var steps = plan.Split('\n');
        return steps.Where((step, i) => step.Contains("Seq Scan", StringComparison.Ordinal)
            || (step.Contains("Index", StringComparison.Ordinal) && step.Contains(" Scan ", StringComparison.Ordinal) && !step.Contains("ix_tickets_accusing", StringComparison.Ordinal)
                && !steps.Skip(i + 1).Take(1).Any(static next => next.Contains("Index Cond", StringComparison.Ordinal))));
    }

    private static Task<string> PlanAsync(HubDbContext db, TicketFilter filter) =>
        PlanAsync(db.Tickets.Matching(db, filter, RoomsFixture.Now, WorkingCalendar.Embedded()).For(RoomsFixture.Verifier, db.Tickets).Select(static t => t.Id));

    private static async Task<string> PlanAsync<T>(IQueryable<T> asked)
    {
        await using var command = asked.CreateDbCommand();
        command.CommandText = $"EXPLAIN {command.CommandText}";
        await using var reader = await command.ExecuteReaderAsync(Token);
        var steps = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            steps.Add(reader.GetString(0));
        }

        return string.Join('\n', steps);
    }
}
