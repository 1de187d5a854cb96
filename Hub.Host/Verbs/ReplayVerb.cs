using System.CommandLine;
using Hub.Domain;
using Hub.Host.Intake;

namespace Hub.Host.Verbs;

/// <summary><c>replay</c>: reads stored envelopes again.</summary>
internal static class ReplayVerb
{
    public static Command Create()
    {
        var source = new Argument<string>("SOURCE") { Description = VerbTexts.Say("SourceName") };
        var id = new Option<string?>("--id") { Description = VerbTexts.Say("ReplayId") };
        var command = new Command("replay", VerbTexts.Say("Replay")) { source, id };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, token) => RunAsync(parsed.GetRequiredValue(source), parsed.GetValue(id), parsed.UnmatchedTokens, token));
        return command;
    }

    private static async Task<int> RunAsync(string source, string? id, IReadOnlyList<string> settings, CancellationToken token)
    {
        await using var app = await HubApp.ExistingAsync([.. settings], token);
        await app.PrepareAsync(token);
        var (read, changed) = await app.Services.GetRequiredService<Replay>().RunAsync(source, id, token);
        await Console.Out.WriteLineAsync(VerbTexts.Say("ReplayDone", read, changed));
        return read > 0 || id is null ? 0 : 1;
    }
}
