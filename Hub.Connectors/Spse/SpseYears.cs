using Hub.Domain;

namespace Hub.Connectors.Spse;

/// <summary>Which budget years are read.</summary>
internal static class SpseYears
{
    /// <returns>The set year; else the present one, and until the end of March the one before, whose packages still move.</returns>
    public static IReadOnlyList<int> Of(int set, DateTimeOffset now)
    {
        var today = Wita.DateOf(now);
        return set > 0 ? [set]
            : today.Month <= 3 ? [today.Year - 1, today.Year]
            : [today.Year];
    }
}
