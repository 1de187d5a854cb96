namespace Hub.Domain.Submissions;

/// <summary>A file that came with an item, or the address where the source keeps it.</summary>
public sealed record Attachment
{
    private readonly Func<ReadOnlyMemory<byte>>? read;
    private readonly long length;
    private ReadOnlyMemory<byte> content;

    public Attachment()
    {
    }

    /// <summary>A large file, whose bytes are made when somebody wants them, and again when they were put down.</summary>
    /// <param name="length">Bytes; what <paramref name="read"/> gives is as long.</param>
    public Attachment(long length, Func<ReadOnlyMemory<byte>> read) => (this.length, this.read) = (length, read);

    /// <summary>A safe file name: no path, no control characters.</summary>
    public required string Name { get; init; }
    public required string MediaType { get; init; }

    /// <summary>The bytes; empty when only <see cref="Link"/> is known.</summary>
    public ReadOnlyMemory<byte> Content
    {
        get => content.IsEmpty && read is not null ? content = read() : content;
        init => content = value;
    }

    /// <summary>Bytes, known without making them.</summary>
    public long Length => read is null ? content.Length : length;

    /// <summary>Stands within the text of a mail, as the picture of a signature does.</summary>
    public bool IsInline { get; init; }

    /// <summary>Where the source keeps it; null when the bytes came along.</summary>
    public Uri? Link { get; init; }

    /// <summary>Said by who has read the bytes while others will: they stay where nobody could make them again.</summary>
    public void PutDown() => content = read is null ? content : default;

    /// <summary>Said by the last who needs its bytes.</summary>
    public void LetGo() => content = default;
}
