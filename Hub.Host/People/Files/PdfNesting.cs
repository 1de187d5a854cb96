using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Hub.Connectors.Letters;

namespace Hub.Host.People.Files;

/// <summary>
/// How deep the arrays and dictionaries of a PDF lie in each other, measured before a reader that calls itself for each of them sees the file: a stack that overflows ends the
/// program. An object is walked from wherever one may begin, in streams and texts too, because the table of a PDF can point anywhere.
/// </summary>
internal static partial class PdfNesting
{
    /// <summary>Programs stay below ten.</summary>
    private const int Deepest = 64;

    /// <summary>How many times its own length a file may be walked; one without objects inside objects is walked once.</summary>
    private const long Walks = 4;

    private const long MostObjects = 16L * 1024 * 1024;

    /// <summary>Words in arrays and dictionaries, each of which becomes an object of whoever reads them.</summary>
    private const int MostWords = 1_000_000;

    private static readonly SearchValues<byte> Blanks = SearchValues.Create("\0\t\n\f\r "u8);
    private static readonly SearchValues<byte> Marks = SearchValues.Create("[]<>(%"u8);

    private static readonly byte[][] Beginnings = ["obj"u8.ToArray(), "trailer"u8.ToArray()];

    /// <exception cref="FileHeld">It is deeper, or does not end as it begins.</exception>
    public static void Check(byte[] file)
    {
        var counts = new Counts();
        var left = Walks * file.Length;
        foreach (var beginning in Beginnings)
        {
            for (var at = 0; file.AsSpan(at).IndexOf(beginning) is >= 0 and var found;)
            {
                at += found + beginning.Length;
                var length = Walk(file.AsSpan(at), ref left, counts);
                if (length > 0)
                {
                    CheckPacked(file, at, length, counts);
                }
            }
        }
    }

    /// <returns>The length of the array or dictionary that begins there; 0 where none does.</returns>
    private static int Walk(ReadOnlySpan<byte> text, ref long left, Counts counts)
    {
        Span<bool> isArray = stackalloc bool[Deepest];
        var depth = 0;
        for (var at = 0; at < text.Length;)
        {
            var (piece, length) = Next(text[at..]);
            if ((left -= length) < 0)
            {
                throw new FileHeld(HeldFile.TooLarge);
            }

            if (depth == 0 && (piece is Piece.ArrayEnd or Piece.DictionaryEnd || (piece is Piece.Other && !IsBlank(text.Slice(at, length)))))
            {
                return 0;
            }

            counts.Take(piece is Piece.Other ? WordsIn(text.Slice(at, length)) : 1, 0);
            at += length;
            if (piece is Piece.Array or Piece.Dictionary)
            {
                if (depth == Deepest)
                {
                    throw new FileHeld(HeldFile.Damaged);
                }

                isArray[depth++] = piece is Piece.Array;
            }
            else if (piece is Piece.ArrayEnd or Piece.DictionaryEnd)
            {
                if (isArray[--depth] != piece is Piece.ArrayEnd)
                {
                    throw new FileHeld(HeldFile.Damaged);
                }

                if (depth == 0)
                {
                    return at;
                }
            }
        }

        return depth == 0 ? 0 : throw new FileHeld(HeldFile.Damaged);
    }

    private static (Piece Piece, int Length) Next(ReadOnlySpan<byte> text) => text[0] switch
    {
        (byte)'[' => (Piece.Array, 1),
        (byte)']' => (Piece.ArrayEnd, 1),
        (byte)'<' when text.StartsWith("<<"u8) => (Piece.Dictionary, 2),
        (byte)'>' when text.StartsWith(">>"u8) => (Piece.DictionaryEnd, 2),
        (byte)'<' => (Piece.Other, Through(text, text.IndexOf((byte)'>'))),
        (byte)'%' => (Piece.Comment, Through(text, text.IndexOfAny((byte)'\r', (byte)'\n'))),
        (byte)'(' => (Piece.Other, Words(text)),
        (byte)'>' => (Piece.Other, 1),
        _ => (Piece.Other, Before(text, text.IndexOfAny(Marks))),
    };

    private static int Through(ReadOnlySpan<byte> text, int last) => last < 0 ? text.Length : last + 1;

    private static int Before(ReadOnlySpan<byte> text, int next) => next < 0 ? text.Length : next;

