using System.CommandLine;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Backups;
using Hub.Host.Foundation.Texts;

namespace Hub.Host.Verbs;

/// <summary><c>backup</c>: copies the store and the keys while the hub works; <c>backup verify FILE</c> opens one as a restore would.</summary>
internal static class BackupVerb
{
    public static Command Create()
    {
        var to = new Option<string?>("--to") { Description = VerbTexts.Say("BackupTo") };
        var file = new Argument<string>("FILE") { Description = VerbTexts.Say("BackupFile") };
        var keys = new Option<string?>("--keys") { Description = VerbTexts.Say("BackupKeys") };
        var verify = new Command("verify", VerbTexts.Say("BackupVerify")) { file, keys };
        verify.SetAction((parsed, token) => SayAsync(() => VerifyAsync(parsed.GetValue(file)!, parsed.GetValue(keys), token)));
        var command = new Command("backup", VerbTexts.Say("Backup")) { to, verify };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, token) => SayAsync(() => MakeAsync(parsed.GetValue(to), parsed.UnmatchedTokens, token)));
        return command;
    }

    /// <summary>The copy of the keys that lies beside a backup.</summary>
    internal static string KeysBeside(string backup) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(backup))!, BackupBook.KeysName);

    internal static async Task<int> SayAsync(Func<Task<string>> act)
    {
        try
        {
            await Console.Out.WriteLineAsync(await act());
            return ExitCode.Done;
        }
        catch (BackupRefusal refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Said.In(TerminalLanguage.Spoken));
            return ExitCode.Refused;
        }
    }

    private static async Task<string> MakeAsync(string? to, IReadOnlyList<string> settings, CancellationToken token)
    {
        await using var app = HubApp.Build([.. settings, "--Serilog:MinimumLevel:Default=Warning"]);
        await app.PrepareAsync(token);
        var folder = to ?? app.Services.GetRequiredService<HubOptions>().Backup.Folder ?? throw new BackupRefusal(Said.Of<BackupTexts>("NoFolder"));
        var made = await app.Services.GetRequiredService<BackupBook>().MakeAsync(folder, token);
        return VerbTexts.Say("BackupMade", Path.GetFullPath(made.Path), made.Bytes);
    }

    private static async Task<string> VerifyAsync(string file, string? keys, CancellationToken token)
    {
        var manifest = await BackupBook.VerifyAsync(file, keys ?? KeysBeside(file), token);
        return VerbTexts.Say("BackupGood", file, manifest.TakenAt, manifest.Tickets, manifest.Items, manifest.Messages, manifest.Hub);
    }
}
