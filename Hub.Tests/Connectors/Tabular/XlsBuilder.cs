using System.Buffers.Binary;
using System.Text;

namespace Hub.Tests.Connectors.Tabular;

/// <summary>Makes old workbooks (MS-XLS in MS-CFB) record by record, honest ones and others.</summary>
internal sealed class XlsBuilder
{
    private const int Sector = 512;

    /// <summary>Sectors of tables that the header lists; the others stand in a list of their own.</summary>
    private const int InHeader = 109;
    private readonly MemoryStream records = new();

    /// <summary>A workbook of one sheet.</summary>
    /// <param name="globals">Records of the workbook, beside its beginning and its sheet.</param>
    /// <param name="sheet">Records of the sheet.</param>
    public static MemoryStream Workbook(Action<XlsBuilder>? globals, Action<XlsBuilder> sheet, int offset = 0) => Container(Records(globals, sheet, offset));

    /// <param name="offset">By so many bytes the sheet begins elsewhere than it does.</param>
    public static byte[] Records(Action<XlsBuilder>? globals, Action<XlsBuilder> sheet, int offset = 0)
    {
        var made = new XlsBuilder().Bof(0x05);
        globals?.Invoke(made);
        made.Record(0x85, [.. Int((int)made.records.Length + 18 + 4 + offset), 0, 0, 6, 0, .. "Lembar"u8]).Record(0x0A).Bof(0x10);
        sheet(made);
        return made.Record(0x0A).records.ToArray();
    }

    /// <summary>The bytes as one stream of a compound file.</summary>
    public static MemoryStream Container(byte[] stream, string name = "Workbook")
    {
        var size = Math.Max(stream.Length, 4096);
        var own = (size + Sector - 1) / Sector;
        var tables = ((own + 2) / 127) + 1;
        var more = tables > InHeader ? own + 1 + tables : -2;
        var all = new byte[(1 + own + 1 + tables + (more > 0 ? 1 : 0)) * Sector];
        ((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).CopyTo(all);
        Put(all, 24, [0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
        Put(all, 44, [.. Int(tables), .. Int(own), .. Int(0), .. Int(4096), .. Int(-2), .. Int(0), .. Int(more), .. Int(more > 0 ? 1 : 0)]);
        for (var i = 0; i < InHeader; i++)
        {
            Put(all, 76 + (4 * i), Int(i < tables ? own + 1 + i : -1));
        }

        for (var i = 0; more > 0 && i < 128; i++)
        {
            Put(all, ((1 + more) * Sector) + (4 * i), Int(i == 127 ? -2 : InHeader + i < tables ? own + 1 + InHeader + i : -1));
        }

        stream.CopyTo(all, Sector);
        Put(all, (1 + own) * Sector, [.. Entry("Root Entry", 5, -2, 0), .. Entry(name, 2, 0, size)]);
        for (var i = 0; i < tables * 128; i++)
        {
            Put(all, ((2 + own) * Sector) + (4 * i), Int(i < own - 1 ? i + 1 : i == own - 1 || i == own ? -2 : i <= own + tables ? -3 : i == more ? -4 : -1));
        }

        return new MemoryStream(all);
    }

    public XlsBuilder Bof(int kind) => Record(0x809, [0, 6, (byte)kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

    public XlsBuilder Number(int row, int column, double value = 1) => Record(0x203, [.. Short(row), .. Short(column), 0, 0, .. BitConverter.GetBytes(value)]);

    public XlsBuilder Text(int row, int column, int number) => Record(0xFD, [.. Short(row), .. Short(column), 0, 0, .. Int(number)]);

    /// <summary>How far the sheet says that it reaches.</summary>
    public XlsBuilder Reach(int rows, int columns) => Record(0x200, [.. Int(0), .. Int(rows), .. Short(0), .. Short(columns), 0, 0]);

    /// <summary>The texts of the workbook; each is short.</summary>
    public XlsBuilder Texts(params string[] texts) => Record(0xFC, [.. Int(texts.Length), .. Int(texts.Length), .. texts.SelectMany(static t => (byte[])[.. Short(t.Length), 0, .. Encoding.Latin1.GetBytes(t)])]);

    public XlsBuilder Record(int kind, params byte[] content)
    {
        records.Write(Short(kind));
        records.Write(Short(content.Length));
        records.Write(content);
        return this;
    }

    public static byte[] Int(int number) => BitConverter.GetBytes(number);

    public static byte[] Short(int number) => BitConverter.GetBytes((ushort)number);

    private static byte[] Entry(string name, byte kind, int first, int size)
    {
        var entry = new byte[128];
        Put(entry, 0, Encoding.Unicode.GetBytes(name));
        BinaryPrimitives.WriteInt16LittleEndian(entry.AsSpan(64), (short)((name.Length + 1) * 2));
        entry[66] = kind;
        Put(entry, 68, [.. Int(-1), .. Int(-1), .. Int(kind == 5 ? 1 : -1)]);
        Put(entry, 116, [.. Int(first), .. Int(size)]);
        return entry;
    }

    private static void Put(byte[] bytes, int at, byte[] content) => content.CopyTo(bytes, at);
}
