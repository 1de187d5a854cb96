using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Host.Storage.Postgres.Migrations;

/// <summary>What version 0.4 adds to the schema of 0.3; written by <c>dotnet ef migrations add</c>.</summary>
[DbContext(typeof(PostgresHubDbContext))]
[Migration("20261127080000_Version05")]
internal sealed class Version05 : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<int>(
            name: "gone_at_once",
            table: "statements",
            type: "integer",
            nullable: false,
            defaultValue: 0);

        migrationBuilder.AddColumn<int>(
            name: "closes_unseen_after",
            table: "sources",
            type: "integer",
            nullable: true);

        migrationBuilder.AddColumn<int>(
            name: "left",
            table: "runs",
            type: "integer",
            nullable: true);

        migrationBuilder.CreateTable(
            name: "unseen_items",
            columns: table => new
            {
                source = table.Column<string>(type: "text", nullable: false),
                external_id = table.Column<string>(type: "text", nullable: false),
                since = table.Column<DateOnly>(type: "date", nullable: false),
                last = table.Column<DateOnly>(type: "date", nullable: false),
                nights = table.Column<int>(type: "integer", nullable: false),
                closed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_unseen_items", x => new { x.source, x.external_id });
            });
    }
}
