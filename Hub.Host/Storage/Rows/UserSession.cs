namespace Hub.Host.Storage.Rows;

/// <summary>One signed-in browser. The cookie names it; ended here, the cookie is worth nothing.</summary>
public sealed class UserSession
{
    public required Guid Id { get; set; }
    public required string UserId { get; set; }
    public required DateTimeOffset StartedAt { get; set; }
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>The browser as it calls itself, shortened; shown to its owner only.</summary>
    public required string Agent { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>When its owner last showed to be there, by signing in or by the second factor; null in sessions of versions that did not ask.</summary>
    public DateTimeOffset? ProvenAt { get; set; }
}
