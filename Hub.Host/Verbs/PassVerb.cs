using System.CommandLine;
using Hub.Domain;
using Hub.Host.Foundation.Texts;
using Hub.Host.Intake;
using Hub.Host.People.Visits;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Verbs;

/// <summary><c>pass</c>: one whole pass and out, for offices that start programs by cron, and for testers.</summary>
internal static class PassVerb
{
    public static Command Create()
    {
        var sources = new Option<string[]>("--source") { Description = VerbTexts.Say("OnlySources") };
        var command = new Command("pass", VerbTexts.Say("Pass"))
        {
            sources,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(sources) ?? [], parsed.UnmatchedTokens, token));
        return command;
    }

    private static async Task<int> RunAsync(string[] sources, IReadOnlyList<string> settings, CancellationToken token)
    {
        await using var app = HubApp.Build([.. settings]);
        await app.PrepareAsync(token);
        var outcomes = await app.Services.GetRequiredService<Pass>().RunAsync(sources, "pass", token);
        foreach (var (source, outcome) in outcomes)
        {
            await Console.Out.WriteLineAsync($"{source}: {Said.Of<PagesTexts>($"run.{outcome}").In(TerminalLanguage.Spoken)}");
        }

        return outcomes.Any(o => o.Outcome is RunOutcome.Failed or RunOutcome.Died) ? 1 : 0;
    }
}
