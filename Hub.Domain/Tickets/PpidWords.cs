using System.Text.RegularExpressions;

namespace Hub.Domain.Tickets;

/// <summary>Words by which a request invokes the freedom-of-information act (UU 14/2008).</summary>
internal static partial class PpidWords
{
    public static bool Invoke(string text) => Words().IsMatch(text);

    [GeneratedRegex(@"\bPPID\b|keterbukaan informasi publik|(UU|undang-undang)\s*(nomor|no\.?)?\s*14\s*(/|tahun)\s*2008", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();
}
