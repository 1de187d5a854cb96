using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Host.Storage.Postgres.Migrations;

/// <summary>Used action links, and the list of files that each item brought.</summary>
[DbContext(typeof(PostgresHubDbContext))]
[Migration("20261122173000_MailConversation")]
public sealed class MailConversation : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>(name: "files", table: "envelopes", type: "text", nullable: true);
        migrationBuilder.CreateTable(
            name: "action_uses",
            columns: table => new
            {
                hash = table.Column<string>(type: "text", nullable: false),
                used_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_action_uses", x => x.hash));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(name: "action_uses");
        migrationBuilder.DropColumn(name: "files", table: "envelopes");
    }
}
