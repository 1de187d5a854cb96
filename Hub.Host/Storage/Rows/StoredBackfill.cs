using Hub.Domain;

namespace Hub.Host.Storage.Rows;

/// <summary>A backfill of a source: how far it is, for people, and where it goes on when it was cut off.</summary>
public sealed class StoredBackfill
{
    public required string Source { get; set; }

    /// <summary>The window in one word; with the source the key: the same window goes on where it was.</summary>
    public required string Window { get; set; }

    /// <summary>First WITA date of receipt; null: no limit.</summary>
    public DateOnly? From { get; set; }

    /// <summary>Last one.</summary>
    public DateOnly? To { get; set; }

    /// <summary>The numbers it is limited to; empty: no limit.</summary>
    public required IList<string> Ids { get; set; }
    public required DateTimeOffset StartedAt { get; set; }

    /// <summary>Its last sign of life.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>Null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Why it was cut off; null when it was not.</summary>
    public Said? Cause { get; set; }

    /// <summary>Where the connector goes on; null at the beginning and at the end.</summary>
    public string? Cursor { get; set; }

    /// <summary>Items the source showed.</summary>
    public int Seen { get; set; }

    /// <summary>Items in the window.</summary>
    public int Chosen { get; set; }

    /// <summary>Items that were new here.</summary>
    public int Taken { get; set; }

    /// <summary>What the source says it holds; null when it does not say.</summary>
    public int? Total { get; set; }
}
