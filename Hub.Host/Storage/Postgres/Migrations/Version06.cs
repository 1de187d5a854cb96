using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Host.Storage.Postgres.Migrations;

/// <summary>Indexes from which rooms are answered when there are very many tickets.</summary>
[DbContext(typeof(PostgresHubDbContext))]
[Migration("20261127180000_Version06")]
internal sealed class Version06 : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateIndex(
            name: "ix_tickets_accusing",
            table: "tickets",
            column: "bureau",
            filter: "accuses_verifier AND bureau IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "ix_tickets_organisation",
            table: "tickets",
            columns: new[] { "system", "organisation" },
            filter: "organisation IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "ix_tickets_unfinished",
            table: "tickets",
            columns: new[] { "status", "received_at" },
            filter: "status NOT IN ('Resolved', 'Closed')");

        migrationBuilder.CreateIndex(
            name: "IX_ticket_attachments_name_ticket_id",
            table: "ticket_attachments",
            columns: new[] { "name", "ticket_id" });
    }
}
