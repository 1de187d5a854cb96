namespace Hub.Host.Storage.Rows;

/// <summary>A lesson that the hub made from its own decided tickets; an administrator takes it, and may take it back.</summary>
public sealed class StoredLesson
{
    /// <summary>The number that grounds of routes name.</summary>
    public int Id { get; set; }

    /// <summary>The model that it was measured with; with another one it rules nothing.</summary>
    public required string Model { get; set; }

    /// <summary>What it would change, as JSON.</summary>
    public required string Report { get; set; }

    /// <summary>Weights of words; null once it was dismissed or taken back.</summary>
    public byte[]? Weights { get; set; }
    public required DateTimeOffset ProposedAt { get; set; }
    public LessonState State { get; set; }
    public string? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
}

/// <summary>Where a lesson stands.</summary>
public enum LessonState
{
    Open,

    /// <summary>The newest of these rules.</summary>
    Taken,
    Dismissed,

    /// <summary>Taken back: the one before it rules again.</summary>
    Undone,
}
