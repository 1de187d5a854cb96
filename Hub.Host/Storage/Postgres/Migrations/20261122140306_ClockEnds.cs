using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Host.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ClockEnds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<DateOnly>(
                name: "due_on",
                table: "tickets",
                type: "date",
                nullable: false,
                defaultValue: new DateOnly(1, 1, 1),
                oldClrType: typeof(DateOnly),
                oldType: "date",
                oldNullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "assumed",
                table: "ticket_clocks",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "outcome",
                table: "ticket_clocks",
                type: "character varying(24)",
                maxLength: 24,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "paused_since",
                table: "ticket_clocks",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "warn_on",
                table: "ticket_clocks",
                type: "date",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "assumed",
                table: "ticket_clocks");

            migrationBuilder.DropColumn(
                name: "outcome",
                table: "ticket_clocks");

            migrationBuilder.DropColumn(
                name: "paused_since",
                table: "ticket_clocks");

            migrationBuilder.DropColumn(
                name: "warn_on",
                table: "ticket_clocks");

            migrationBuilder.AlterColumn<DateOnly>(
                name: "due_on",
                table: "tickets",
                type: "date",
                nullable: true,
                oldClrType: typeof(DateOnly),
                oldType: "date");
        }
    }
}
