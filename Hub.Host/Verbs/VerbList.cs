using System.CommandLine;
using Hub.Domain;
using Hub.Host.Foundation.Texts;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Verbs.Bench;

namespace Hub.Host.Verbs;

/// <summary>Every verb of the one program, a line each.</summary>
public static class VerbList
{
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(CommandLineWords.Of(error));
            }

            return ExitCode.WrongUsage;
        }

        if (SettingTokens.Refusal(parsed) is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal);
            return ExitCode.WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is StartupRefusal or SourceUnusable)
        {
            await Console.Error.WriteLineAsync(Hub.Domain.Said.Of(e).In(TerminalLanguage.Spoken));
            return ExitCode.Refused;
        }
    }

    internal static RootCommand Root()
    {
        var serve = ServeVerb.Create();
        var root = new RootCommand(VerbTexts.Say("Root"))
        {
            serve,
            DoctorVerb.Create(),
            BenchVerb.Create(),
            SeedVerb.Create(),
            DeadlineVerb.Create(),
            CalendarVerb.Create(),
            MailVerb.Create(),
            RouteVerb.Create(),
            ImportVerb.Create(),
            AuditVerb.Create(),
            SetupAdminVerb.Create(),
            PassVerb.Create(),
            ReconcileVerb.Create(),
            BackfillVerb.Create(),
            ReplayVerb.Create(),
            BackupVerb.Create(),
            RestoreVerb.Create(),
            MigrateVerb.Create(),
        };
        CommandLineWords.Speak(root);
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((parsed, token) => ServeVerb.RunAsync(parsed.UnmatchedTokens, token));
        return root;
    }
}
