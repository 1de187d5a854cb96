using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hub.Domain;
using Hub.Host.Storage;

namespace Hub.Host.Verbs.Bench;

/// <summary>The hub as a process of its own, watched from outside.</summary>
internal sealed class ServedHub : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly Process served;

    private ServedHub(Process process, TimeSpan took) => (served, Took) = (process, took);

    /// <summary>From its beginning until it was ready.</summary>
    public TimeSpan Took { get; }

    /// <exception cref="StartupRefusal">It ended, or was not ready in time.</exception>
    public static async Task<ServedHub> StartAsync(IReadOnlyDictionary<string, string?> settings, TimeProvider time, CancellationToken token)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");
        var begun = time.GetTimestamp();
        var process = Begin(["serve", $"--urls={address}", .. settings.Select(static s => $"--{s.Key}={s.Value}")]);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(address) };
        while (!process.HasExited && time.GetElapsedTime(begun) < Patience)
        {
            if (await IsReadyAsync(client, token))
            {
                return new ServedHub(process, time.GetElapsedTime(begun));
            }

            await Task.Delay(Look, time, token);
        }

        End(process);
        throw new StartupRefusal(Said.Of<BenchTexts>("NotServed"));
    }

    /// <summary>How long a start takes at the least: the program begins, says its version and ends.</summary>
    public static async Task<TimeSpan> FloorAsync(TimeProvider time, CancellationToken token)
    {
        var begun = time.GetTimestamp();
        using var version = Begin(["--version"]);
        await version.WaitForExitAsync(token);
        return time.GetElapsedTime(begun);
    }

    /// <summary>Processor time since its beginning, and the memory that it holds now.</summary>
    public (TimeSpan Processor, double Megabytes) Cost()
    {
        served.Refresh();
        return (served.TotalProcessorTime, served.WorkingSet64 / (1024.0 * 1024));
    }

    public void Dispose() => End(served);

    private static Process Begin(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "hub.exe" : "hub")) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void End(Process process)
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken token)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), token);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
