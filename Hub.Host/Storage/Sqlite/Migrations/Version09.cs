using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Host.Storage.Sqlite.Migrations;

/// <summary>Bytes of large items and files lie in pieces beside their rows. What was stored before stays where it is.</summary>
[DbContext(typeof(SqliteHubDbContext))]
[Migration("20261129120000_Version09")]
internal sealed class Version09 : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "blob_pieces",
            columns: table => new
            {
                hash = table.Column<string>(type: "TEXT", nullable: false),
                number = table.Column<int>(type: "INTEGER", nullable: false),
                content = table.Column<byte[]>(type: "BLOB", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_blob_pieces", x => new { x.hash, x.number });
                table.ForeignKey(
                    name: "FK_blob_pieces_blobs_hash",
                    column: x => x.hash,
                    principalTable: "blobs",
                    principalColumn: "hash",
                    onDelete: ReferentialAction.Cascade);
            });

        migrationBuilder.CreateTable(
            name: "envelope_pieces",
            columns: table => new
            {
                envelope_id = table.Column<long>(type: "INTEGER", nullable: false),
                number = table.Column<int>(type: "INTEGER", nullable: false),
                content = table.Column<byte[]>(type: "BLOB", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_envelope_pieces", x => new { x.envelope_id, x.number });
                table.ForeignKey(
                    name: "FK_envelope_pieces_envelopes_envelope_id",
                    column: x => x.envelope_id,
                    principalTable: "envelopes",
                    principalColumn: "id",
                    onDelete: ReferentialAction.Cascade);
            });
    }
}
