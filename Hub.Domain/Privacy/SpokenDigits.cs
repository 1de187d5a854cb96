using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hub.Domain.Privacy;

/// <summary>Reads numbers that were written so that no one finds them: spelled out in Indonesian or English, or with letters that look like digits.</summary>
internal static partial class SpokenDigits
{
    /// <summary>Shorter rows of number words are quantities ("dua ratus lima puluh ribu"), not numbers of somebody.</summary>
    private const int Fewest = 8;

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["nol"] = "0", ["kosong"] = "0", ["nul"] = "0", ["satu"] = "1", ["dua"] = "2", ["tiga"] = "3", ["empat"] = "4", ["lima"] = "5", ["enam"] = "6", ["tujuh"] = "7", ["delapan"] = "8",
        ["lapan"] = "8", ["sembilan"] = "9", ["sepuluh"] = "10", ["sebelas"] = "11",

        // as they are said in haste, in the old spelling and in Javanese
        ["nam"] = "6", ["nem"] = "6", ["anam"] = "6", ["enem"] = "6", ["tuju"] = "7", ["ampat"] = "4", ["pat"] = "4", ["papat"] = "4", ["sambilan"] = "9",
        ["siji"] = "1", ["loro"] = "2", ["telu"] = "3", ["limo"] = "5", ["pitu"] = "7", ["wolu"] = "8", ["songo"] = "9",
        ["zero"] = "0", ["oh"] = "0", ["one"] = "1", ["two"] = "2", ["three"] = "3", ["four"] = "4", ["five"] = "5", ["six"] = "6", ["seven"] = "7", ["eight"] = "8", ["nine"] = "9",
    };

    /// <summary>One of them as a piece of a pattern.</summary>
    internal const string Digit = "(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|one|two|three|four|five|six|seven|eight|nine)";

    /// <summary>Said between the digits, and no digits themselves.</summary>
    private static readonly HashSet<string> Pauses = new(StringComparer.Ordinal) { "strip", "setrip", "dash", "hyphen", "spasi", "space", "minus", "garis", "titik", "dot", "koma", "lalu", "terus", "x", "dst", "kemudian", "lanjut", "lanjutan", "lanjutannya", "sambung", "sambungan", "sambungannya", "disambung", "berikutnya", "dobel", "double" };

    /// <summary>Long enough that nobody means another word when one letter is wrong.</summary>
    private static readonly string[] Misspelled = ["kosong", "empat", "tujuh", "delapan", "sembilan"];

    private const string Lookalikes = "oqdilszbgeat";
    private const string Meant = "000115286347";

    /// <summary>The others are likened within a number only, and where there are few: keys are made of letters and digits too.</summary>
    private const string Alone = "oqdilszbg";

    /// <returns>The text with such numbers as digits; the same text where there are none.</returns>
    public static FoldedText In(FoldedText text)
    {
        var pieces = Rows(text.Text).Where(IsNumber).SelectMany(row => row.Where(t => t.IsDisguised)).Select(t => (t.Start, t.Length, t.Digits)).ToList();
        return pieces.Count == 0 ? text : text.With(pieces);
    }

    private static bool IsNumber(List<Token> row) =>
        row.Exists(t => t.IsDisguised)
        && row.Sum(t => t.Digits.Length) >= Fewest
        && row.Sum(t => t.IsWord ? t.Digits.Length : t.Digits.Length - t.Likened) * 2 >= row.Sum(t => t.Digits.Length);

    /// <summary>Tokens that can be digits, one after the other.</summary>
    private static IEnumerable<List<Token>> Rows(string text)
    {
        var row = new List<Token>();
        foreach (Match m in Word().Matches(text))
        {
            var token = Read(m.Value, m.Index, row);
            if (row.Count > 0 && (token is null || m.Index - row[^1].End > 3))
            {
                yield return row;
                row = [];
                token = Read(m.Value, m.Index, row);
            }

            if (token is not null)
            {
                row.Add(token);
            }
        }

        yield return row;
    }

    private static Token? Read(string word, int start, List<Token> row) =>
        word.All(char.IsAsciiDigit) ? new Token(start, word.Length, word, false, false, 0)
        : Words.TryGetValue(word, out var digits) ? Spoken(word, start, digits, row)
        : row.Count > 0 && Array.Find(Misspelled, w => IsNear(word, w)) is { } meant ? Spoken(word, start, Words[meant], row)
        : Joined(word) is { } joined ? new Token(start, word.Length, joined, true, true, 0)
        : row.Count > 0 && (Pauses.Contains(word) || word.All(c => c == 'x')) ? new Token(start, word.Length, "", true, true, 0) { Word = word }
        : row.Count > 0 && word is "belas" or "puluh" ? Ten(word, start, row)
        : Likened(word, start);

    private static Token Spoken(string word, int start, string digits, List<Token> row)
    {
        // "tiga puluh empat": the zero of thirty gives way.
        if (row is [.., { Word: "puluh" } tens] && digits.Length == 1 && digits != "0")
        {
            row[^1] = tens with { Digits = "" };
        }

        return new Token(start, word.Length, row is [.., { Word: "dobel" or "double" }] ? digits + digits : digits, true, true, 0) { Word = word };
    }

    /// <summary>One letter more, less or other, and the same first one.</summary>
    private static bool IsNear(string word, string meant)
    {
        if (word[0] != meant[0] || Math.Abs(word.Length - meant.Length) > 1)
        {
            return false;
        }

        var same = word.AsSpan().CommonPrefixLength(meant);
        var (rest, other) = (word[same..], meant[same..]);
        return rest.Length == other.Length ? rest.Length > 0 && string.Equals(rest[1..], other[1..], StringComparison.Ordinal)
            : rest.Length > other.Length ? string.Equals(rest[1..], other, StringComparison.Ordinal)
            : string.Equals(rest, other[1..], StringComparison.Ordinal);
    }

    private static Token? Ten(string word, int start, List<Token> row)
    {
        if (row[^1] is not { IsWord: true, Digits: [var unit] } last)
        {
            return null;
        }

        row[^1] = word == "belas" ? last with { Digits = "1" } : last;
        return new Token(start, word.Length, word == "belas" ? unit.ToString(CultureInfo.InvariantCulture) : "0", true, true, 0) { Word = word };
    }

    /// <summary>Number words, and digits among them, without blanks between.</summary>
    private static string? Joined(string word)
    {
        var (digits, at) = (new StringBuilder(), 0);
        while (at < word.Length)
        {
            if (char.IsAsciiDigit(word[at]))
            {
                digits.Append(word[at++]);
                continue;
            }

            var length = Enumerable.Range(2, 8).Reverse().FirstOrDefault(n => at + n <= word.Length && Words.ContainsKey(word.Substring(at, n)));
            if (length == 0)
            {
                return null;
            }

            digits.Append(Words[word.Substring(at, length)]);
            at += length;
        }

        return digits.Length > 1 ? digits.ToString() : null;
    }

    private static Token? Likened(string word, int start)
    {
        var likened = word.Count(c => !char.IsAsciiDigit(c));
        return word.All(c => char.IsAsciiDigit(c) || Lookalikes.Contains(c)) && (word.All(c => char.IsAsciiDigit(c) || Alone.Contains(c)) ? likened < word.Length || word.Length == 1 : likened * 3 <= word.Length)
            ? new Token(start, word.Length, string.Concat(word.Select(c => char.IsAsciiDigit(c) ? c : Meant[Lookalikes.IndexOf(c, StringComparison.Ordinal)])), true, false, likened)
            : null;
    }

    [GeneratedRegex(@"[\p{L}\d]+", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Word();

    /// <param name="IsDisguised">It was not written in digits.</param>
    /// <param name="IsWord">It is spelled out.</param>
    /// <param name="Likened">How many of its digits are letters.</param>
    private sealed record Token(int Start, int Length, string Digits, bool IsDisguised, bool IsWord, int Likened)
    {
        public string Word { get; init; } = "";

        public int End => Start + Length;
    }
}
