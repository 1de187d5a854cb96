namespace Hub.Host.Storage.Rows;

/// <summary>A sentence of the notices as the office words it, in place of the product's.</summary>
public sealed class OwnWording
{
    public required string Name { get; set; }
    public required string Text { get; set; }
}
