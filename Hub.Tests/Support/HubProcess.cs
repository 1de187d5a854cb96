using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Hub.Tests.Support;

/// <summary>The hub as people run it: a process of its own, which a test can kill without warning and start again on the same data.</summary>
internal sealed class HubProcess(params IEnumerable<string> arguments) : IDisposable
{
    private readonly ConcurrentQueue<string> _said = new();
    private Process? _process;

    /// <summary>Which of the programs that stand beside the tests; null: the arguments are a command of <c>dotnet</c> itself.</summary>
    public string? Program { get; init; } = "hub.dll";

    /// <summary>Where it works.</summary>
    public string Folder { get; init; } = Path.GetTempPath();

    /// <summary>What it finds in its environment, as <c>Hub:…</c>.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings { get; init; } = [];

    /// <summary>A program as <c>publish</c> made it, where <c>HUB_PUBLISHED</c> names its folder; else the one beside the tests.</summary>
    public static string Shipped(string program) =>
        Environment.GetEnvironmentVariable("HUB_PUBLISHED") is { Length: > 0 } folder ? Path.Combine(Path.GetFullPath(folder, Need.Repository), program) : program;

    /// <summary>Starts it.</summary>
    public void Start()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        foreach (var (key, value) in Settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        if (Program is not null)
        {
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, Program));
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts a verb that ends by itself and waits for it.</summary>
    /// <returns>The most memory that the process ever held, in bytes (VmHWM).</returns>
    public async Task<long> RunToEndAsync()
    {
        Start();
        var most = 0L;
        while (!_process!.HasExited)
        {
            _process.Refresh();
            try
            {
                most = Math.Max(most, _process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                // It ended between the two looks.
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        _process.ExitCode.ShouldBe(0, Said);
        return most;
    }

    /// <summary>It ended by itself.</summary>
    public bool HasEnded => _process!.HasExited;

    /// <summary>What it holds of memory that no file stands behind (RssAnon); null when it just ended.</summary>
    public long? PrivateBytes
    {
        get
        {
            try
            {
                var line = File.ReadLines($"/proc/{_process!.Id}/status").FirstOrDefault(l => l.StartsWith("RssAnon:", StringComparison.Ordinal));
                return line is null ? null : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    /// <summary>SIGKILL: nothing is flushed, disposed or rolled back.</summary>
    public void Kill()
    {
        Process.ShouldNotBeNull().HasExited.ShouldBeFalse(Said);
        Process!.Kill();
        Process.WaitForExit();
        Process.Dispose();
        _process = null;
    }

    /// <summary>Waits until something is true of what the hub leaves behind.</summary>
    /// <param name="what">For the failure.</param>
    public async Task UntilAsync(Func<Task<bool>> isTrue, string what, TimeSpan limit)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(limit);
        while (!await isTrue())
        {
            Process.ShouldNotBeNull().HasExited.ShouldBeFalse($"The hub ended by itself before {what}: {Said}");
            try
            {
                await Task.Delay(100, patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{what}: not within {limit}. {Said}");
            }
        }
    }

    public void Dispose()
    {
        if (_process is { } running)
        {
            running.Kill(entireProcessTree: true);
            running.WaitForExit();
            running.Dispose();
        }
    }

    private Process? Process => _process;

    /// <summary>Everything it printed so far.</summary>
    public string Said => string.Join('\n', _said);

    /// <summary>Waits until it prints something.</summary>
    /// <returns>The rest of the line behind the words.</returns>
    public async Task<string> SaysAsync(string words, TimeSpan limit)
    {
        await UntilAsync(() => Task.FromResult(Said.Contains(words, StringComparison.Ordinal)), $"it says \"{words}\"", limit);
        return Said.Split('\n').First(l => l.Contains(words, StringComparison.Ordinal)).Split(words, 2)[1].Trim();
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync(TimeSpan limit)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(limit);
        await Process.ShouldNotBeNull().WaitForExitAsync(patience.Token);
        return Process!.ExitCode;
    }

    private void Hear(string? line)
    {
        if (line is not null)
        {
            _said.Enqueue(line);
        }
    }
}
