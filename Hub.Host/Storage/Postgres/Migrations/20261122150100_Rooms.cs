using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Host.Storage.Postgres.Migrations;

/// <summary>Indexes that answer the overview without touching tickets, and full-text search as a generated column. Secret tickets are never in the index.</summary>
[DbContext(typeof(PostgresHubDbContext))]
[Migration("20261122150100_Rooms")]
public sealed class Rooms : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("CREATE INDEX ix_tickets_standing ON tickets (status, bureau, late_at);");
        migrationBuilder.Sql("CREATE INDEX ix_tickets_finished ON tickets (coalesce(resolved_at, closed_at), status, bureau) INCLUDE (received_at, late_at, resolved_at, closed_at);");
        migrationBuilder.Sql("CREATE INDEX ix_tickets_received_figures ON tickets (received_at, bureau) INCLUDE (status, system, service, class, kind, late_at, first_response_at, resolved_at, closed_at, reopened, due_on);");
        migrationBuilder.Sql("CREATE INDEX ix_envelopes_quarantine ON envelopes (source) WHERE status = 'Quarantined';");
        // A tsvector may not pass 1 MB; the first 100,000 characters are what people search for.
        migrationBuilder.Sql("""
            ALTER TABLE tickets ADD COLUMN words tsvector GENERATED ALWAYS AS (CASE WHEN secret THEN NULL ELSE
              to_tsvector('simple', title || ' ' || left(body, 100000) || ' ' || coalesce(category, '') || ' ' || coalesce(area, '') || ' ' || coalesce(letter_number, '') || ' ' || coalesce(organisation, '')) END) STORED;
            """);
        migrationBuilder.Sql("CREATE INDEX ix_tickets_words ON tickets USING gin (words);");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("ALTER TABLE tickets DROP COLUMN words;");
        foreach (var index in (string[])["ix_tickets_standing", "ix_tickets_finished", "ix_tickets_received_figures", "ix_envelopes_quarantine"])
        {
            migrationBuilder.Sql($"DROP INDEX {index};");
        }
    }
}
