using Hub.Domain.Catalogue;
using Hub.Domain.Deadlines;
using Hub.Domain.Submissions;
using Hub.Host.Figures;
using Hub.Host.People.Access;
using Hub.Host.Storage;
using Hub.Host.Verbs.Bench;
using Hub.Tests.Host.Pages;
using Hub.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Host.Reports;

/// <summary>What PostgreSQL counts it counts from an index: no ticket is read.</summary>
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

    private static async Task<string> PlanAsync(HubDbContext db, TicketFilter filter)
    {
        await using var command = db.Tickets.Matching(db, filter, RoomsFixture.Now, WorkingCalendar.Embedded()).For(RoomsFixture.Verifier, db.Tickets).Select(static t => t.Id).CreateDbCommand();
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
