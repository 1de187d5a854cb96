namespace Hub.Connectors;

/// <summary>Says what its source holds in another way than by <see cref="IConnector.FetchAsync"/>, so that a reading can be doubted.</summary>
public interface ITellsHoldings
{
    /// <exception cref="ConnectorFailure">The source could not be read.</exception>
    Task<Holdings> HoldingsAsync(CancellationToken token);
}

/// <summary>What a source says of itself.</summary>
public sealed record Holdings
{
    /// <summary>A source that gives nothing to compare with.</summary>
    public static readonly Holdings Untold = new();

    /// <summary>How many items it says it has; null where it does not say truly.</summary>
    public int? Claimed { get; init; }

    /// <summary>How many its list has when it is read in another order; null where there is none.</summary>
    public int? Listed { get; init; }

    /// <summary>The external ids of that reading; null where items are not named by it.</summary>
    public IReadOnlySet<string>? Ids { get; init; }

    /// <summary>Both together, for a source of several lists.</summary>
    public Holdings And(Holdings other) => new()
    {
        Claimed = Claimed + other.Claimed,
        Listed = Listed + other.Listed,
        Ids = Ids is null || other.Ids is null ? null : Ids.Union(other.Ids).ToHashSet(StringComparer.Ordinal),
    };
}
