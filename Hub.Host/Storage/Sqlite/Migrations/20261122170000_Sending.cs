using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Host.Storage.Sqlite.Migrations;

/// <summary>Indexes by which caps and budgets of mails are counted with every notice.</summary>
[DbContext(typeof(SqliteHubDbContext))]
[Migration("20261122170000_Sending")]
public sealed class Sending : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("CREATE INDEX ix_outbox_recipient ON outbox (recipient, created_at);");
        migrationBuilder.Sql("CREATE INDEX ix_outbox_bureau ON outbox (bureau, created_at);");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP INDEX ix_outbox_recipient;");
        migrationBuilder.Sql("DROP INDEX ix_outbox_bureau;");
    }
}
