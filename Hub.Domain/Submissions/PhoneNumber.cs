using System.Buffers;

namespace Hub.Domain.Submissions;

/// <summary>One telephone number in the many ways in which people and systems write it.</summary>
public static class PhoneNumber
{
    private const int Shortest = 8;
    private const int Longest = 12;

    private static readonly SearchValues<char> Written = SearchValues.Create("0123456789+-–.()/ \u00a0");

    /// <returns>The digits behind the country code or the leading zero, the same for <c>0812-3456-7890</c>, <c>+62 812 3456 7890</c> and <c>81234567890</c>; null for what is no such number.</returns>
    public static string? National(string? text)
    {
        if (text is null || text.AsSpan().ContainsAnyExcept(Written))
        {
            return null;
        }

        var national = string.Concat(text.Where(char.IsAsciiDigit)) switch
        {
            ['0', '0', '6', '2', .. var rest] => rest,
            ['6', '2', .. var rest] => rest,
            ['0', .. var rest] => rest,
            ['8', ..] mobile => mobile,
            _ => "",
        };
        return national.Length is >= Shortest and <= Longest && national[0] != '0' ? national : null;
    }
}
