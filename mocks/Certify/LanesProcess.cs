using System.Diagnostics;
using System.Text.Json;

namespace Hub.Mocks.Certify;

/// <summary>A process that lives all lanes once, and the SIGKILL that ends it: by the system, not by an exception.</summary>
internal sealed class LanesProcess(string folder)
{
    private const int Sigkilled = 128 + 9;

    /// <summary>A hub that has said nothing for that long hangs.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    public int Started { get; private set; }

    /// <summary>Of all processes together, until each was killed.</summary>
    public TimeSpan Processor { get; private set; }

    /// <param name="after">For lives that end anywhere: how long after all have begun; else null.</param>
    /// <returns>The last word of each lane; lanes that were cut off in the middle have none.</returns>
    /// <exception cref="InvalidOperationException">The process did not start, hung or ended by itself.</exception>
    public async Task<IReadOnlyDictionary<string, LaneReport>> RunAsync(IReadOnlyList<LaneOrder> orders, TimeSpan? after, CancellationToken token)
    {
        var plan = Path.Combine(folder, "plan.json");
        await File.WriteAllTextAsync(plan, JsonSerializer.Serialize(orders, JsonSerializerOptions.Web), token);
        Started++;
        using var process = Start(plan);
        var errors = process.StandardError.ReadToEndAsync(token);
        var reports = new Dictionary<string, LaneReport>(StringComparer.Ordinal);
        try
        {
            await ListenAsync(process, orders, after, reports, token);
        }
        finally
        {
            Processor += process.HasExited ? TimeSpan.Zero : process.TotalProcessorTime;
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        return process.ExitCode == Sigkilled
            ? reports
            : throw new InvalidOperationException($"Proses hub berakhir sendiri dengan {process.ExitCode}: {(await errors).Trim()}");
    }

    private static async Task ListenAsync(Process process, IReadOnlyList<LaneOrder> orders, TimeSpan? after, Dictionary<string, LaneReport> reports, CancellationToken token)
    {
        var begun = 0;
        while (reports.Count < orders.Count)
        {
            var line = await LineAsync(process, orders, reports, token);
            if (line is null)
            {
                return;
            }

            var report = JsonSerializer.Deserialize<LaneReport>(line, JsonSerializerOptions.Web)!;
            if (!report.Begun)
            {
                reports[report.Lane] = report;
            }
            else if (++begun + reports.Count >= orders.Count)
            {
                await Task.Delay(after!.Value, token);
                return;
            }
        }
    }

    private static async Task<string?> LineAsync(Process process, IReadOnlyList<LaneOrder> orders, Dictionary<string, LaneReport> reports, CancellationToken token)
    {
        try
        {
            return await process.StandardOutput.ReadLineAsync(token).AsTask().WaitAsync(Longest, token);
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException($"Hub tidak bergerak lagi: {string.Join(", ", orders.Where(o => !reports.ContainsKey(o.Lane)).Select(o => $"{o.Lane} ({o.End} {o.Point})"))}.", e);
        }
    }

    private static Process Start(string plan)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "mocks.dll"));
        start.ArgumentList.Add(LanesVerb.Name);
        start.ArgumentList.Add(plan);

        // A short life: optimising again in the background only costs, and nobody edits settings meanwhile.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_hostBuilder__reloadConfigOnChange"] = "false";
        start.Environment.Remove("HUB_KILL_AT");
        return Process.Start(start)!;
    }
}
