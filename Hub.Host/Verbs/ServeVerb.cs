using System.CommandLine;
using Hub.Domain;
using Hub.Host.Storage;

namespace Hub.Host.Verbs;

/// <summary><c>serve</c>: web, schedules and workers in one process.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var command = new Command("serve", VerbTexts.Say("Serve"))
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((parsed, token) => RunAsync(parsed.UnmatchedTokens, token));
        return command;
    }

    public static async Task<int> RunAsync(IReadOnlyList<string> settings, CancellationToken token)
    {
        await using var app = HubApp.Build([.. settings]);
        await app.PrepareAsync(token);
        var address = app.Configuration["urls"];
        try
        {
            await app.RunAsync(token);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new StartupRefusal(Said.Of<VerbTexts>("AddressTaken", address), e);
        }

        return 0;
    }
}
