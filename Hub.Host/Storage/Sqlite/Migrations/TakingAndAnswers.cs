using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Host.Storage.Sqlite.Migrations;

/// <summary>Who took a ticket, canned answers, which notices a person chose; added to a schema that other copies already have.</summary>
[DbContext(typeof(SqliteHubDbContext))]
[Migration("20261127030000_TakingAndAnswers")]
internal sealed class TakingAndAnswers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>(
            name: "notices",
            table: "users",
            type: "TEXT",
            maxLength: 24,
            nullable: true);

        migrationBuilder.AddColumn<string>(
            name: "taken_by",
            table: "tickets",
            type: "TEXT",
            nullable: true);

        migrationBuilder.CreateTable(
            name: "canned_answers",
            columns: table => new
            {
                id = table.Column<long>(type: "INTEGER", nullable: false)
                    .Annotation("Sqlite:Autoincrement", true),
                bureau = table.Column<string>(type: "TEXT", nullable: false),
                service = table.Column<int>(type: "INTEGER", nullable: true),
                name = table.Column<string>(type: "TEXT", nullable: false),
                text = table.Column<string>(type: "TEXT", nullable: false)
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
