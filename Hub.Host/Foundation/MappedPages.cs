using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using Hub.Domain;

namespace Hub.Host.Foundation;

/// <summary>Large resources of the program lie in its mapped file, and what was looked at counts to the hub's memory, in rows of pages around it: after a few items nearly all of the model of routes (32 MB).</summary>
internal static class MappedPages
{
    /// <summary><c>MADV_DONTNEED</c> of madvise(2).</summary>
    private const int NotNeeded = 4;

    private static readonly Lazy<Advise?> Machine = new(Find);
    private static readonly ConcurrentDictionary<(nint From, nint To), bool> Files = new();

    private delegate int Advise(nint start, nint length, int advice);

    /// <summary>The machine may take those pages; the next look finds them in its cache of files. Nothing where the system is another, or where a resource was copied out of its file.</summary>
    public static void LetGo()
    {
        if (Machine.Value is not { } advise)
        {
            return;
        }

        foreach (var (start, length) in ResourceMemory.Places)
        {
            var (from, to) = (Up(start), start + length - ((start + length) % Environment.SystemPageSize));
            if (to > from && Files.GetOrAdd((from, to), LieInFile))
            {
                _ = advise(from, to - from, NotNeeded);
            }
        }
    }

    /// <summary>Whether those pages are a file's and nobody may write to them: any others would come again empty.</summary>
    /// <remarks>A line of <c>/proc/self/maps</c> (proc(5)): <c>from-to rights offset device inode path</c>.</remarks>
    private static bool LieInFile((nint From, nint To) pages)
    {
        foreach (var map in File.ReadLines("/proc/self/maps").Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            var ends = map[0].Split('-');
            if (Address(ends[0]) <= pages.From && pages.To <= Address(ends[1]))
            {
                return map.Length > 5 && map[4] != "0" && !map[1].Contains('w', StringComparison.Ordinal);
            }
        }

        return false;
    }

    private static nint Address(string text) => nint.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static nint Up(nint address) => address + Environment.SystemPageSize - 1 - ((address + Environment.SystemPageSize - 1) % Environment.SystemPageSize);

    private static Advise? Find() =>
        OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "madvise", out var function)
            ? Marshal.GetDelegateForFunctionPointer<Advise>(function)
            : null;
}
