namespace Hub.Host.Storage.Rows;

/// <summary>A part of the raw bytes of a large item: packed and encrypted by itself, written once and never changed.</summary>
public sealed class EnvelopePiece
{
    public required long EnvelopeId { get; init; }

    /// <summary>From 0.</summary>
    public required int Number { get; init; }

    public required byte[] Content { get; init; }
}

/// <summary>A part of a large file: encrypted by itself when the file is, written once and never changed.</summary>
public sealed class BlobPiece
{
    public required string Hash { get; init; }

    /// <summary>From 0.</summary>
    public required int Number { get; init; }

    public required byte[] Content { get; init; }
}
