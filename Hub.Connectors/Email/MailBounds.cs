namespace Hub.Connectors.Email;

/// <summary>What no letter has, seen before anything of it is parsed: a parser makes an object of every field and part.</summary>
internal static class MailBounds
{
    /// <summary>Bytes before the first empty line.</summary>
    private const int LongestHead = 1024 * 1024;

    /// <summary>Lines that may begin or end a part.</summary>
    private const int MostBoundaries = 10_000;

    /// <exception cref="InvalidDataException">One of them is passed.</exception>
    public static void Check(ReadOnlySpan<byte> mail)
    {
        var head = mail.IndexOf("\n\n"u8);
        var dosHead = mail.IndexOf("\r\n\r\n"u8);
        head = Math.Min(head < 0 ? mail.Length : head, dosHead < 0 ? mail.Length : dosHead);
        if (head > LongestHead)
        {
            throw new InvalidDataException(nameof(LongestHead));
        }

        if (mail.Count("\n--"u8) > MostBoundaries)
        {
            throw new InvalidDataException(nameof(MostBoundaries));
        }
    }
}
