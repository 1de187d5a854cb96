using System.Diagnostics;
using System.Globalization;

namespace Hub.Host.Foundation.Leases;

/// <summary>Who holds a lease: machine, process, its start and a mark. A holder of this machine whose process is gone need not be waited for.</summary>
internal static class LeaseHolder
{
    /// <summary>Start times of one process, read by two, differ by rounding.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(2);

    private static readonly string Me = Describe();

    public static string New() => $"{Me}:{Guid.NewGuid():N}";

    /// <summary>True only when it is certain; the lease's token still fences off whoever was thought dead.</summary>
    public static bool IsGone(string holder)
    {
        if (holder.Split(':') is not [var machine, var id, var started, _] || machine != Environment.MachineName
            || !int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            || !long.TryParse(started, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks))
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(pid);
            return (process.StartTime.ToUniversalTime() - new DateTime(ticks, DateTimeKind.Utc)).Duration() > Rounding;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It lives and belongs to somebody else.
            return false;
        }
    }

    private static string Describe()
    {
        using var self = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{self.Id}:{self.StartTime.ToUniversalTime().Ticks}");
    }
}
