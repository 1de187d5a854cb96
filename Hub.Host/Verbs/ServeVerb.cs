using System.CommandLine;
using System.Reflection;
using Hub.Connectors;
using Hub.Domain;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Texts;
using Hub.Host.People;
using Hub.Host.Storage;

namespace Hub.Host.Verbs;

/// <summary><c>serve</c>: web, schedules and workers in one process.</summary>
internal static partial class ServeVerb
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

    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> settings, CancellationToken token)
    {
        try
        {
            await ServeAsync(settings, token);
            return ExitCode.Done;
        }
        catch (StartupRefusal refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Said.In(TerminalLanguage.Spoken));
            return refusal.IsPassing ? ExitCode.TryAgain : ExitCode.Misconfigured;
        }
        catch (Exception e) when (e is not OperationCanceledException || !token.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync(e.ToString());
            return ExitCode.Broken;
        }
    }

    private static async Task ServeAsync(IReadOnlyList<string> settings, CancellationToken token)
    {
        SpareMemory.ReturnFreedBlocks();
        await using var app = HubApp.Build([.. settings], WarmUp.Beside);
        using var sole = SoleHub.Take(app.Services.GetRequiredService<HubOptions>());
        await app.PrepareAsync(token);
        try
        {
            await app.StartAsync(token);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new StartupRefusal(Said.Of<VerbTexts>("AddressTaken", app.Configuration["urls"]), e) { IsPassing = true };
        }

        await AnnounceAsync(app, token);

        // The first look only notes what is there.
        MappedPages.LetGo();
        await app.WaitForShutdownAsync(token);
    }

    /// <summary>What whoever starts it must know: version, place of the data, where it really listens (also when the port was left open), and the first step of an empty hub.</summary>
    private static async Task AnnounceAsync(WebApplication app, CancellationToken token)
    {
        var data = Path.GetFullPath(app.Services.GetRequiredService<HubOptions>().Data);
        var addresses = app.Urls.Select(Reached).ToList();
        var version = typeof(ServeVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        LogServing(app.Logger, version, data, string.Join(", ", addresses));
        await Console.Out.WriteLineAsync(VerbTexts.Say("Serving", version, data, string.Join(", ", addresses)));
        if (await app.FirstStepAsync(addresses[0], token) is { } first)
        {
            await Console.Out.WriteLineAsync(VerbTexts.Say("NoAdministrator", first));
        }
    }

    /// <summary>Every address of a machine is no address to open.</summary>
    private static Uri Reached(string listened) => new(listened.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal));

    [LoggerMessage(180, LogLevel.Information, "Hub {Version} serves {Addresses} with the data in {Data}")]
    private static partial void LogServing(ILogger logger, string version, string data, string addresses);
}
