using System.Globalization;
using System.Net;
using System.Text;

namespace Hub.Domain.Privacy;

/// <summary>A text as a reader sees it: lower case, letters without accents and out of one alphabet, plain digits, without invisible characters and, when wanted, without markup. Knows where each character came from.</summary>
internal sealed class FoldedText
{
    /// <summary>Tags that do not part words on the screen.</summary>
    private static readonly HashSet<string> Inline = new(StringComparer.Ordinal)
    {
        "a", "abbr", "b", "bdi", "bdo", "big", "em", "font", "i", "ins", "mark", "o:p", "s", "small", "span", "strong", "sub", "sup", "tt", "u", "wbr",
    };

    private const int LongestEntity = 10;

    private readonly StringBuilder text;
    private readonly string source;

    /// <summary>Of a piece: so many characters of what it is a piece of stand before it.</summary>
    private readonly int before;

    /// <summary>Null as long as each character stands where it came from: in most texts all do.</summary>
    private FoldedOrigins? origins;

    /// <summary>From here on no tag ends: looked for once, and not again from each sign that could begin one.</summary>
    private int lastTagEnd = int.MaxValue;

    private FoldedText(string source, int length) => (this.source, text) = (source, new StringBuilder(length));

    private FoldedText(FoldedText whole, int start, int end)
    {
        (source, text, origins, before) = (whole.source, whole.text, whole.origins, whole.before + start);
        Text = whole.Text[start..end];
    }

    public string Text { get; private set; } = "";

    public static FoldedText OfPlain(string source)
    {
        var folded = new FoldedText(source, source.Length);
        for (var i = 0; i < source.Length; i++)
        {
            i = folded.Take(i);
        }

        return folded.Done();
    }

    public static FoldedText OfMarkup(string source)
    {
        var folded = new FoldedText(source, source.Length);
        for (var i = 0; i < source.Length; i++)
        {
            i = source[i] switch
            {
                '<' => folded.SkipTag(i),
                '&' => folded.TakeEntity(i),
                _ => folded.Take(i),
            };
        }

        return folded.Done();
    }

    /// <summary>The same text with some pieces written otherwise; they come from where the old ones stood.</summary>
    /// <param name="pieces">In order, without overlap: start and length in this text, and what stands there instead.</param>
    public FoldedText With(IEnumerable<(int Start, int Length, string Instead)> pieces)
    {
        var written = new FoldedText(source, Text.Length);
        var done = 0;
        foreach (var (start, length, instead) in pieces)
        {
            written.Copy(this, done, start);
            foreach (var c in instead)
            {
                written.Add(c, PlaceOf(start).Start, PlaceOf(start + length - 1).End);
            }

            done = start + length;
        }

        written.Copy(this, done, Text.Length);
        return written.Done();
    }

    /// <summary>A piece of it; its characters come from where they came from, which is not written down again: a long text is read in a hundred pieces, for each who may be named in it.</summary>
    public FoldedText Piece(int start, int end) => new(this, start, end);

    /// <summary>Whether the character there was written as a capital, or has none.</summary>
    public bool IsCapital(int index) => Rune.TryGetRuneAt(source, PlaceOf(index).Start, out var rune) && (Rune.IsUpper(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherLetter);

    /// <returns>Where the characters stand in the original.</returns>
    public (int Start, int Length) Origin(int start, int length)
    {
        var first = PlaceOf(start).Start;
        return (first, PlaceOf(start + length - 1).End - first);
    }

    private void Copy(FoldedText other, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var (start, end) = other.PlaceOf(i);
            Add(other.Text[i], start, end);
        }
    }

    private (int Start, int End) PlaceOf(int index) => origins is null ? (before + index, before + index + 1) : origins.At(before + index);

    private FoldedText Done()
    {
        Text = text.ToString();
        text.Clear().Capacity = 0;
        return this;
    }

    private void Add(char c, int start, int end)
    {
        if (origins is null && (start != text.Length || end != start + 1))
        {
            origins = new FoldedOrigins();
            if (text.Length > 0)
            {
                origins.Add(0, 0, 1);
            }
        }

        origins?.Add(text.Length, start, end);
        text.Append(c);
    }

    /// <returns>The last index of the character that was taken.</returns>
    private int Take(int at)
    {
        if (char.IsAscii(source[at]))
        {
            Add(Fold(source[at]), at, at + 1);
            return at;
        }

        if (!Rune.TryGetRuneAt(source, at, out var rune) || rune.IsBmp)
        {
            TakeFolded(source[at], at, at + 1);
            return at;
        }

        foreach (var c in LatinLetters.Of(rune).ToString())
        {
            Add(c, at, at + 2);
        }

        return at + 1;
    }

    private void TakeFolded(char c, int start, int end)
    {
        if (!IsUnseen(c))
        {
            Add(Fold(c), start, end);
        }
    }

    private static bool IsUnseen(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark || c is '\u1160' or '\u115F';

    private static char Fold(char c) => c switch
    {
        >= 'A' and <= 'Z' => (char)(c | 0x20),
        '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212' or '\u2022' or '\u00B7' => '-',
        '\u2800' => ' ',
        '\n' => c,
        >= '\uFF01' and <= '\uFF5E' => Fold((char)(c - 0xFEE0)),
        _ when char.IsAscii(c) && !char.IsWhiteSpace(c) => c,
        _ when char.IsWhiteSpace(c) => ' ',
        _ when char.IsDigit(c) => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)),
        _ => LatinLetters.Of(char.ToLowerInvariant(c)),
    };

    private int SkipTag(int start)
    {
        if (start + 1 == source.Length || start > lastTagEnd || !(char.IsAsciiLetter(source[start + 1]) || source[start + 1] is '/' or '!'))
        {
            return Take(start);
        }

        var end = source.IndexOf('>', start);
        if (end < 0)
        {
            lastTagEnd = start;
            return Take(start);
        }

        var name = source.AsSpan(start + 1, end - start - 1).TrimStart('/');
        var stop = name.IndexOfAny(" \t\r\n/");
        if (!Inline.Contains((stop < 0 ? name : name[..stop]).ToString().ToLowerInvariant()))
        {
            Add(' ', start, start + 1);
        }

        return end;
    }

    private int TakeEntity(int start)
    {
        var end = source.IndexOf(';', start, Math.Min(LongestEntity + 1, source.Length - start));
        if (end < 0)
        {
            return Take(start);
        }

        var decoded = WebUtility.HtmlDecode(source[start..(end + 1)]);
        if (decoded.Length > 2)
        {
            return Take(start);
        }

        foreach (var c in FoldedText.OfPlain(decoded).Text)
        {
            Add(c, start, end + 1);
        }

        return end;
    }
}
