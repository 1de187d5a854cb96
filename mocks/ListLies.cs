namespace Hub.Mocks;

/// <summary>How lists lie about themselves.</summary>
internal static class ListLies
{
    public static T[] Listed<T>(this Fault fault, T[] all) => fault switch
    {
        Fault.Empty => [],
        Fault.ItemHidden => [.. all.Where((_, i) => i != all.Length / 2)],
        Fault.HalfHidden => [.. all.Where((_, i) => i % 2 == 0)],
        _ => all,
    };

    public static int Counted(this Fault fault, int count) => fault == Fault.TotalTooHigh ? count + 3 : count;
}
