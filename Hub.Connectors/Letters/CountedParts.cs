namespace Hub.Connectors.Letters;

/// <summary>How many parts a file has, counted in its bytes before a reader makes an object of each.</summary>
public static class CountedParts
{
    /// <summary>A thousand pages with all that lies on them.</summary>
    public const int MostObjects = 20_000;

    /// <summary>An object may be named in many places, a page in the list of pages as often as it is to be shown.</summary>
    public const int MostReferences = 200_000;

    /// <summary>Whether the list of a ZIP archive names more parts.</summary>
    public static bool HasMoreParts(ReadOnlySpan<byte> archive, int most)
    {
        var count = 0;
        for (var at = 0; archive[at..].IndexOf("PK\x01\x02"u8) is >= 0 and var found; at += found + 4)
        {
            if (++count > most)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a PDF has more objects or references, without those that lie packed.</summary>
    public static bool HasMoreObjects(ReadOnlySpan<byte> pdf)
    {
        var (objects, references) = (0, 0);
        for (var at = 0; pdf[at..].IndexOfAny("oR"u8) is >= 0 and var found; at += found + 1)
        {
            var here = pdf[(at + found)..];
            if (at + found == 0 || !IsBlank(pdf[at + found - 1]))
            {
                continue;
            }

            objects += here.StartsWith("obj"u8) ? 1 : 0;
            references += here.Length == 1 || (here[0] == 'R' && !char.IsAsciiLetterOrDigit((char)here[1])) ? 1 : 0;
            if (objects > MostObjects || references > MostReferences)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBlank(byte c) => c is 0 or (byte)'\t' or (byte)'\n' or (byte)'\f' or (byte)'\r' or (byte)' ';
}
