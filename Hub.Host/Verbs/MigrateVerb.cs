using System.CommandLine;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Backups;
using Hub.Host.Storage;

namespace Hub.Host.Verbs;

/// <summary><c>migrate</c>: copies the store of an office that has grown from SQLite to PostgreSQL. The data folder with its keys stays the hub's.</summary>
internal static class MigrateVerb
{
    private const string Postgres = "postgres";

    public static Command Create()
    {
        var to = new Option<string>("--to") { Description = VerbTexts.Say("MigrateTo"), Required = true };
        to.AcceptOnlyFromAmong(Postgres);
        var connection = new Option<string>("--connection") { Description = VerbTexts.Say("MigrateConnection"), Required = true };
        var command = new Command("migrate", VerbTexts.Say("Migrate")) { to, connection };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, token) => BackupVerb.SayAsync(() => RunAsync(parsed.GetValue(connection)!, parsed.UnmatchedTokens, token)));
        return command;
    }

    private static async Task<string> RunAsync(string connection, IReadOnlyList<string> settings, CancellationToken token)
    {
        var options = HubApp.OptionsOf([.. settings]);
        var file = Path.Combine(options.Data, "hub.db");
        if (options.Store != StoreKind.Sqlite || options.Connection is not null || !File.Exists(file))
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("MoveNoFile", file));
        }

        var moved = await new StoreMove(new Database(StoreKind.Postgres, connection)).RunAsync(file, new Shown(), token);
        return VerbTexts.Say("MigrateDone", moved.Count, moved.Sum(static t => t.Rows));
    }

    private sealed class Shown : IProgress<MovedTable>
    {
        public void Report(MovedTable value) => Console.Out.WriteLine(VerbTexts.Say("MigrateTable", value.Name, value.Rows, value.Hash));
    }
}
