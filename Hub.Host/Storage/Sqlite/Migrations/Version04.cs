using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Host.Storage.Sqlite.Migrations;

/// <summary>What version 0.4 adds to the schema of 0.3; written by <c>dotnet ef migrations add</c>.</summary>
[DbContext(typeof(SqliteHubDbContext))]
[Migration("20261127080000_Version04")]
internal sealed class Version04 : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "lessons",
            columns: table => new
            {
                id = table.Column<int>(type: "INTEGER", nullable: false)
                    .Annotation("Sqlite:Autoincrement", true),
                model = table.Column<string>(type: "TEXT", nullable: false),
                report = table.Column<string>(type: "TEXT", nullable: false),
                weights = table.Column<byte[]>(type: "BLOB", nullable: true),
                proposed_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                state = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                decided_by = table.Column<string>(type: "TEXT", nullable: true),
                decided_at = table.Column<DateTime>(type: "TEXT", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_lessons", x => x.id);
            });
    }
}
