using System.Diagnostics;
using System.Globalization;

namespace Hub.Mocks.Certify;

/// <summary>One pass of the hub as a process of its own, so that it can be killed by the system and not by an exception.</summary>
internal sealed class HubProcess(IReadOnlyList<string> settings, string killLog)
{
    private const int Sigkilled = 128 + 9;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <param name="killAt">See <see cref="Host.KillPoint"/>; null lets it finish.</param>
    /// <param name="killAfter">Killed from outside at this time if it still runs; null waits.</param>
    public async Task<PassEnd> RunAsync(TimeSpan ahead, string? killAt, TimeSpan? killAfter, CancellationToken token)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "mocks.dll"));
        start.ArgumentList.Add(CertifyVerb.PassName);
        start.ArgumentList.Add(ahead.Ticks.ToString(CultureInfo.InvariantCulture));
        foreach (var setting in settings)
        {
            start.ArgumentList.Add(setting);
        }

        // A short life: optimising again in the background only costs.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["HUB_KILL_LOG"] = killLog;
        start.Environment.Remove("HUB_KILL_AT");
        if (killAt is not null)
        {
            start.Environment["HUB_KILL_AT"] = killAt;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(token);
        var errors = process.StandardError.ReadToEndAsync(token);
        var outside = false;
        using (var patience = CancellationTokenSource.CreateLinkedTokenSource(token))
        {
            patience.CancelAfter(killAfter ?? Longest);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                outside = true;
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        token.ThrowIfCancellationRequested();
        return new PassEnd(process.ExitCode == Sigkilled, outside && killAfter is null, process.ExitCode, (await output + await errors).Trim());
    }
}

/// <summary>How a pass ended.</summary>
/// <param name="Killed">By SIGKILL.</param>
/// <param name="Hung">It did not end within the longest time.</param>
internal sealed record PassEnd(bool Killed, bool Hung, int ExitCode, string Output);
