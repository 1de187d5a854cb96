using System.Text.RegularExpressions;

namespace Hub.Domain.Tickets;

/// <summary>Words by which a request invokes the freedom-of-information act (UU 14/2008).</summary>
internal static partial class PpidWords
{
    public static bool Invoke(string text) => Words().IsMatch(text);

    /// <summary>Objects to the answer, or to there being none (art. 35); that somebody will object is no objection.</summary>
    public static bool Object(string text) => Objection().IsMatch(text);

    [GeneratedRegex(@"(?<!akan\s+|dapat\s+|bisa\s+|berhak\s+|hak\s+)\b(mengajukan|menyatakan|menyampaikan|ajukan)\s+(surat\s+)?keberatan\b|\b(surat|pernyataan)\s+keberatan\b|\bkeberatan\s+(atas|terhadap|dengan)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Objection();

    [GeneratedRegex(@"\bPPID\b|keterbukaan informasi publik|(UU|undang-undang)\s*(nomor|no\.?)?\s*14\s*(/|tahun)\s*2008", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();
}
