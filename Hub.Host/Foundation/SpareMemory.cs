using System.Globalization;
using System.Runtime.InteropServices;
using Hub.Connectors;

namespace Hub.Host.Foundation;

/// <summary>Keeps unusually large work from holding what it no longer needs, and gives back to the machine what it needed; the runtime and the C library would keep both for the next time.</summary>
internal static class SpareMemory
{
    /// <summary>Bytes that the collector holds; a hub at rest holds less.</summary>
    private const long Unusual = 64L * 1024 * 1024;

    /// <summary>Bytes of a step before which a collection is worth its time.</summary>
    private const long Large = 4L * 1024 * 1024;

    /// <summary>For each character of a text that is looked through.</summary>
    private const long BytesToRead = 16;

    /// <summary>Bytes from which an item may be made of very many parts, fields or signs.</summary>
    private const long Costly = 512 * 1024;

    /// <summary>Bytes that are worth a collection after such an item, in a program that is small.</summary>
    private const long Noticed = 8L * 1024 * 1024;

    /// <summary>The part of a large program that it must have grown by: a collection takes as long as the program is large.</summary>
    private const int Part = 32;

    /// <summary>Bytes that are worth a collection after many items, each of which is small.</summary>
    private const long AddedUp = 16L * 1024 * 1024;

    /// <summary><c>M_MMAP_THRESHOLD</c> of mallopt(3).</summary>
    private const int MappedFrom = -3;

    /// <summary>Bytes.</summary>
    private const int MappedBlock = 256 * 1024;

    /// <summary>Between two collections the program works so many times as long as it stood for the last: a large heap takes seconds.</summary>
    private const int Between = 20;

    /// <summary>Collections at rest after work that needed some.</summary>
    private const int ToSettle = 2;

    /// <summary>Milliseconds between two looks at how large the program is, where many small items come one by one: a look reads the program's size from the system.</summary>
    private const int Look = 200;

    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    /// <summary>Bytes that stayed the last time: of what is really needed nothing can be given back.</summary>
    private static long stayed;

    /// <summary>Bytes of the program's own after the last collection.</summary>
    private static long ownStayed;

    private static long rested;

    /// <summary>So many looks at rest are due: a pool of the runtime lets go of what nobody took for half a minute, at the second collection that finds it so.</summary>
    private static int unsettled;

    private static long lookedAt;

    /// <summary>When the last collection ended, and how long the program stood, in milliseconds.</summary>
    private static long collectedAt;

    private static long took;

    /// <summary>malloc_trim(3); null where the C library is another.</summary>
    private static Trim? trim;

    private delegate int Mallopt(int setting, int value);

    private delegate int Trim(nint kept);

