using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Host.Storage.Postgres.Migrations;

/// <summary>Indexes that answer lists and figures by themselves, as those of SQLite do.</summary>
[DbContext(typeof(PostgresHubDbContext))]
[Migration("20261128190000_Version07")]
internal sealed class Version07 : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(RawSql.Read("Postgres.version07.sql"));
}
