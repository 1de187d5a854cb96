using System.Globalization;
using System.Net;
using System.Text;

namespace Hub.Domain.Privacy;

/// <summary>A text as a reader sees it: lower case, plain digits, without invisible characters and, when wanted, without markup. Knows where each character came from.</summary>
internal sealed class FoldedText
{
    /// <summary>Tags that do not part words on the screen.</summary>
    private static readonly HashSet<string> Inline = new(StringComparer.Ordinal)
    {
        "a", "abbr", "b", "bdi", "bdo", "big", "em", "font", "i", "ins", "mark", "o:p", "s", "small", "span", "strong", "sub", "sup", "tt", "u", "wbr",
    };

    private readonly StringBuilder text = new();
    private readonly List<int> origins = [];
    private readonly string source;

    private FoldedText(string source) => this.source = source;

    public string Text { get; private set; } = "";

    public static FoldedText OfPlain(string source)
    {
        var folded = new FoldedText(source);
        for (var i = 0; i < source.Length; i++)
        {
            folded.Take(source[i], i);
        }

        return folded.Done();
    }

    public static FoldedText OfMarkup(string source)
    {
        var folded = new FoldedText(source);
        for (var i = 0; i < source.Length; i++)
        {
            i = source[i] switch
            {
                '<' => folded.SkipTag(i),
                '&' => folded.TakeEntity(i),
                _ => folded.Take(source[i], i),
            };
        }

        return folded.Done();
    }

    /// <summary>Whether the character there was written as a capital.</summary>
    public bool IsCapital(int index) => char.IsUpper(source[origins[index]]);

    /// <returns>Where the characters stand in the original.</returns>
    public (int Start, int Length) Origin(int start, int length)
    {
        var first = origins[start];
        return (first, origins[start + length - 1] - first + 1);
    }

    private FoldedText Done()
    {
        Text = text.ToString();
        return this;
    }

    private int Take(char c, int origin)
    {
        if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.NonSpacingMark)
        {
            return origin;
        }

        text.Append(Fold(c));
        origins.Add(origin);
        return origin;
    }

    private static char Fold(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => char.ToLowerInvariant((char)(c - 0xFEE0)),
        '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212' => '-',
        _ when char.IsWhiteSpace(c) => ' ',
        _ when char.IsDigit(c) => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)),
        _ => char.ToLowerInvariant(c),
    };

    private int SkipTag(int start)
    {
        var end = source.IndexOf('>', start);
        if (end < 0 || start + 1 == source.Length || !(char.IsAsciiLetter(source[start + 1]) || source[start + 1] is '/' or '!'))
        {
            return Take('<', start);
        }

        var name = source.AsSpan(start + 1, end - start - 1).TrimStart('/');
        var stop = name.IndexOfAny(" \t\r\n/");
        if (!Inline.Contains((stop < 0 ? name : name[..stop]).ToString().ToLowerInvariant()))
        {
            Take(' ', start);
        }

        return end;
    }

    private int TakeEntity(int start)
    {
        var end = source.IndexOf(';', start);
        if (end < 0 || end - start > 10)
        {
            return Take('&', start);
        }

        var decoded = WebUtility.HtmlDecode(source[start..(end + 1)]);
        if (decoded.Length > 2)
        {
            return Take('&', start);
        }

        foreach (var c in decoded)
        {
            Take(c, start);
        }

        return end;
    }
}
