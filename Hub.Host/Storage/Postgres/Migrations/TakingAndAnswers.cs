using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Hub.Host.Storage.Postgres.Migrations;

/// <summary>Who took a ticket, canned answers, which notices a person chose; added to a schema that other copies already have.</summary>
[DbContext(typeof(PostgresHubDbContext))]
[Migration("20261127030000_TakingAndAnswers")]
internal sealed class TakingAndAnswers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>(
            name: "notices",
            table: "users",
            type: "character varying(24)",
            maxLength: 24,
            nullable: true);

        migrationBuilder.AddColumn<string>(
            name: "taken_by",
            table: "tickets",
            type: "text",
            nullable: true);

        migrationBuilder.CreateTable(
            name: "canned_answers",
            columns: table => new
            {
                id = table.Column<long>(type: "bigint", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                bureau = table.Column<string>(type: "text", nullable: false),
                service = table.Column<int>(type: "integer", nullable: true),
                name = table.Column<string>(type: "text", nullable: false),
                text = table.Column<string>(type: "text", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_canned_answers", x => x.id);
            });

        migrationBuilder.CreateIndex(
            name: "IX_canned_answers_bureau_name",
            table: "canned_answers",
            columns: new[] { "bureau", "name" },
            unique: true);
    }
}
