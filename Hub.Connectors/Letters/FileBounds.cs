namespace Hub.Connectors.Letters;

/// <summary>What one file may cost, whatever is in it.</summary>
internal static class FileBounds
{
    public const int MaxBytes = 20 * 1024 * 1024;
    public const int MaxPages = 6;

    /// <summary>Unpacked, all parts of a file together.</summary>
    public const long MaxExpanded = 64L * 1024 * 1024;

    /// <summary>Of a PDF, unpacked, without pictures: every sign of it becomes an object of the reader.</summary>
    public const long MaxDrawn = 8L * 1024 * 1024;

    /// <summary>Of it what lies packed as objects.</summary>
    public const long MaxPackedObjects = 3L * 1024 * 1024;

    /// <summary>Signs on one page: ten closely printed ones.</summary>
    public const int MaxLetters = 40_000;

    public const int MaxCharacters = 24_000;

    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);
}

/// <summary>A file asks for more than it may.</summary>
public sealed class FileTooMuch : Exception;