    /// <summary>Large blocks of native code, as SQLite's, are the machine's again when they are freed: glibc by itself raises what it keeps to 32 MB after the first such block. Nothing where the C library is another.</summary>
    public static void ReturnFreedBlocks()
    {
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "mallopt", out var function))
        {
            _ = Marshal.GetDelegateForFunctionPointer<Mallopt>(function)(MappedFrom, MappedBlock);
            trim = NativeLibrary.TryGetExport(library, "malloc_trim", out var trimming) ? Marshal.GetDelegateForFunctionPointer<Trim>(trimming) : null;
        }
    }

    /// <summary>Whether a step about so many bytes is worth that they are let go as soon as may be.</summary>
    public static bool IsLarge(long bytes) => bytes >= Large;

    /// <summary>Bytes that reading an item takes, more or less: of one that is a text as a whole many times its length.</summary>
    public static long WeightOf(string mediaType, long bytes) => mediaType == "application/json" ? bytes * BytesToRead : bytes;

    /// <summary>Collects what the step before left, before one that needs much: the collector by itself would let both lie together.</summary>
    /// <param name="bytes">What the step is about.</param>
    public static void MakeRoom(long bytes)
    {
        if (IsLarge(bytes))
        {
            Collect();
        }
    }

    /// <summary>The same for a step that reads a text: each look through a long one leaves many times its length.</summary>
    /// <param name="characters">The text's length.</param>
    public static void MakeRoomForText(int characters) => MakeRoom(characters * BytesToRead);

    /// <summary>Takes away what has just been used, for work that goes through many bytes bit by bit: the collector by itself waits until tens of megabytes lie about, the more the larger the processor's cache is.</summary>
    public static void Sweep() => GC.Collect(1, GCCollectionMode.Forced, blocking: true);

    /// <summary>Costs nothing where the collector holds no more than usual, else a whole collection, during which the program stands: for the end of a file, a push, or what waited at a source.</summary>
    public static void GiveBack()
    {
        if (GC.GetGCMemoryInfo().TotalCommittedBytes < Math.Max(Unusual, 2 * Interlocked.Read(ref stayed)))
        {
            return;
        }

        CollectAll();
    }

    /// <summary>For the end of one item: one that is large enough may be made of so many parts or fields that it costs much more than its size.</summary>
    /// <param name="bytes">Its size.</param>
    public static void GiveBackAfter(long bytes)
    {
        var before = Interlocked.Read(ref ownStayed);
        if (bytes < Costly)
        {
            // A mail of a few kilobytes may be made of thousands of parts too. A hub that has not come to rest yet is not large by its items.
            var now = Environment.TickCount64;
            if (before > 0 && now - Interlocked.Read(ref lookedAt) > Look)
            {
                Interlocked.Exchange(ref lookedAt, now);
                GiveBackBetween();
            }
        }
        else if (Own() - before > Math.Max(Noticed, before / Part))
        {
            CollectAll();
        }
    }

    /// <summary>For the end of a portion of many small items: what they and the runtime, which compiles what it meets often, left lying about is given back before it adds up.</summary>
    public static void GiveBackBetween()
    {
        if (Environment.TickCount64 - Interlocked.Read(ref collectedAt) > Between * Interlocked.Read(ref took) && Own() > Interlocked.Read(ref ownStayed) + AddedUp)
        {
            CollectAll();
        }
    }

    /// <summary>For a moment when nothing waits: gives back what is far above what stayed the last time, once in <see cref="Rest"/> at most.</summary>
    public static void GiveBackAtRest()
    {
        var now = Environment.TickCount64;
        if (now - Interlocked.Read(ref rested) < Rest.TotalMilliseconds
            || (Volatile.Read(ref unsettled) == 0 && GC.GetGCMemoryInfo().TotalCommittedBytes < Math.Max(Large, Interlocked.Read(ref stayed) * 5 / 4)))
        {
            return;
        }

        // What stayed in the midst of work says nothing of what a hub at rest needs.
        var left = Math.Max(0, Volatile.Read(ref unsettled) - 1);
        Interlocked.Exchange(ref rested, now);
        CollectAll();
        Volatile.Write(ref unsettled, left);
    }

    /// <summary>Bytes in memory that no file stands behind: pages of files come and go with each look at them. The whole program's where the system does not tell.</summary>
    /// <remarks>proc(5), <c>/proc/self/statm</c>: pages of <c>size resident shared …</c>.</remarks>
    private static long Own() =>
        !OperatingSystem.IsLinux() ? Environment.WorkingSet
        : File.ReadAllText("/proc/self/statm").Split(' ') is [_, var inMemory, var ofFiles, ..] ? (long.Parse(inMemory, CultureInfo.InvariantCulture) - long.Parse(ofFiles, CultureInfo.InvariantCulture)) * Environment.SystemPageSize
        : throw new InvalidDataException("/proc/self/statm");

    private static void CollectAll()
    {
        var began = Environment.TickCount64;
        Collect();
        _ = trim?.Invoke(0);
        Interlocked.Exchange(ref collectedAt, Environment.TickCount64);
        Interlocked.Exchange(ref took, Environment.TickCount64 - began);
        Interlocked.Exchange(ref stayed, GC.GetGCMemoryInfo().TotalCommittedBytes);
        Interlocked.Exchange(ref ownStayed, Own());
        Volatile.Write(ref unsettled, ToSettle);
    }

    private static void Collect()
    {
        MappedPages.LetGo();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
