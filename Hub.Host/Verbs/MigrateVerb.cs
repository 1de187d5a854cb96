using System.CommandLine;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Backups;
using Hub.Host.Foundation.Security;
using Hub.Host.People.Privacy;
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

        var (keys, target) = (new KeyFolder(Path.GetFullPath(Path.Combine(options.Data, "keys"))), new Database(StoreKind.Postgres, connection));
        if (KeysCopy.FaultOf(keys) is { } fault)
        {
            throw new BackupRefusal(Said.Of<BackupTexts>("MoveKeysDamaged", keys.Path, fault));
        }

        var moved = await new StoreMove(target).RunAsync(file, new Shown(), token);
        var done = VerbTexts.Say("MigrateDone", moved.Count, moved.Sum(static t => t.Rows));
        await using var db = target.Open();
        return await WantingAsync(db, keys, token) is { Count: > 0 } wanting ? throw new BackupRefusal(Said.Quote(string.Join(Environment.NewLine, wanting.Prepend(done)))) : done;
    }

    /// <summary>Both sides are the same, also in what was amiss before: whoever moves is told now, while the old store and its copies of keys are at hand.</summary>
    private static async Task<IReadOnlyList<string>> WantingAsync(HubDbContext db, KeyFolder keys, CancellationToken token)
    {
        var found = await SealCheck.OfAsync(db, keys, token);
        return
        [
            .. found.Missing > 0 ? [VerbTexts.Say("MigrateKeysMissing", found.Missing, found.Keys)] : Array.Empty<string>(),
            .. found.Shut.Count > 0 ? [VerbTexts.Say("SealsShut", string.Join(", ", found.Shut))] : Array.Empty<string>(),
            .. found.Counted.Count > 0 ? [VerbTexts.Say("EventsCounted", string.Join(", ", found.Counted))] : Array.Empty<string>(),
        ];
    }

    private sealed class Shown : IProgress<MovedTable>
    {
        public void Report(MovedTable value) => Console.Out.WriteLine(VerbTexts.Say("MigrateTable", value.Name, value.Rows, value.Hash));
    }
}
