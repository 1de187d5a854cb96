namespace Hub.Host.Storage.Rows;

/// <summary>One small value that the hub keeps for itself: how far a worker is, the head of the audit trail, the canary of the keys. What has rows of its kind has a table.</summary>
public sealed class StoredMark
{
    public required string Name { get; set; }
    public required string Value { get; set; }
}
