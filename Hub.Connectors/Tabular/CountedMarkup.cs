using Hub.Domain;

namespace Hub.Connectors.Tabular;

/// <summary>Goes through a part of a workbook byte by byte and counts what its reader makes objects of, before there is a reader. Two bytes of a packed file may be a thousand cells.</summary>
/// <param name="file">Its name, for who reads the refusal.</param>
internal sealed class CountedMarkup(string file, string part)
{
    /// <summary>Formats, merged ranges, columns and links of a part; Excel itself keeps 65,490 formats and 16,384 columns.</summary>
    internal const int MostKept = 100_000;

    /// <summary>A sheet may be named again and again, and is gone through each time; a number format is taken to pieces.</summary>
    internal const int MostCostly = 500;

    /// <summary>Of one part, also of a hidden sheet that nobody reads (lists to choose from are long); what is read has its own bound, <see cref="GridBounds"/>.</summary>
    internal const int MostRows = 200_000;

    /// <summary>Bytes of one cell, which may be made of many runs.</summary>
    internal const int LongestCell = 4 * WorkbookBounds.LongestText;

    internal const int Deepest = 1_000;

    /// <summary>Different names of elements and attributes, each of which the reader of markup remembers.</summary>
    internal const int MostNames = 10_000;

    private readonly HashSet<uint> names = [];
    private readonly byte[] name = new byte[16];
    private Place place;
    private byte quote;
    private byte last;
    private byte beforeLast;
    private bool isEnd;
    private bool inCell;
    private int length;
    private uint hash;
    private int sinceTag;
    private int sinceCell;
    private int sinceMark;
    private int depth;
    private int rows;
    private int cells;
    private int kept;
    private int costly;

    private enum Place
    {
        Text,
        Opened,
        Name,
        Tag,
        Quoted,
        Declared,
        Remark,
        Literal,
        Instruction,
    }

    /// <exception cref="ConnectorFailure">Malformed: more than a workbook has.</exception>
    public void Take(ReadOnlySpan<byte> piece)
    {
        foreach (var b in piece)
        {
            sinceTag++;
            sinceCell++;
            sinceMark++;
            Look(b);
            (beforeLast, last) = (last, b);
            if (sinceTag > WorkbookBounds.LongestText || (inCell && sinceCell > LongestCell))
            {
                throw Refused("TextTooLong", file);
            }
        }
    }

    /// <summary>Only a tag ends a text: remarks and instructions in it are left out and what stands around them is one, and in what is said literally an angle is a sign like others.</summary>
    private void Look(byte b)
    {
        switch (place)
        {
            case Place.Text when b == '<':
                (place, sinceMark) = (Place.Opened, 0);
                break;
            case Place.Opened when b is (byte)'!' or (byte)'?':
                place = b == '!' ? Place.Declared : Place.Instruction;
                break;
            case Place.Opened:
                (place, isEnd, length, hash, sinceTag) = (Place.Name, b == '/', 0, 0, 0);
                Spell(b);
                break;
            case Place.Declared:
                place = b switch { (byte)'-' => Place.Remark, (byte)'[' => Place.Literal, _ => throw Refused("Damaged", file) };
                break;
            case Place.Name when !IsBlank(b) && b is not ((byte)'>' or (byte)'/'):
                Spell(b);
                break;
            case Place.Name:
                Named();
                (place, hash) = (Place.Tag, 0);
                InTag(b);
                break;
            case Place.Tag:
                InTag(b);
                break;
            case Place.Quoted when b == quote:
                (place, hash) = (Place.Tag, 0);
                break;
            case Place.Remark when b == '>' && (last, beforeLast) == ((byte)'-', (byte)'-') && sinceMark >= "!---->".Length:
            case Place.Literal when b == '>' && (last, beforeLast) == ((byte)']', (byte)']') && sinceMark >= "![CDATA[]]>".Length:
            case Place.Instruction when b == '>' && last == '?' && sinceMark >= "?a?>".Length:
                place = Place.Text;
                break;
            default:
                break;
        }
    }

    private void InTag(byte b)
    {
        switch (b)
        {
            case (byte)'"' or (byte)'\'':
                (place, quote) = (Place.Quoted, b);
                break;
            case (byte)'>':
                Close();
                break;
            case (byte)'=':
                Remember();
                break;
            default:
                hash = IsBlank(b) ? hash : Mix(hash, b);
                break;
        }
    }

    private void Close()
    {
        var isEmpty = !isEnd && last == '/';
        depth += isEnd ? -1 : isEmpty ? 0 : 1;
        if (depth > Deepest)
        {
            throw Refused("TooManyParts", file);
        }

        if (Local() is [(byte)'c'])
        {
            (inCell, sinceCell) = (!isEnd && !isEmpty, 0);
        }

        place = Place.Text;
    }

    private void Spell(byte b)
    {
        hash = Mix(hash, b);
        if (b == ':')
        {
            length = 0;
        }
        else if (length < name.Length && b != '/')
        {
            name[length++] = b;
        }
    }

    private ReadOnlySpan<byte> Local() => name.AsSpan(0, length);

    private void Named()
    {
        if (isEnd)
        {
            return;
        }

        Remember();
        var local = Local();
        rows += local.SequenceEqual("row"u8) ? 1 : 0;
        cells += local.SequenceEqual("c"u8) || local.SequenceEqual("si"u8) ? 1 : 0;
        costly += local.SequenceEqual("sheet"u8) || local.SequenceEqual("numFmt"u8) ? 1 : 0;
        kept += local.SequenceEqual("xf"u8) || local.SequenceEqual("mergeCell"u8) || local.SequenceEqual("col"u8) || local.SequenceEqual("Relationship"u8) ? 1 : 0;
        if (rows > MostRows || cells > GridBounds.MostCells)
        {
            throw rows > MostRows ? Refused("TooManyRows", file, part, MostRows) : Refused("TooManyCells", file, part, GridBounds.MostCells);
        }

        if (costly > MostCostly || kept > MostKept)
        {
            throw Refused("TooManyParts", file);
        }
    }

    private void Remember()
    {
        if (names.Count == MostNames && !names.Contains(hash))
        {
            throw Refused("TooManyParts", file);
        }

        names.Add(hash);
        hash = 0;
    }

    private static uint Mix(uint hash, byte b) => (hash ^ b) * 16_777_619 + 1;

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private static ConnectorFailure Refused(string what, params object[] values) => new(FailureKind.Malformed, Said.Of<SheetTexts>(what, values));
}
