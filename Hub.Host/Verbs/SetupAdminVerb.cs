using System.CommandLine;
using Hub.Domain;
using Hub.Host.People.Access;
using Hub.Host.Storage;

namespace Hub.Host.Verbs;

/// <summary><c>setup-admin</c>: a fresh one-time code for whoever may run programs on the server, also when every administrator is locked out.</summary>
public static class SetupAdminVerb
{
    public static Command Create()
    {
        var command = new Command("setup-admin", VerbTexts.Say("SetupAdmin"))
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((parsed, token) => RunAsync(parsed.UnmatchedTokens, token));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> settings, CancellationToken token)
    {
        await using var app = HubApp.Build([.. settings]);
        await app.Services.GetRequiredService<Database>().MigrateAsync(token);
        var address = await app.Services.GetRequiredService<SetupCode>().IssueAsync(token);
        await Console.Error.WriteLineAsync(VerbTexts.Say("SetupAdminOpen"));
        await Console.Out.WriteLineAsync(address.ToString());
        return 0;
    }
}
