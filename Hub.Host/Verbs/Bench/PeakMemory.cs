using System.Diagnostics;
using System.Globalization;

namespace Hub.Host.Verbs.Bench;

/// <summary>The most memory that this process held since it was last asked to forget (proc(5): VmHWM, clear_refs).</summary>
internal static class PeakMemory
{
    private const string Forget = "/proc/self/clear_refs";

    /// <summary>Collects garbage and lets the peak begin anew. Where the system has no such switch, the peak stays that of the whole run.</summary>
    public static void Reset()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        if (File.Exists(Forget))
        {
            File.WriteAllText(Forget, "5");
        }
    }

    /// <returns>Megabytes (2^20 bytes).</returns>
    public static double Megabytes()
    {
        if (OperatingSystem.IsLinux())
        {
            var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
        }

        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / (1024.0 * 1024);
    }
}
