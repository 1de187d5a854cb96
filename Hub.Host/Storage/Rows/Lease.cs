namespace Hub.Host.Storage.Rows;

/// <summary>The right to do one thing at a time, for a while. The token grows with each holder and fences off a slow predecessor.</summary>
public sealed class Lease
{
    /// <summary>What is held: <c>run:email-kesra</c>, <c>dispatch:mail</c> …</summary>
    public required string Name { get; set; }

    /// <summary>The start of the hub that holds it, a colon and a mark of its own; empty when nobody does.</summary>
    public required string Holder { get; set; }
    public required long Token { get; set; }

    /// <summary>Counted by the holder as long as it lives.</summary>
    public required long Beat { get; set; }
}