    /// <summary>Words in brackets, which may hold brackets in pairs.</summary>
    private static int Words(ReadOnlySpan<byte> text)
    {
        var open = 0;
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case (byte)'\\':
                    at++;
                    break;
                case (byte)'(':
                    open++;
                    break;
                case (byte)')' when --open == 0:
                    return at + 1;
                default:
                    break;
            }
        }

        return text.Length;
    }

    private static int WordsIn(ReadOnlySpan<byte> text)
    {
        var count = 0;
        for (var at = 0; at < text.Length; at++)
        {
            count += !Blanks.Contains(text[at]) && (at == 0 || text[at] == (byte)'/' || Blanks.Contains(text[at - 1])) ? 1 : 0;
        }

        return text.Length > 0 && text[0] == (byte)'(' ? 1 : count;
    }

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept(Blanks) < 0;

    /// <summary>Objects that lie packed in a stream. Packed in another way than programs do, nobody can say what the library would find in it.</summary>
    private static void CheckPacked(byte[] file, int at, int length, Counts counts)
    {
        var stream = at + length;
        while (stream < file.Length && (Blanks.Contains(file[stream]) || file[stream] == (byte)'%'))
        {
            stream += file[stream] == (byte)'%' ? Next(file.AsSpan(stream)).Length : 1;
        }

        if (!file.AsSpan(stream).StartsWith("stream"u8))
        {
            return;
        }

        var said = Encoding.Latin1.GetString(file, at, length);
        if (!said.Contains("/ObjStm", StringComparison.Ordinal) && !said.Contains('#', StringComparison.Ordinal) && !ToldElsewhere().IsMatch(said))
        {
            return;
        }

        var first = First().Match(said);
        if (said.Contains('#', StringComparison.Ordinal) || said.Contains("/Predictor", StringComparison.Ordinal) || !Once(said, "/Filter") || !Once(said, "/First")
            || !Filter().IsMatch(said) || !int.TryParse(first.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var begins))
        {
            throw new FileHeld(HeldFile.Damaged);
        }

        stream += "stream"u8.Length;
        stream += file.AsSpan(stream).StartsWith("\r\n"u8) ? 2 : 1;
        CheckObjects(Unpack(file, Math.Min(stream, file.Length), counts.Packed), begins, counts);
    }

    private static bool Once(string said, string key) => said.IndexOf(key, StringComparison.Ordinal) is >= 0 and var found && said.LastIndexOf(key, StringComparison.Ordinal) == found;

    private static byte[] Unpack(byte[] file, int at, Allowance allowance)
    {
        using var whole = new MemoryStream();
        try
        {
            using var unpacked = new MeteredStream(new ZLibStream(new MemoryStream(file, at, file.Length - at, writable: false), CompressionMode.Decompress), allowance);
            unpacked.CopyTo(whole);
        }
        catch (InvalidDataException)
        {
            // Whoever reads it sees no more of it than was unpacked.
        }

        return whole.ToArray();
    }

    /// <summary>Before the objects stand, in pairs, the number and the place of each.</summary>
    private static void CheckObjects(ReadOnlySpan<byte> objects, int begins, Counts counts)
    {
        var left = Walks * objects.Length;
        var (at, isPlace) = (0, false);
        while (true)
        {
            while (at < objects.Length && Blanks.Contains(objects[at]))
            {
                at++;
            }

            if (!Utf8Parser.TryParse(objects[at..], out int number, out var digits))
            {
                break;
            }

            at += digits;
            if (isPlace && (long)begins + number is >= 0 and var place && place < objects.Length)
            {
                Walk(objects[(int)place..], ref left, counts);
            }

            counts.Take(0, isPlace ? 1 : 0);
            isPlace = !isPlace;
        }

        if (at < objects.Length && objects[at] == (byte)'%')
        {
            throw new FileHeld(HeldFile.Damaged);
        }
    }

    [GeneratedRegex(@"/Filter\s*(?:/FlateDecode(?![^\s/<>\[\]()%])|\[\s*/FlateDecode\s*\])", RegexOptions.None, 1000)]
    private static partial Regex Filter();

    [GeneratedRegex(@"/First\s+(\d{1,9})(?!\s+\d+\s+R)", RegexOptions.None, 1000)]
    private static partial Regex First();

    /// <summary>The kind of a stream that stands in another object.</summary>
    [GeneratedRegex(@"/Type\s+\d", RegexOptions.None, 1000)]
    private static partial Regex ToldElsewhere();

    /// <summary>What the reader will hold, however it is spread over the file.</summary>
    private sealed class Counts
    {
        private int words;
        private int objects;

        public Allowance Packed { get; } = new(MostObjects);

        public void Take(int moreWords, int moreObjects)
        {
            (words, objects) = (words + moreWords, objects + moreObjects);
            if (words > MostWords || objects > CountedParts.MostObjects)
            {
                throw new FileHeld(HeldFile.TooLarge);
            }
        }
    }

    private enum Piece
    {
        Other,
        Comment,
        Array,
        ArrayEnd,
        Dictionary,
        DictionaryEnd,
    }
}
