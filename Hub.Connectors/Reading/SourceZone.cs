namespace Hub.Connectors.Reading;

/// <summary>The zone in which a source prints times without an offset. Always a setting, never the server's own zone.</summary>
public enum SourceZone
{
    /// <summary>UTC+7, used by the national systems.</summary>
    Wib,

    /// <summary>UTC+8, office time of Kalimantan Utara.</summary>
    Wita,

    /// <summary>UTC+9.</summary>
    Wit,

    Utc,
}

/// <summary>See <see cref="SourceZone"/>.</summary>
public static class SourceZones
{
    public static TimeSpan Offset(this SourceZone zone) => zone switch
    {
        SourceZone.Wib => TimeSpan.FromHours(7),
        SourceZone.Wita => TimeSpan.FromHours(8),
        SourceZone.Wit => TimeSpan.FromHours(9),
        _ => TimeSpan.Zero,
    };
}
