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
        verify.TreatUnmatchedTokensAsErrors = false;
        verify.SetAction((parsed, token) => SayAsync(() => VerifyAsync(parsed.GetValue(file)!, parsed.GetValue(keys), parsed.UnmatchedTokens, token)));
        var command = new Command("backup", VerbTexts.Say("Backup")) { to, verify };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, token) => SayAsync(() => MakeAsync(parsed.GetValue(to), parsed.UnmatchedTokens, token)));
        return command;
    }

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
        await using var app = await HubApp.ExistingAsync([.. settings, "--Serilog:MinimumLevel:Default=Warning"], token);
        await app.PrepareAsync(token);
        var book = app.Services.GetRequiredService<BackupBook>();
        var made = await (to is null ? book.MakeAsync(token) : book.MakeAsync(Path.GetFullPath(to), token));
        return VerbTexts.Say("BackupMade", made.Path, made.Bytes);
    }

    private static async Task<string> VerifyAsync(string file, string? keys, IReadOnlyList<string> settings, CancellationToken token)
    {
        using var named = await NamedBackup.OpenAsync(file, keys, HubApp.OptionsOf([.. settings]).Backup, token);
        var manifest = await BackupBook.VerifyAsync(named.Path, named.Keys, token);
        return VerbTexts.Say("BackupGood", file, manifest.TakenAt, manifest.Tickets, manifest.Items, manifest.Messages, manifest.Hub);
    }
}
