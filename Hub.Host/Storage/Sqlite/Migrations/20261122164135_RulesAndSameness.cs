using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Host.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class RulesAndSameness : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "rule_matches",
                columns: table => new
                {
                    ticket_id = table.Column<long>(type: "INTEGER", nullable: false),
                    rule = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    decided = table.Column<bool>(type: "INTEGER", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rule_matches", x => new { x.ticket_id, x.rule });
                    table.ForeignKey(
                        name: "FK_rule_matches_tickets_ticket_id",
                        column: x => x.ticket_id,
                        principalTable: "tickets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "rule_proposals",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ticket_id = table.Column<long>(type: "INTEGER", nullable: false),
                    bureau = table.Column<string>(type: "TEXT", nullable: false),
                    condition = table.Column<string>(type: "TEXT", nullable: false),
                    rule = table.Column<string>(type: "TEXT", nullable: false),
                    precision = table.Column<double>(type: "REAL", nullable: false),
                    recall = table.Column<double>(type: "REAL", nullable: false),
                    matches = table.Column<int>(type: "INTEGER", nullable: false),
                    corrections = table.Column<int>(type: "INTEGER", nullable: false),
                    measured = table.Column<int>(type: "INTEGER", nullable: false),
                    proposed_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    decided_by = table.Column<string>(type: "TEXT", nullable: true),
                    decided_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rule_proposals", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "rule_sets",
                columns: table => new
                {
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    basis = table.Column<int>(type: "INTEGER", nullable: false),
                    rules = table.Column<string>(type: "TEXT", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    changed_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    activated_by = table.Column<string>(type: "TEXT", nullable: true),
                    activated_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    note = table.Column<string>(type: "TEXT", nullable: true),
                    revision = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rule_sets", x => x.version);
                });

            migrationBuilder.CreateTable(
                name: "same_pairs",
                columns: table => new
                {
                    ticket_id = table.Column<long>(type: "INTEGER", nullable: false),
                    other_id = table.Column<long>(type: "INTEGER", nullable: false),
                    score = table.Column<double>(type: "REAL", nullable: false),
                    text = table.Column<double>(type: "REAL", nullable: false),
                    same_reporter = table.Column<bool>(type: "INTEGER", nullable: true),
                    same_place = table.Column<bool>(type: "INTEGER", nullable: true),
                    days_apart = table.Column<int>(type: "INTEGER", nullable: false),
                    found_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    decided_by = table.Column<string>(type: "TEXT", nullable: true),
                    decided_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_same_pairs", x => new { x.ticket_id, x.other_id });
                });

            // Without row ids the key is the table: half the space, and one step less in every search.
            migrationBuilder.Sql("CREATE TABLE sameness_bands (hash INTEGER NOT NULL, ticket_id INTEGER NOT NULL, CONSTRAINT PK_sameness_bands PRIMARY KEY (hash, ticket_id)) WITHOUT ROWID;");

            migrationBuilder.CreateTable(
                name: "sameness_profiles",
                columns: table => new
                {
                    ticket_id = table.Column<long>(type: "INTEGER", nullable: false),
                    packed = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sameness_profiles", x => x.ticket_id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_rule_matches_at_rule_decided",
                table: "rule_matches",
                columns: new[] { "at", "rule", "decided" });

            migrationBuilder.CreateIndex(
                name: "IX_rule_matches_rule_at",
                table: "rule_matches",
                columns: new[] { "rule", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_rule_proposals_bureau_condition",
                table: "rule_proposals",
                columns: new[] { "bureau", "condition" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_rule_proposals_ticket_id",
                table: "rule_proposals",
                column: "ticket_id");

            migrationBuilder.CreateIndex(
                name: "IX_same_pairs_other_id",
                table: "same_pairs",
                column: "other_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "rule_matches");

            migrationBuilder.DropTable(
                name: "rule_proposals");

            migrationBuilder.DropTable(
                name: "rule_sets");

            migrationBuilder.DropTable(
                name: "same_pairs");

            migrationBuilder.DropTable(
                name: "sameness_bands");

            migrationBuilder.DropTable(
                name: "sameness_profiles");
        }
    }
}
