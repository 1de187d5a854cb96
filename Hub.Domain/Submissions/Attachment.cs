namespace Hub.Domain.Submissions;

/// <summary>A file that came with an item, or the address where the source keeps it.</summary>
public sealed record Attachment
{
    private readonly Func<int, ReadOnlyMemory<byte>>? read;
    private readonly int length;
    private ReadOnlyMemory<byte> content;

    public Attachment()
    {
    }

    /// <summary>A large file, whose bytes are made when somebody wants them, and again when they were put down.</summary>
    /// <param name="length">Bytes.</param>
    /// <param name="read">Gives so many of them from the beginning.</param>
    public Attachment(int length, Func<int, ReadOnlyMemory<byte>> read) => (this.length, this.read) = (length, read);

    /// <summary>A safe file name: no path, no control characters.</summary>
    public required string Name { get; init; }
    public required string MediaType { get; init; }

    /// <summary>The bytes; empty when only <see cref="Link"/> is known.</summary>
    public ReadOnlyMemory<byte> Content
    {
        get => content.IsEmpty && read is not null ? content = read(length) : content;
        init => content = value;
    }

    /// <summary>Bytes, known without making them.</summary>
    public int Length => read is null ? content.Length : length;

    /// <summary>So many bytes from the beginning, or all where there are fewer; the others are not made for it.</summary>
    public ReadOnlyMemory<byte> Start(int most) => content.IsEmpty && read is not null ? read(Math.Min(most, length)) : content[..Math.Min(most, content.Length)];

    /// <summary>Stands within the text of a mail, as the picture of a signature does.</summary>
    public bool IsInline { get; init; }

    /// <summary>Where the source keeps it; null when the bytes came along.</summary>
    public Uri? Link { get; init; }

    /// <summary>Said by who has read the bytes while others will: they stay where nobody could make them again.</summary>
    public void PutDown() => content = read is null ? content : default;

    /// <summary>Said by the last who needs its bytes.</summary>
    public void LetGo() => content = default;
}
