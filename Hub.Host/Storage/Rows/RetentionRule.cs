namespace Hub.Host.Storage.Rows;

/// <summary>How long identities are kept after their ticket was closed (UU 27/2022, art. 42–44).</summary>
public sealed class RetentionRule
{
    /// <summary>For every system that has no rule of its own.</summary>
    public const string Others = "*";

    /// <summary>An outside system, or <see cref="Others"/>.</summary>
    public required string System { get; set; }
    public required int Months { get; set; }
}
