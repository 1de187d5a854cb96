using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Host.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Statements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<long>(
                name: "ticket_id",
                table: "outbox",
                type: "INTEGER",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "INTEGER");

            migrationBuilder.AddColumn<string>(
                name: "hook_secret",
                table: "sources",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "statements",
                columns: table => new
                {
                    source = table.Column<string>(type: "TEXT", nullable: false),
                    day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    made_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    at_source = table.Column<int>(type: "INTEGER", nullable: true),
                    tickets = table.Column<int>(type: "INTEGER", nullable: false),
                    quarantined = table.Column<int>(type: "INTEGER", nullable: false),
                    ignored = table.Column<int>(type: "INTEGER", nullable: false),
                    waiting = table.Column<int>(type: "INTEGER", nullable: false),
                    fetched = table.Column<int>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    signature = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_statements", x => new { x.source, x.day });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "statements");

            migrationBuilder.DropColumn(
                name: "hook_secret",
                table: "sources");

            migrationBuilder.AlterColumn<long>(
                name: "ticket_id",
                table: "outbox",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "INTEGER",
                oldNullable: true);
        }
    }
}
