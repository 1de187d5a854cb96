using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Hub.Host.Storage.Postgres.Migrations;

/// <summary>What version 0.3 adds to the schema of 0.2; written by <c>dotnet ef migrations add</c>.</summary>
[DbContext(typeof(PostgresHubDbContext))]
[Migration("20261126190000_Version03")]
internal sealed class Version03 : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<DateTime>(
            name: "proven_at",
            table: "user_sessions",
            type: "timestamp with time zone",
            nullable: true);

        migrationBuilder.AddColumn<bool>(
            name: "accuses_verifier",
            table: "tickets",
            type: "boolean",
            nullable: false,
            defaultValue: false);

        migrationBuilder.AddColumn<string>(
            name: "key",
            table: "tickets",
            type: "text",
            nullable: true);

        migrationBuilder.AddColumn<string>(
            name: "letter",
            table: "tickets",
            type: "text",
            nullable: true);

        migrationBuilder.AddColumn<string>(
            name: "letter_key",
            table: "tickets",
            type: "character varying(80)",
            maxLength: 80,
            nullable: true);

        migrationBuilder.AddColumn<string>(
            name: "protection",
            table: "tickets",
            type: "character varying(24)",
            maxLength: 24,
            nullable: true);

        migrationBuilder.AddColumn<byte[]>(
            name: "sealed",
            table: "tickets",
            type: "bytea",
            nullable: true);

        migrationBuilder.AddColumn<DateTime>(
            name: "sent_at",
            table: "tickets",
            type: "timestamp with time zone",
            nullable: true);

        migrationBuilder.AddColumn<DateTime>(
            name: "stage_ends_at",
            table: "tickets",
            type: "timestamp with time zone",
            nullable: true);

        migrationBuilder.AddColumn<byte[]>(
            name: "sealed",
            table: "ticket_events",
            type: "bytea",
            nullable: true);

        migrationBuilder.AddColumn<byte[]>(
            name: "sealed",
            table: "ticket_attachments",
            type: "bytea",
            nullable: true);

        migrationBuilder.AddColumn<int>(
            name: "sent_with",
            table: "ticket_attachments",
            type: "integer",
            nullable: true);

        migrationBuilder.AddColumn<int>(
            name: "claimed",
            table: "statements",
            type: "integer",
            nullable: true);

        migrationBuilder.AddColumn<int>(
            name: "listed",
            table: "statements",
            type: "integer",
            nullable: true);

        migrationBuilder.AddColumn<int>(
            name: "unseen",
            table: "statements",
            type: "integer",
            nullable: false,
            defaultValue: 0);

        migrationBuilder.AddColumn<bool>(
            name: "same_letter",
            table: "same_pairs",
            type: "boolean",
            nullable: false,
            defaultValue: false);

        migrationBuilder.AddColumn<string>(
            name: "key",
            table: "reporters",
            type: "text",
            nullable: true);

        migrationBuilder.AddColumn<byte[]>(
            name: "address",
            table: "outbox",
            type: "bytea",
            nullable: true);

        migrationBuilder.AddColumn<byte[]>(
            name: "sealed",
            table: "outbox",
            type: "bytea",
            nullable: true);

        migrationBuilder.AddColumn<DateTime>(
            name: "changed_at",
            table: "envelopes",
            type: "timestamp with time zone",
            nullable: true);

        migrationBuilder.AddColumn<string>(
            name: "key",
            table: "envelopes",
            type: "text",
            nullable: true);

        migrationBuilder.AddColumn<byte[]>(
            name: "raw_key",
            table: "envelopes",
            type: "bytea",
            nullable: true);

        migrationBuilder.AddColumn<int>(
            name: "sequence",
            table: "envelopes",
            type: "integer",
            nullable: true);

        migrationBuilder.AddColumn<string>(
            name: "finding",
            table: "blobs",
            type: "text",
            nullable: true);

        migrationBuilder.AddColumn<string>(
            name: "key",
            table: "blobs",
            type: "text",
            nullable: true);

        migrationBuilder.AddColumn<string>(
            name: "scan",
            table: "blobs",
            type: "character varying(24)",
            maxLength: 24,
            nullable: true);

        migrationBuilder.CreateTable(
            name: "appointments",
            columns: table => new
            {
                id = table.Column<long>(type: "bigint", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                user_id = table.Column<string>(type: "text", nullable: false),
                draft = table.Column<string>(type: "text", nullable: true),
                proposed_by = table.Column<string>(type: "text", nullable: false),
                proposed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_appointments", x => x.id);
                table.ForeignKey(
                    name: "FK_appointments_users_user_id",
                    column: x => x.user_id,
                    principalTable: "users",
                    principalColumn: "id",
                    onDelete: ReferentialAction.Cascade);
            });

        migrationBuilder.CreateTable(
            name: "debts",
            columns: table => new
            {
                id = table.Column<long>(type: "bigint", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                duty = table.Column<string>(type: "text", nullable: false),
                debtor = table.Column<string>(type: "text", nullable: false),
                period = table.Column<DateOnly>(type: "date", nullable: false),
                due_on = table.Column<DateOnly>(type: "date", nullable: false),
                created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                ticket = table.Column<string>(type: "text", nullable: true),
                reason = table.Column<string>(type: "text", nullable: true),
                reminded = table.Column<string>(type: "text", nullable: true),
                reminded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_debts", x => x.id);
            });

        migrationBuilder.CreateTable(
            name: "duties",
            columns: table => new
            {
                code = table.Column<string>(type: "text", nullable: false),
                name = table.Column<string>(type: "text", nullable: false),
                cycle = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                due_day = table.Column<int>(type: "integer", nullable: false),
                since = table.Column<DateOnly>(type: "date", nullable: false),
                debtors = table.Column<string>(type: "text", nullable: false),
                keeper = table.Column<string>(type: "text", nullable: false),
                system = table.Column<string>(type: "text", nullable: true),
                words = table.Column<string>(type: "text", nullable: false),
                basis = table.Column<string>(type: "text", nullable: true),
                stopped = table.Column<bool>(type: "boolean", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_duties", x => x.code);
            });

        migrationBuilder.CreateTable(
            name: "kept_forms",
            columns: table => new
            {
                ticket_id = table.Column<long>(type: "bigint", nullable: false),
                user_name = table.Column<string>(type: "text", nullable: false),
                form = table.Column<string>(type: "text", nullable: false),
                @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false),
                key = table.Column<string>(type: "text", nullable: true),
                kept_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_kept_forms", x => new { x.ticket_id, x.user_name, x.form });
                table.ForeignKey(
                    name: "FK_kept_forms_tickets_ticket_id",
                    column: x => x.ticket_id,
                    principalTable: "tickets",
                    principalColumn: "id",
                    onDelete: ReferentialAction.Cascade);
            });

        migrationBuilder.CreateTable(
            name: "offices",
            columns: table => new
            {
                code = table.Column<string>(type: "text", nullable: false),
                name = table.Column<string>(type: "text", nullable: false),
                also = table.Column<string>(type: "text", nullable: false),
                postal_address = table.Column<string>(type: "text", nullable: true),
                phone = table.Column<string>(type: "text", nullable: true),
                lapor_id = table.Column<string>(type: "text", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_offices", x => x.code);
            });

        migrationBuilder.CreateTable(
            name: "waiting_commands",
            columns: table => new
            {
                id = table.Column<long>(type: "bigint", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                ticket_id = table.Column<long>(type: "bigint", nullable: false),
                contact = table.Column<long>(type: "bigint", nullable: false),
                @sealed = table.Column<string>(name: "sealed", type: "text", nullable: false),
                created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_waiting_commands", x => x.id);
                table.ForeignKey(
                    name: "FK_waiting_commands_tickets_ticket_id",
                    column: x => x.ticket_id,
                    principalTable: "tickets",
                    principalColumn: "id",
                    onDelete: ReferentialAction.Cascade);
            });

        migrationBuilder.CreateIndex(
            name: "IX_tickets_letter_key",
            table: "tickets",
            column: "letter_key",
            filter: "letter_key IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "ix_tickets_letters",
            table: "tickets",
            column: "received_at",
            filter: "letter IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "IX_appointments_user_id",
            table: "appointments",
            column: "user_id",
            unique: true);

        migrationBuilder.CreateIndex(
            name: "IX_debts_duty_debtor_period",
            table: "debts",
            columns: new[] { "duty", "debtor", "period" },
            unique: true);

        migrationBuilder.CreateIndex(
            name: "IX_debts_ended_at_due_on",
            table: "debts",
            columns: new[] { "ended_at", "due_on" });

        migrationBuilder.CreateIndex(
            name: "IX_waiting_commands_ticket_id",
            table: "waiting_commands",
            column: "ticket_id");
        migrationBuilder.Sql(RawSql.Read("Postgres.version03.sql"));
    }
}
