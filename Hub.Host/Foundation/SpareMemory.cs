namespace Hub.Host.Foundation;

/// <summary>Gives back to the machine what unusually large work needed; the runtime would keep it for the next time.</summary>
internal static class SpareMemory
{
    /// <summary>Bytes that the collector holds; a hub at rest holds less.</summary>
    private const long Unusual = 96L * 1024 * 1024;

    /// <summary>Bytes that stayed the last time: of what is really needed nothing can be given back.</summary>
    private static long stayed;

    /// <summary>Costs nothing where the collector holds no more than usual, else a whole collection, during which the program stands: for the end of a file, a push, or what waited at a source.</summary>
    public static void GiveBack()
    {
        if (GC.GetGCMemoryInfo().TotalCommittedBytes < Math.Max(Unusual, 2 * Interlocked.Read(ref stayed)))
        {
            return;
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Interlocked.Exchange(ref stayed, GC.GetGCMemoryInfo().TotalCommittedBytes);
    }
}
