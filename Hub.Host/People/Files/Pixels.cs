namespace Hub.Host.People.Files;

/// <summary>How many points a picture may have: whoever looks at it holds four bytes for each, however small the file is.</summary>
internal static class Pixels
{
    public const long Most = 100_000_000;

    /// <exception cref="FileHeld">It has more.</exception>
    public static void Check(long width, long height)
    {
        if (height > 0 && width > Most / height)
        {
            throw new FileHeld(HeldFile.TooLarge);
        }
    }
}
