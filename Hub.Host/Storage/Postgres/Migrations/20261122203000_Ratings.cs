using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Host.Storage.Postgres.Migrations;

/// <summary>The reporter's stars, and indexes so that figures and lists of a bureau, a service or a source are read from an index alone, in order.</summary>
/// <remarks>The index on followers holds followers only: with a million empty entries, statistics made the planner read the whole table instead.</remarks>
[DbContext(typeof(PostgresHubDbContext))]
[Migration("20261122203000_Ratings")]
public sealed class Ratings : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<int>(name: "rating", table: "tickets", type: "integer", nullable: true);
        migrationBuilder.Sql("DROP INDEX ix_tickets_received_figures;");
        migrationBuilder.Sql("CREATE INDEX ix_tickets_received_figures ON tickets (received_at, bureau) INCLUDE (status, system, service, class, kind, late_at, first_response_at, resolved_at, closed_at, reopened, due_on, rating);");
        migrationBuilder.Sql("DROP INDEX ix_tickets_finished;");
        migrationBuilder.Sql("CREATE INDEX ix_tickets_finished ON tickets (coalesce(resolved_at, closed_at), status, bureau) INCLUDE (received_at, late_at, resolved_at, closed_at, opened_at);");
        migrationBuilder.Sql("CREATE INDEX ix_tickets_bureau_newest ON tickets (bureau, received_at);");
        migrationBuilder.Sql("CREATE INDEX ix_tickets_service_newest ON tickets (service, received_at);");
        migrationBuilder.Sql("CREATE INDEX ix_tickets_source_newest ON tickets (source, received_at);");
        migrationBuilder.Sql("DROP INDEX \"IX_tickets_merged_into\";");
        migrationBuilder.Sql("CREATE INDEX \"IX_tickets_merged_into\" ON tickets (merged_into) WHERE merged_into IS NOT NULL;");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP INDEX \"IX_tickets_merged_into\";");
        migrationBuilder.Sql("CREATE INDEX \"IX_tickets_merged_into\" ON tickets (merged_into);");
        migrationBuilder.Sql("DROP INDEX ix_tickets_source_newest;");
        migrationBuilder.Sql("DROP INDEX ix_tickets_service_newest;");
        migrationBuilder.Sql("DROP INDEX ix_tickets_bureau_newest;");
        migrationBuilder.Sql("DROP INDEX ix_tickets_finished;");
        migrationBuilder.Sql("CREATE INDEX ix_tickets_finished ON tickets (coalesce(resolved_at, closed_at), status, bureau) INCLUDE (received_at, late_at, resolved_at, closed_at);");
        migrationBuilder.Sql("DROP INDEX ix_tickets_received_figures;");
        migrationBuilder.Sql("CREATE INDEX ix_tickets_received_figures ON tickets (received_at, bureau) INCLUDE (status, system, service, class, kind, late_at, first_response_at, resolved_at, closed_at, reopened, due_on);");
        migrationBuilder.DropColumn(name: "rating", table: "tickets");
    }
}
