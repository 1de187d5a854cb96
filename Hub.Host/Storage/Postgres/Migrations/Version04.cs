using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Hub.Host.Storage.Postgres.Migrations;

/// <summary>What version 0.4 adds to the schema of 0.3; written by <c>dotnet ef migrations add</c>.</summary>
[DbContext(typeof(PostgresHubDbContext))]
[Migration("20261127080000_Version04")]
internal sealed class Version04 : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "lessons",
            columns: table => new
            {
                id = table.Column<int>(type: "integer", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                model = table.Column<string>(type: "text", nullable: false),
                report = table.Column<string>(type: "text", nullable: false),
                weights = table.Column<byte[]>(type: "bytea", nullable: true),
                proposed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                decided_by = table.Column<string>(type: "text", nullable: true),
                decided_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_lessons", x => x.id);
            });
    }
}
