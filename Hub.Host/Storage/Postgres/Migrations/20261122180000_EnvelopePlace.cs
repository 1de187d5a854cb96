using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Host.Storage.Postgres.Migrations;

/// <summary>Where an item lay at its source.</summary>
[DbContext(typeof(PostgresHubDbContext))]
[Migration("20261122180000_EnvelopePlace")]
public sealed class EnvelopePlace : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<string>(name: "place", table: "envelopes", type: "text", nullable: true);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn(name: "place", table: "envelopes");
}
