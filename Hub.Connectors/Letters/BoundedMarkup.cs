using System.Text;

namespace Hub.Connectors.Letters;

/// <summary>The characters of an XML part for a reader that holds every tag whole and remembers every open element: how long and how deep those are is seen before the reader has them.</summary>
public sealed class BoundedMarkup(Stream part, CancellationToken token = default) : TextReader
{
    public const int Deepest = 100_000;

    /// <summary>Of one tag with its attributes, or of one remark.</summary>
    public const int LongestTag = 1024 * 1024;

    /// <summary>Blanks before the first element and behind the last, which the reader holds as one text.</summary>
    public const int MostOutside = 64 * 1024;

    private readonly StreamReader reader = new(part, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
    private Place place;
    private char quote;
    private char last;
    private char beforeLast;
    private bool isEnd;
    private int length;
    private int depth;
    private int outside;

    public override int Peek() => reader.Peek();

    public override int Read()
    {
        var one = new char[1];
        return Read(one, 0, 1) == 0 ? -1 : one[0];
    }

    public override int Read(char[] buffer, int index, int count)
    {
        token.ThrowIfCancellationRequested();
        var read = reader.Read(buffer, index, count);
        foreach (var c in buffer.AsSpan(index, read))
        {
            Look(c);
            (beforeLast, last) = (last, c);
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            reader.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Look(char c)
    {
        length++;
        var isBound = place is not (Place.Text or Place.Literal);
        switch (place)
        {
            case Place.Text:
                (place, length) = c == '<' ? (Place.Opened, 1) : (Place.Text, 0);
                outside += depth == 0 ? 1 : 0;
                break;
            case Place.Opened:
                isEnd = c == '/';
                place = c switch { '!' => Place.Declared, '?' => Place.Instruction, _ => Place.Tag };
                break;
            case Place.Declared:
                place = c switch { '-' => Place.Remark, '[' => Place.Literal, _ => Place.Tag };
                break;
            case Place.Tag when c is '"' or '\'':
                (place, quote) = (Place.Quoted, c);
                break;
            case Place.Tag when c == '>':
                depth += isEnd ? -1 : last == '/' ? 0 : 1;
                place = Place.Text;
                break;
            case Place.Quoted when c == quote:
                place = Place.Tag;
                break;
            case Place.Remark when c == '>' && (last, beforeLast) == ('-', '-') && length >= "<!---->".Length:
            case Place.Literal when c == '>' && (last, beforeLast) == (']', ']') && length >= "<![CDATA[]]>".Length:
            case Place.Instruction when c == '>' && last == '?' && length >= "<?a?>".Length:
                place = Place.Text;
                break;
            default:
                break;
        }

        if (depth > Deepest || outside > MostOutside || (isBound && length > LongestTag))
        {
            throw new FileTooMuch();
        }
    }

    private enum Place
    {
        Text,
        Opened,
        Declared,
        Tag,
        Quoted,
        Remark,
        Literal,
        Instruction,
    }
}
