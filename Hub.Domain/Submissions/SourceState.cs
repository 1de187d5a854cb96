namespace Hub.Domain.Submissions;

/// <summary>How the item stands at its source, mapped by table from the source's words (kept in <see cref="Submission.SourceStatus"/>).</summary>
public enum SourceState
{
    /// <summary>A word that the mapping does not know; never guessed.</summary>
    Unknown,

    /// <summary>Waits for handling.</summary>
    Open,

    /// <summary>Somebody works on it or has answered; it can still come back.</summary>
    InProgress,

    /// <summary>Finished there.</summary>
    Closed,

    /// <summary>Archived there: outside the base of the indicators (R22).</summary>
    Archived,

    /// <summary>Refused or given back as not ours.</summary>
    Returned,
}
