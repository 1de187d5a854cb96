namespace Hub.Host.Storage.Rows;

/// <summary>The bytes of an attachment, once, under their hash.</summary>
public sealed class Blob
{
    /// <summary>Lower-case hexadecimal: SHA-256; with <see cref="Key"/> an HMAC, so that nobody can ask whether a known file is here.</summary>
    public required string Hash { get; set; }

    /// <summary>Encrypted when there is a <see cref="Key"/>; empty where they lie in pieces (<see cref="BlobPiece"/>).</summary>
    public required byte[] Content { get; set; }

    /// <summary>The key of the ticket that brought it; null for files of nobody in particular.</summary>
    public string? Key { get; set; }
    public required long Size { get; set; }

    /// <summary>What the virus scanner found; null while it has not looked.</summary>
    public ScanVerdict? Scan { get; set; }

    /// <summary>The name of what was found, or why the scanner could not read it; null for clean files.</summary>
    public string? Finding { get; set; }
}

/// <summary>What a virus scanner says of a file.</summary>
public enum ScanVerdict
{
    Clean,
    Infected,

    /// <summary>The scanner refused it, for its size for example: nobody knows.</summary>
    Unscannable,
}
