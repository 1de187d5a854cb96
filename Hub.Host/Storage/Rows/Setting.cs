namespace Hub.Host.Storage.Rows;

/// <summary>A small stored value: the threading key, the canary secret, a marker.</summary>
public sealed class Setting
{
    public required string Name { get; set; }
    public required string Value { get; set; }
}
