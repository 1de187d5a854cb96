using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Host.Storage.Sqlite.Migrations;

/// <summary>Used action links, and the list of files that each item brought.</summary>
[DbContext(typeof(SqliteHubDbContext))]
[Migration("20261122173000_MailConversation")]
public sealed class MailConversation : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>(name: "files", table: "envelopes", type: "TEXT", nullable: true);
        migrationBuilder.CreateTable(
            name: "action_uses",
            columns: table => new
            {
                hash = table.Column<string>(type: "TEXT", nullable: false),
                used_at = table.Column<DateTime>(type: "TEXT", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_action_uses", x => x.hash));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(name: "action_uses");
        migrationBuilder.DropColumn(name: "files", table: "envelopes");
    }
}
