using System.CommandLine;
using Hub.Host.Foundation.Backups;

namespace Hub.Host.Verbs;

/// <summary><c>restore FILE</c>: puts a backup into an empty data folder; nothing leaves the hub that starts with it before a person has looked.</summary>
internal static class RestoreVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = VerbTexts.Say("BackupFile") };
        var keys = new Option<string?>("--keys") { Description = VerbTexts.Say("BackupKeys") };
        var command = new Command("restore", VerbTexts.Say("Restore")) { file, keys };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, token) => BackupVerb.SayAsync(() => RunAsync(parsed.GetValue(file)!, parsed.GetValue(keys), parsed.UnmatchedTokens, token)));
        return command;
    }

    private static async Task<string> RunAsync(string file, string? keys, IReadOnlyList<string> settings, CancellationToken token)
    {
        var options = HubApp.OptionsOf([.. settings]);
        using var named = await NamedBackup.OpenAsync(file, keys, options.Backup, token);
        var manifest = await Foundation.Backups.Restore.RunAsync(named.Path, named.Keys, options, token);
        var said = VerbTexts.Say("Restored", Path.GetFullPath(options.Data), manifest.TakenAt, manifest.Tickets);
        return await KeysCopy.MissingAsync(Path.Combine(options.Data, "keys"), named.Path, token) is > 0 and var missing ? $"{said} {VerbTexts.Say("RestoredWithoutKeys", missing)}" : said;
    }
}
