namespace Hub.Connectors.Letters;

/// <summary>What could be read of a file.</summary>
/// <param name="Text">With its columns; empty when there is none.</param>
public sealed record FileText(string Name, FileReadability Readability, string Text)
{
    /// <summary>Nothing of it was left unread: it is not too long, and no page has a picture.</summary>
    public bool IsWhole { get; init; } = true;
}

/// <summary>Whether a file has words for the hub.</summary>
public enum FileReadability
{
    /// <summary>It is of no kind that letters come in.</summary>
    Other,

    Text,

    /// <summary>Read from pictures of pages: letter for letter it may be wrong.</summary>
    Recognised,

    /// <summary>Pictures of pages: a person can read it.</summary>
    Scan,

    /// <summary>Broken, locked, or more than is read.</summary>
    Unread,
}
