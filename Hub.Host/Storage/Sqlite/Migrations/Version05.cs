using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Host.Storage.Sqlite.Migrations;

/// <summary>What version 0.4 adds to the schema of 0.3; written by <c>dotnet ef migrations add</c>.</summary>
[DbContext(typeof(SqliteHubDbContext))]
[Migration("20261127080000_Version05")]
internal sealed class Version05 : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<int>(
            name: "gone_at_once",
            table: "statements",
            type: "INTEGER",
            nullable: false,
            defaultValue: 0);

        migrationBuilder.AddColumn<int>(
            name: "closes_unseen_after",
            table: "sources",
            type: "INTEGER",
            nullable: true);

        migrationBuilder.AddColumn<int>(
            name: "left",
            table: "runs",
            type: "INTEGER",
            nullable: true);

        migrationBuilder.CreateTable(
            name: "unseen_items",
            columns: table => new
            {
                source = table.Column<string>(type: "TEXT", nullable: false),
                external_id = table.Column<string>(type: "TEXT", nullable: false),
                since = table.Column<DateOnly>(type: "TEXT", nullable: false),
                last = table.Column<DateOnly>(type: "TEXT", nullable: false),
                nights = table.Column<int>(type: "INTEGER", nullable: false),
                closed_at = table.Column<DateTime>(type: "TEXT", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_unseen_items", x => new { x.source, x.external_id });
            });
    }
}
