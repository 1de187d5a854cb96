using System.Buffers;
using System.Text;

namespace Hub.Host.People.Files;

/// <summary>What stands next in a stream of a PDF.</summary>
internal enum PdfPiece
{
    End,

    /// <summary>A number, or <c>true</c>, <c>false</c>, <c>null</c>.</summary>
    Number,
    Name,

    /// <summary>Words in brackets or hexadecimal digits, with what encloses them.</summary>
    Text,

    /// <summary>An operator.</summary>
    Word,
    Array,
    ArrayEnd,
    Dictionary,
    DictionaryEnd,
    Brace,
    BraceEnd,
}

/// <summary>Reads a stream of a PDF piece by piece (ISO 32000-1, 7.2); comments are passed over.</summary>
internal sealed class PdfTokens(Stream from, CancellationToken token)
{
    private const int Longest = 4 * 1024 * 1024;

    private static readonly SearchValues<byte> Blanks = SearchValues.Create("\0\t\n\f\r "u8);
    private static readonly SearchValues<byte> Marks = SearchValues.Create("()<>[]{}/%"u8);
    private static readonly SearchValues<byte> InNumbers = SearchValues.Create("0123456789+-."u8);

    private readonly byte[] buffer = new byte[8 * 1024];
    private readonly ArrayBufferWriter<byte> piece = new(256);
    private int at;
    private int end;

    /// <summary>The piece as it stands there; of a name what it says, without the slash.</summary>
    public ReadOnlySpan<byte> Bytes => piece.WrittenSpan;

    public string Said => Encoding.Latin1.GetString(piece.WrittenSpan);

    /// <exception cref="FileHeld">No stream of a PDF goes on like that.</exception>
    public PdfPiece Next()
    {
        piece.ResetWrittenCount();
        var first = PastBlanks();
        switch (first)
        {
            case < 0:
                return PdfPiece.End;
            case '(':
                return Words();
            case '<' when Peek() == '<':
                Read();
                return PdfPiece.Dictionary;
            case '<':
                return Digits();
            case '>' when Peek() == '>':
                Read();
                return PdfPiece.DictionaryEnd;
            case '[':
                return PdfPiece.Array;
            case ']':
                return PdfPiece.ArrayEnd;
            case '{':
                return PdfPiece.Brace;
            case '}':
                return PdfPiece.BraceEnd;
            case '/':
                return Name();
            case '>' or ')':
                throw new FileHeld(HeldFile.Damaged);
            default:
                Put(first);
                return Rest();
        }
    }

    /// <summary>The bytes of a picture that stands among the operators, up to the word that ends it.</summary>
    public void CopyPicture(Stream into)
    {
        Read();
        var held = new byte[3];
        for (var count = 0; ;)
        {
            var next = Peek();
            if (count == held.Length && (next < 0 || Blanks.Contains((byte)next)))
            {
                return;
            }

            if (next < 0)
            {
                throw new FileHeld(HeldFile.Damaged);
            }

            var one = (byte)Read();
            if ((count == 0 && Blanks.Contains(one)) || (count == 1 && one == 'E') || (count == 2 && one == 'I'))
            {
                held[count++] = one;
                continue;
            }

            into.Write(held, 0, count);
            count = 0;
            if (Blanks.Contains(one))
            {
                held[count++] = one;
            }
            else
            {
                into.WriteByte(one);
            }
        }
    }

    private int PastBlanks()
    {
        while (true)
        {
            var next = Read();
            if (next == '%')
            {
                while (next is not ('\n' or '\r' or < 0))
                {
                    next = Read();
                }
            }

            if (next < 0 || !Blanks.Contains((byte)next))
            {
                return next;
            }
        }
    }

    private PdfPiece Words()
    {
        Put('(');
        for (var open = 1; open > 0;)
        {
            var next = Inside();
            Put(next);
            open += next switch { '(' => 1, ')' => -1, _ => 0 };
            if (next == '\\')
            {
                Put(Inside());
            }
        }

        return PdfPiece.Text;
    }

    private PdfPiece Digits()
    {
        Put('<');
        for (var next = Inside(); next != '>'; next = Inside())
        {
            if (char.IsAsciiHexDigit((char)next))
            {
                Put(next);
            }
        }

        Put('>');
        return PdfPiece.Text;
    }

    private PdfPiece Name()
    {
        while (IsRegular(Peek()))
        {
            var next = Read();
            Put(next == '#' ? (HexDigit(Inside()) << 4) + HexDigit(Inside()) : next);
        }

        return PdfPiece.Name;
    }

    private PdfPiece Rest()
    {
        while (IsRegular(Peek()))
        {
            Put(Read());
        }

        return Bytes.IndexOfAnyExcept(InNumbers) < 0 || Bytes.SequenceEqual("true"u8) || Bytes.SequenceEqual("false"u8) || Bytes.SequenceEqual("null"u8) ? PdfPiece.Number : PdfPiece.Word;
    }

    private static bool IsRegular(int next) => next >= 0 && !Blanks.Contains((byte)next) && !Marks.Contains((byte)next);

    private static int HexDigit(int digit) => char.IsAsciiHexDigit((char)digit) ? Convert.ToInt32($"{(char)digit}", 16) : throw new FileHeld(HeldFile.Damaged);

    private void Put(int one)
    {
        if (piece.WrittenCount == Longest)
        {
            throw new FileHeld(HeldFile.TooLarge);
        }

        piece.GetSpan(1)[0] = (byte)one;
        piece.Advance(1);
    }

    /// <summary>Within something that has an end.</summary>
    private int Inside() => Read() is >= 0 and var next ? next : throw new FileHeld(HeldFile.Damaged);

    private int Peek() => Fill() ? buffer[at] : -1;

    private int Read() => Fill() ? buffer[at++] : -1;

    private bool Fill()
    {
        if (at == end)
        {
            token.ThrowIfCancellationRequested();
            (at, end) = (0, from.Read(buffer));
        }

        return at < end;
    }
}
