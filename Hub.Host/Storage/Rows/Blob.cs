namespace Hub.Host.Storage.Rows;

/// <summary>The bytes of an attachment, once, under their hash.</summary>
public sealed class Blob
{
    /// <summary>SHA-256, lower-case hexadecimal.</summary>
    public required string Hash { get; set; }
    public required byte[] Content { get; set; }
    public required long Size { get; set; }
}
