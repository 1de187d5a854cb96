namespace Hub.Domain.Envelopes;

/// <summary>When what a source no longer shows counts as withdrawn there.</summary>
public static class Unseen
{
    /// <summary>One night proves nothing: an item may be on its way from one list to another.</summary>
    public const int FewestNights = 2;

    private const int Few = 5;
    private const double SmallPart = 0.2;

    /// <summary>So many open items at once are not withdrawn one by one: the source shows less than it holds.</summary>
    public static bool IsTooMuch(int unseen, int open) => unseen > Few && unseen > SmallPart * open;
}
