using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Host.Storage.Sqlite.Migrations;

/// <summary>A mail's Message-ID stands at its envelope.</summary>
[DbContext(typeof(SqliteHubDbContext))]
[Migration("20261129120000_Version08")]
internal sealed class Version08 : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>(
            name: "message_id",
            table: "envelopes",
            type: "TEXT",
            nullable: true);

        migrationBuilder.AddColumn<long>(
            name: "envelope_id",
            table: "mail_links",
            type: "INTEGER",
            nullable: true);

        migrationBuilder.CreateIndex(
            name: "IX_envelopes_message_id",
            table: "envelopes",
            column: "message_id",
            filter: "message_id IS NOT NULL");
    }
}
