using System.Text;

namespace Hub.Domain.Letters;

/// <summary>What an official letter says about itself. Read by <see cref="LetterReader"/>; what it does not say is null.</summary>
public sealed record Letter
{
    /// <summary>A shorter run of letters and digits is no number that tells one letter from another.</summary>
    private const int TellingLength = 6;

    private const int LongestKey = 80;

    /// <summary>The file that it came in; null when the item's own text is the letter.</summary>
    public string? File { get; init; }

    /// <summary>Nomor, without blanks around its strokes.</summary>
    public string? Number { get; init; }

    /// <summary>The day on which it was written.</summary>
    public DateOnly? On { get; init; }

    /// <summary>Sifat: <c>Segera</c>, <c>Penting</c>, <c>Rahasia</c> …</summary>
    public string? Grade { get; init; }

    /// <summary>Hal.</summary>
    public string? Subject { get; init; }

    /// <summary>The office in its head, or after <c>Dari</c>.</summary>
    public string? From { get; init; }

    /// <summary>Whom it is addressed to.</summary>
    public string? To { get; init; }

    /// <summary>Tembusan.</summary>
    public IReadOnlyList<string> Copies { get; init; } = [];

    /// <summary>Lampiran, as it is counted there.</summary>
    public string? Enclosures { get; init; }

    /// <summary>The day of the meeting, journey or ceremony that it is about; the first of several.</summary>
    public DateOnly? EventOn { get; init; }

    /// <summary>Every word as that function shows it.</summary>
    public Letter Each(Func<string, string> shown) => this with
    {
        File = Over(File, shown),
        Number = Over(Number, shown),
        Grade = Over(Grade, shown),
        Subject = Over(Subject, shown),
        From = Over(From, shown),
        To = Over(To, shown),
        Copies = [.. Copies.Select(shown)],
        Enclosures = Over(Enclosures, shown),
    };

    /// <summary>The number in the one form that it has however it is written: by mail, at the counter and in a register of letters.</summary>
    /// <returns>Null when it tells nothing.</returns>
    public static string? KeyOf(string? number)
    {
        var key = new StringBuilder();
        foreach (var c in number ?? "")
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                key.Append(char.ToUpperInvariant(c));
            }
        }

        return key.Length is >= TellingLength and <= LongestKey && number!.Any(char.IsAsciiDigit) && number!.Any(c => c is '/' or '-' or '.') ? key.ToString() : null;
    }

    /// <summary>Whether two letters of one number can be one letter: nothing that both say differs.</summary>
    public bool MayBe(Letter other) => (On is null || other.On is null || On == other.On) && (From is null || other.From is null || SameWords(From, other.From));

    private static bool SameWords(string a, string b) => WordsOf(a).Overlaps(WordsOf(b));

    private static HashSet<string> WordsOf(string name) => new(name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length > 3), StringComparer.OrdinalIgnoreCase);

    private static string? Over(string? text, Func<string, string> shown) => text is null ? null : shown(text);
}
