using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Host.Storage.Postgres.Migrations;

/// <summary>The first schema: <c>tables.sql</c> as EF makes it from the mappings, then <c>raw.sql</c>.</summary>
[DbContext(typeof(PostgresHubDbContext))]
[Migration("20261126000000_Initial")]
internal sealed class Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => RawSql.Run(migrationBuilder, "Postgres");
}
