using System.Buffers.Binary;
using Hub.Domain;

namespace Hub.Connectors.Tabular;

/// <summary>Goes through the records of an old workbook (MS-XLS) and counts what its reader makes objects of and how often it would read the same, before there is a reader: <see cref="WorkbookBounds"/> for XLS.</summary>
/// <param name="file">Its name, for who reads the refusal.</param>
internal sealed class BiffBounds(string file)
{
    /// <summary>Different texts of the workbook, each of which is held.</summary>
    internal const int MostTexts = 250_000;

    /// <summary>Bytes of them, which take twice that in memory.</summary>
    private const int MostTextBytes = 16 * 1024 * 1024;

    /// <summary>As many as a sheet of Excel 97 has.</summary>
    private const int MostRows = 65_536;

    /// <summary>Rows that the reader takes at once, with all that lies between the first and the last record of them.</summary>
    private const int Block = 32;

    /// <summary>Bytes of such a block: 256 columns of long texts need two million.</summary>
    internal const int LongestBlock = 4 * 1024 * 1024;

    /// <summary>Bytes of all blocks; more than the file where rows do not lie in order.</summary>
    private const long MostBlocks = 512L * 1024 * 1024;

    private const int MostParts = 4_000;

    private readonly HashSet<long> begun = [];
    private readonly HashSet<long> sheets = [];
    private readonly (long First, long Last)[] blocks = new (long First, long Last)[(MostRows + Block - 1) / Block];
    private bool isWithin;
    private long texts;
    private long blockBytes;
    private int kept;
    private int costly;
    private long cells;

    /// <summary>Kinds of records, as the specification calls them (MS-XLS 2.3); those of the versions before it with a digit less.</summary>
    private enum Kind
    {
        Formula = 0x06,
        Eof = 0x0A,
        FilePass = 0x2F,
        Font = 0x31,
        Continue = 0x3C,
        BoundSheet = 0x85,
        MulRk = 0xBD,
        MulBlank = 0xBE,
        RString = 0xD6,
        Xf = 0xE0,
        MergeCells = 0xE5,
        Sst = 0xFC,
        LabelSst = 0xFD,
        Dimensions = 0x200,
        Row = 0x208,
        Rk = 0x27E,
        Format = 0x41E,
        Bof = 0x809,
    }

    /// <param name="workbook">From its beginning.</param>
    /// <exception cref="ConnectorFailure">Malformed: more than a workbook has, or one under a password.</exception>
    public void Check(Stream workbook)
    {
        Span<byte> head = stackalloc byte[12];
        var last = default(Kind);
        for (var at = 0L; ; )
        {
            workbook.Position = at;
            var read = workbook.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (read < 4)
            {
                break;
            }

            head[read..].Clear();
            var (kind, size) = ((Kind)BinaryPrimitives.ReadUInt16LittleEndian(head), BinaryPrimitives.ReadUInt16LittleEndian(head[2..]));
            if (at == 0 && (kind != Kind.Bof || size is not (8 or 16)))
            {
                throw Refused("Damaged", file);
            }

            Take(kind == Kind.Continue && last == Kind.Sst ? Kind.Sst : kind, kind == Kind.Continue, at, size, head[4..]);
            last = kind == Kind.Continue ? last : kind;
            at += 4 + size;
        }

        End();
        if (!sheets.IsSubsetOf(begun))
        {
            // A sheet that begins in the midst of another record is made of records that nobody counted.
            throw Refused("Damaged", file);
        }
    }

    private void Take(Kind kind, bool continues, long at, int size, ReadOnlySpan<byte> content)
    {
        switch (kind)
        {
            case Kind.Bof when !isWithin:
                isWithin = true;
                begun.Add(at);
                Array.Clear(blocks);
                break;
            case Kind.Eof:
                isWithin = false;
                End();
                break;
            case Kind.FilePass:
                throw Refused("Locked", file);
            case Kind.BoundSheet when content[5] == 0:
                // One that is named twice would be read twice.
                costly += sheets.Add(BinaryPrimitives.ReadUInt32LittleEndian(content)) ? 1 : CountedMarkup.MostCostly;
                break;
            case Kind.Sst:
                TakeTexts(size, continues ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(content[4..]));
                break;
            case Kind.Dimensions or (Kind)0x00 when BinaryPrimitives.ReadUInt32LittleEndian(content[4..]) > MostRows && size > 10:
                throw Refused("TooManyRows", file, sheets.Count, MostRows);
            case Kind.MergeCells:
                kept += size / 8;
                break;
            case Kind.Font or (Kind)0x231 or Kind.Xf or (Kind)0x43 or (Kind)0x243 or (Kind)0x443:
                kept++;
                break;
            case Kind.Format or (Kind)0x1E:
                costly++;
                break;
            case Kind.Row or (Kind)0x08 or Kind.MulRk or Kind.MulBlank or Kind.LabelSst or Kind.RString or Kind.Formula or Kind.Rk or (Kind)0x7E or (Kind)0x206 or (Kind)0x406 or (>= (Kind)0x01 and <= (Kind)0x05) or (>= (Kind)0x201 and <= (Kind)0x205):
                TakeCells(kind, at, size, BinaryPrimitives.ReadUInt16LittleEndian(content));
                break;
            default:
                break;
        }

        if (kept > CountedMarkup.MostKept || costly > CountedMarkup.MostCostly || begun.Count > MostParts)
        {
            throw Refused("TooManyParts", file);
        }
    }

    private void TakeTexts(int size, uint count)
    {
        texts += size;
        if (count > MostTexts || texts > MostTextBytes)
        {
            throw Refused("UnpacksTooLarge", file);
        }
    }

    private void TakeCells(Kind kind, long at, int size, int row)
    {
        ref var block = ref blocks[row / Block];
        block = (block.Last == 0 ? at : block.First, at + 4 + size);
        if (block.Last - block.First > LongestBlock)
        {
            throw Refused("UnpacksTooLarge", file);
        }

        cells += kind == Kind.MulRk ? Math.Max(1, (size - 6) / 6) : 1;
        if (cells > GridBounds.MostCells)
        {
            throw Refused("TooManyCells", file, sheets.Count, GridBounds.MostCells);
        }
    }

    private void End()
    {
        blockBytes += blocks.Sum(static b => b.Last - b.First);
        Array.Clear(blocks);
        if (blockBytes > MostBlocks)
        {
            throw Refused("UnpacksTooLarge", file);
        }
    }

    private static ConnectorFailure Refused(string what, params object[] values) => new(FailureKind.Malformed, Said.Of<SheetTexts>(what, values));
}
