namespace Hub.Domain.Envelopes;

/// <summary>How the hub comes to see a version of an item.</summary>
public enum Sighting
{
    /// <summary>The source shows it when it is asked: this is what it says now.</summary>
    Shown,

    /// <summary>The source sends it by itself: perhaps late, perhaps more than once.</summary>
    Sent,

    /// <summary>A file holds it: this is what the source said when the file was made.</summary>
    Filed,
}

/// <summary>What a version is to an item of which others are known.</summary>
public enum VersionPlace
{
    /// <summary>Never seen before; it stands from now on.</summary>
    New,

    /// <summary>Nothing that is not known.</summary>
    Repeated,

    /// <summary>An earlier one stands again.</summary>
    Returned,

    /// <summary>Never seen before and older than what stands: kept, changes nothing.</summary>
    Outdated,
}

/// <summary>One version as its source dates it.</summary>
/// <param name="Sequence">The source's own count of the item's versions; null where it has none.</param>
/// <param name="ChangedAt">When the source changed the item; null where it does not say.</param>
public sealed record SeenVersion(string Version, int? Sequence, DateTimeOffset? ChangedAt);

/// <summary>Versions in the order of their source: by its count, else by its time, else in the order in which they are seen.</summary>
public static class VersionOrder
{
    /// <summary>What is shown is what holds, so a source's time orders only what may come late: its clock may be set back.</summary>
    /// <param name="standing">What holds for the item now.</param>
    /// <param name="isKnown">The version was seen before.</param>
    public static VersionPlace Place(SeenVersion? standing, SeenVersion next, bool isKnown, Sighting how)
    {
        if (standing is null)
        {
            return VersionPlace.New;
        }

        if (string.Equals(standing.Version, next.Version, StringComparison.Ordinal))
        {
            return VersionPlace.Repeated;
        }

        var isOlder = next.Sequence < standing.Sequence || (how != Sighting.Shown && next.ChangedAt < standing.ChangedAt);
        return (isOlder, isKnown) switch
        {
            (true, true) => VersionPlace.Repeated,
            (true, false) => VersionPlace.Outdated,
            (false, false) => VersionPlace.New,
            (false, true) => how == Sighting.Filed ? VersionPlace.Repeated : VersionPlace.Returned,
        };
    }
}
