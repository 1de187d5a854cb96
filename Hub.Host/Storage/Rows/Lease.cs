namespace Hub.Host.Storage.Rows;

/// <summary>The right to do one thing at a time, for a while. The token grows with each holder and fences off a slow predecessor.</summary>
public sealed class Lease
{
    /// <summary>What is held: <c>run:email-kesra</c>, <c>dispatch</c> …</summary>
    public required string Name { get; set; }
    public required string Holder { get; set; }
    public required long Token { get; set; }
    public required DateTimeOffset ExpiresAt { get; set; }
}
