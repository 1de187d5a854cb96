using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Host.Storage.Sqlite.Migrations;

/// <summary>Indexes that answer the overview without touching tickets, and full-text search kept by triggers. Secret tickets are never in the index.</summary>
[DbContext(typeof(SqliteHubDbContext))]
[Migration("20261122150100_Rooms")]
public sealed class Rooms : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("CREATE INDEX ix_tickets_standing ON tickets (status, bureau, late_at);");
        migrationBuilder.Sql("CREATE INDEX ix_tickets_finished ON tickets (coalesce(resolved_at, closed_at), status, bureau, received_at, late_at, resolved_at, closed_at);");
        migrationBuilder.Sql("CREATE INDEX ix_tickets_received_figures ON tickets (received_at, bureau, status, system, service, class, kind, late_at, first_response_at, resolved_at, closed_at, reopened, due_on);");
        migrationBuilder.Sql("CREATE INDEX ix_envelopes_quarantine ON envelopes (status, source) WHERE status = 'Quarantined';");
        migrationBuilder.Sql("CREATE VIRTUAL TABLE ticket_words USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 2', content = '', contentless_delete = 1);");
        migrationBuilder.Sql("""
            INSERT INTO ticket_words (rowid, title, body)
            SELECT id, title, body || ' ' || coalesce(category, '') || ' ' || coalesce(area, '') || ' ' || coalesce(letter_number, '') || ' ' || coalesce(organisation, '') FROM tickets WHERE NOT secret;
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER ticket_words_insert AFTER INSERT ON tickets WHEN NOT NEW.secret BEGIN
              INSERT INTO ticket_words (rowid, title, body)
              VALUES (NEW.id, NEW.title, NEW.body || ' ' || coalesce(NEW.category, '') || ' ' || coalesce(NEW.area, '') || ' ' || coalesce(NEW.letter_number, '') || ' ' || coalesce(NEW.organisation, ''));
            END;
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER ticket_words_update AFTER UPDATE OF title, body, category, area, letter_number, organisation, secret ON tickets BEGIN
              DELETE FROM ticket_words WHERE rowid = OLD.id;
              INSERT INTO ticket_words (rowid, title, body)
              SELECT NEW.id, NEW.title, NEW.body || ' ' || coalesce(NEW.category, '') || ' ' || coalesce(NEW.area, '') || ' ' || coalesce(NEW.letter_number, '') || ' ' || coalesce(NEW.organisation, '') WHERE NOT NEW.secret;
            END;
            """);
        migrationBuilder.Sql("CREATE TRIGGER ticket_words_delete AFTER DELETE ON tickets BEGIN DELETE FROM ticket_words WHERE rowid = OLD.id; END;");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var trigger in (string[])["insert", "update", "delete"])
        {
            migrationBuilder.Sql($"DROP TRIGGER ticket_words_{trigger};");
        }

        migrationBuilder.Sql("DROP TABLE ticket_words;");
        foreach (var index in (string[])["ix_tickets_standing", "ix_tickets_finished", "ix_tickets_received_figures", "ix_envelopes_quarantine"])
        {
            migrationBuilder.Sql($"DROP INDEX {index};");
        }
    }
}
