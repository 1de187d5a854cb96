namespace Hub.Domain.Submissions;

/// <summary>A file that came with an item, or the address where the source keeps it.</summary>
public sealed record Attachment
{
    private ReadOnlyMemory<byte> content;

    /// <summary>A safe file name: no path, no control characters.</summary>
    public required string Name { get; init; }
    public required string MediaType { get; init; }

    /// <summary>The bytes; empty when only <see cref="Link"/> is known.</summary>
    public ReadOnlyMemory<byte> Content { get => content; init => content = value; }

    /// <summary>Stands within the text of a mail, as the picture of a signature does.</summary>
    public bool IsInline { get; init; }

    /// <summary>Where the source keeps it; null when the bytes came along.</summary>
    public Uri? Link { get; init; }

    /// <summary>Said by the last who needs its bytes.</summary>
    public void LetGo() => content = default;
}
