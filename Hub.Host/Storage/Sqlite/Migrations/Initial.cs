using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Host.Storage.Sqlite.Migrations;

/// <summary>The first schema: <c>tables.sql</c> as EF makes it from the mappings, then <c>raw.sql</c>.</summary>
[DbContext(typeof(SqliteHubDbContext))]
[Migration("20261126000000_Initial")]
internal sealed class Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => RawSql.Run(migrationBuilder, "Sqlite");
}
