namespace Hub.Host.Storage.Rows;

/// <summary>Up to where a source was read: written in the same transaction as the envelopes it covers.</summary>
public sealed class Checkpoint
{
    public required string Source { get; set; }

    /// <summary>Understood only by the connector; null before the first batch.</summary>
    public string? Cursor { get; set; }
    public required DateTimeOffset SavedAt { get; set; }
}
