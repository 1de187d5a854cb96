using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Hub.Host.People.Files;

/// <summary>
/// What draws on a page, a form or a pattern (ISO 32000-1, 7.8), written anew: the operators that draw with what they need, words only where they are shown. Comments, the texts of tags
/// (ActualText, Alt), words that no operator shows, unknown operators and everybody's own names stay behind.
/// </summary>
internal sealed class PdfContent(GivenNames names, Stream into)
{
    private const int Longest = 16 * 1024 * 1024;

    private static readonly FrozenSet<string> Operators =
        "b B b* B* BT c cm CS cs d d0 d1 Do EMC ET f F f* G g gs h i J j K k l m M n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf TL Tm Tr Ts Tw Tz v w W W* y".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> OfPictures =
        "BPC BitsPerComponent CS ColorSpace D Decode DP DecodeParms F Filter H Height IM ImageMask Intent I Interpolate W Width".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What was read since the last operator, with words and without.</summary>
    private readonly ArrayBufferWriter<byte> all = new();
    private readonly ArrayBufferWriter<byte> plain = new();
    private readonly List<string> said = [];
    private bool hasDictionary;
    private int depth;
    private int last;

    /// <summary>May be called for each of the streams that make up a page: they are one text, wherever it was cut.</summary>
    public void Write(PdfTokens tokens)
    {
        for (var piece = tokens.Next(); piece != PdfPiece.End; piece = tokens.Next())
        {
            if (piece == PdfPiece.Word)
            {
                Operate(tokens);
                Forget();
            }
            else
            {
                Take(piece, tokens);
            }
        }
    }

    private void Take(PdfPiece piece, PdfTokens tokens)
    {
        last = depth == 0 ? all.WrittenCount : last;
        depth += piece switch { PdfPiece.Array or PdfPiece.Dictionary => 1, PdfPiece.ArrayEnd or PdfPiece.DictionaryEnd when depth > 0 => -1, _ => 0 };
        switch (piece)
        {
            case PdfPiece.Text:
                Put(all, tokens.Bytes);
                break;
            case PdfPiece.Name:
                said.Add(tokens.Said);
                Both(Encoding.ASCII.GetBytes($"/{names.Of(tokens.Said)}"));
                break;
            case PdfPiece.Dictionary or PdfPiece.DictionaryEnd:
                hasDictionary = true;
                break;
            case PdfPiece.Array:
                Both("["u8);
                break;
            case PdfPiece.ArrayEnd:
                Both("]"u8);
                break;
            case PdfPiece.Number:
                Both(tokens.Bytes);
                break;
            default:
                break;
        }
    }

    private void Operate(PdfTokens tokens)
    {
        switch (tokens.Said)
        {
            case "BDC" when !hasDictionary && said is ["OC", var layer]:
                into.Write(Encoding.ASCII.GetBytes($"/OC /{names.Of(layer)} BDC\n"));
                break;
            case "BDC" or "BMC":
                into.Write("/Span BMC\n"u8);
                break;
            case "BI":
                Picture(tokens);
                break;
            case "Tj" or "TJ" or "'":
                Say(all.WrittenSpan[last..], tokens);
                break;
            case "\"":
                Say(all.WrittenSpan, tokens);
                break;
            case var other when Operators.Contains(other) && !hasDictionary:
                Say(plain.WrittenSpan, tokens);
                break;
            default:
                break;
        }
    }

    private void Picture(PdfTokens tokens)
    {
        into.Write("BI"u8);
        var (key, points, level) = (default(string), 1L, 0);
        while (true)
        {
            var piece = tokens.Next();
            if (piece == PdfPiece.Word && tokens.Bytes.SequenceEqual("ID"u8))
            {
                break;
            }

            if (piece is PdfPiece.End or PdfPiece.Word or PdfPiece.Brace or PdfPiece.BraceEnd || (key is null && piece != PdfPiece.Name))
            {
                throw new FileHeld(HeldFile.Damaged);
            }

            var (word, isKey) = (tokens.Said, key is null);
            key ??= word;
            if (piece == PdfPiece.Name && word is "DCT" or "DCTDecode" or "JPXDecode")
            {
                // Written by a camera, place and maker included.
                throw new FileHeld(HeldFile.Carries);
            }

            if (key is "W" or "Width" or "H" or "Height" && piece == PdfPiece.Number && uint.TryParse(word, CultureInfo.InvariantCulture, out var side))
            {
                Pixels.Check(points, side);
                points *= Math.Max(1, side);
            }

            level += piece switch { PdfPiece.Array or PdfPiece.Dictionary => 1, PdfPiece.ArrayEnd or PdfPiece.DictionaryEnd => -1, _ => 0 };
            if (OfPictures.Contains(key))
            {
                into.Write(Encoding.Latin1.GetBytes(Written(piece, word, key, isKey)));
            }

            key = isKey || level > 0 ? key : null;
        }

        into.Write(" ID "u8);
        tokens.CopyPicture(into);
        into.Write("\nEI\n"u8);
    }

    private string Written(PdfPiece piece, string word, string key, bool isKey) => piece switch
    {
        PdfPiece.Name => isKey ? $" /{word}" : $" /{names.Of(word)}",
        PdfPiece.Text => key is "CS" or "ColorSpace" ? word : "",
        PdfPiece.Array => " [",
        PdfPiece.ArrayEnd => " ]",
        PdfPiece.Dictionary => " <<",
        PdfPiece.DictionaryEnd => " >>",
        _ => $" {word}",
    };

    private void Say(ReadOnlySpan<byte> operands, PdfTokens tokens)
    {
        into.Write(operands);
        into.WriteByte((byte)' ');
        into.Write(tokens.Bytes);
        into.WriteByte((byte)'\n');
    }

    private void Both(ReadOnlySpan<byte> bytes)
    {
        Put(all, bytes);
        Put(plain, bytes);
    }

    private static void Put(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> bytes)
    {
        if (to.WrittenCount > Longest)
        {
            throw new FileHeld(HeldFile.TooLarge);
        }

        to.Write(bytes);
        to.Write(" "u8);
    }

    private void Forget()
    {
        all.ResetWrittenCount();
        plain.ResetWrittenCount();
        said.Clear();
        (hasDictionary, depth, last) = (false, 0, 0);
    }
}
