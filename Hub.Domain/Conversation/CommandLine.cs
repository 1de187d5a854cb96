namespace Hub.Domain.Conversation;

/// <summary>What stands behind the word of a command where one line is expected: a name, the number of a letter, a day.</summary>
internal static class CommandLine
{
    /// <summary>No office, number and day together are longer; how long an expression looks grows with more than the length.</summary>
    private const int Longest = 300;

    /// <returns>One blank between words, and no more than such a line has: a mail may be all blanks.</returns>
    public static string Of(string argument)
    {
        var line = string.Join(' ', argument.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= Longest ? line : line[..Longest];
    }
}
