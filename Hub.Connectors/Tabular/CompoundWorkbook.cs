using System.Buffers.Binary;
using System.Text;
using Hub.Domain;

namespace Hub.Connectors.Tabular;

/// <summary>
/// The workbook within an old Excel file, as a stream. Such a file is a small disk (MS-CFB): sectors, a table that says which follows which, and a list of names. It is gone through here, within what
/// the file has, because the library's own walk believes what the file says of itself: two kilobytes whose table of tables leads to itself filled the memory.
/// </summary>
internal sealed class CompoundWorkbook : Stream
{
    /// <summary>Streams and storages in one file; Excel writes a dozen, and some for each thing that is set into a sheet.</summary>
    internal const int MostEntries = 4_000;

    private const int HeaderSize = 512;
    private const int EntrySize = 128;
    private const int MiniSize = 64;

    /// <summary>Bytes from which a stream lies in sectors of its own.</summary>
    private const int Cutoff = 4096;

    /// <summary>Numbers from here on are no sectors but marks: end of chain, free, part of a table.</summary>
    private const uint Marks = 0xFFFFFFFA;

    private readonly Stream file;
    private readonly long[] pieces;
    private readonly byte[] held;
    private int heldPiece = -1;
    private long position;

    private CompoundWorkbook(Stream file, long[] pieces, int pieceSize, long length)
    {
        (this.file, this.pieces, Length) = (file, pieces, length);
        held = new byte[pieceSize];
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => position;
        set => position = value >= 0 ? value : throw new IOException(nameof(Position));
    }

    /// <param name="name">The file's name, for who reads the refusal.</param>
    /// <param name="file">Stays open.</param>
    /// <exception cref="ConnectorFailure">Malformed: it is broken, holds no workbook, or one under a password.</exception>
    public static CompoundWorkbook Open(string name, Stream file)
    {
        var disk = new Disk(name, file);
        var (root, workbook) = ((Entry?)null, (Entry?)null);
        foreach (var entry in disk.Entries())
        {
            root ??= entry;
            if (entry.Is("EncryptedPackage"))
            {
                // A password that the library knows opens it, and nobody would have measured what comes out.
                throw Refused("Locked", name);
            }

            workbook ??= entry.Is("Workbook") || entry.Is("Book") ? entry : null;
        }

        return workbook is null ? throw Refused("NoSheet", name) : disk.Stream(root!, workbook);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var done = 0;
        while (done < buffer.Length && position < Length)
        {
            var within = (int)(position % held.Length);
            Hold((int)(position / held.Length));
            var count = (int)Math.Min(Math.Min(held.Length - within, buffer.Length - done), Length - position);
            held.AsSpan(within, count).CopyTo(buffer[done..]);
            (done, position) = (done + count, position + count);
        }

        return done;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => position,
        _ => Length,
    };

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>The last piece may be cut where the file ends.</summary>
    private void Hold(int piece)
    {
        if (piece != heldPiece)
        {
            file.Position = pieces[piece];
            held.AsSpan(file.ReadAtLeast(held, held.Length, throwOnEndOfStream: false)).Clear();
            heldPiece = piece;
        }
    }

    private static ConnectorFailure Refused(string what, string name) => new(FailureKind.Malformed, Said.Of<SheetTexts>(what, name));

    /// <summary>A name of the list, with where its bytes begin.</summary>
    private sealed record Entry(string Name, uint First, uint Length)
    {
        public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Sectors and their tables. No chain is longer than the file has sectors, so one that leads to itself ends too.</summary>
    private sealed class Disk
    {
        private readonly string name;
        private readonly Stream file;
        private readonly byte[] header = new byte[HeaderSize];
        private readonly int sectorSize;
        private readonly long sectors;
        private readonly uint[] next;

        public Disk(string name, Stream file)
        {
            (this.name, this.file) = (name, file);
            file.Position = 0;
            if (file.ReadAtLeast(header, HeaderSize, throwOnEndOfStream: false) < HeaderSize || Short(30) is not (9 or 12) || Short(32) != 6 || Number(56) != Cutoff)
            {
                throw Refused("Damaged", name);
            }

            sectorSize = 1 << Short(30);
            sectors = (file.Length + sectorSize - 1) / sectorSize;
            next = Table(TableSectors());
        }

        public IEnumerable<Entry> Entries()
        {
            var chain = Chain(Number(48), next);
            if ((long)chain.Count * sectorSize > MostEntries * EntrySize)
            {
                throw Refused("TooManyParts", name);
            }

            var sector = new byte[sectorSize];
            foreach (var number in chain)
            {
                Read(number, sector);
                for (var at = 0; at < sectorSize; at += EntrySize)
                {
                    var (entry, length) = (sector.AsMemory(at, EntrySize), BinaryPrimitives.ReadUInt16LittleEndian(sector.AsSpan(at + 64)));
                    yield return new Entry(Encoding.Unicode.GetString(entry.Span[..Math.Min((int)length, 64)]).TrimEnd('\0'), Number(entry.Span, 116), Number(entry.Span, 120));
                }
            }
        }

        public CompoundWorkbook Stream(Entry root, Entry entry)
        {
            var isMini = entry.Length < Cutoff;
            long[] pieces = isMini ? MiniPieces(root, entry) : [.. Chain(entry.First, next).Select(Place)];
            var size = isMini ? MiniSize : sectorSize;
            return entry.Length <= (long)pieces.Length * size ? new CompoundWorkbook(file, pieces, size, entry.Length) : throw Refused("Damaged", name);
        }

        /// <summary>Short streams lie in pieces of sectors, in a stream of the root that has a table of its own.</summary>
        private long[] MiniPieces(Entry root, Entry entry)
        {
            var tables = Chain(Number(60), next);
            if ((long)tables.Count * sectorSize > (long)MostEntries * (Cutoff / MiniSize) * sizeof(uint))
            {
                throw Refused("TooManyParts", name);
            }

            var (own, within) = (Chain(root.First, next), Table(tables));
            return [.. Chain(entry.First, within).Select(piece => (long)piece * MiniSize).Select(at =>
                at / sectorSize < own.Count ? Place(own[(int)(at / sectorSize)]) + (at % sectorSize) : throw Refused("Damaged", name))];
        }

        /// <summary>The first 109 stand in the header, the others in sectors that end with the number of the next.</summary>
        private List<uint> TableSectors()
        {
            var most = (sectors / (sectorSize / sizeof(uint))) + 1;
            var found = Enumerable.Range(0, 109).Select(i => Number(76 + (i * sizeof(uint)))).TakeWhile(static n => n < Marks).ToList();
            var sector = new byte[sectorSize];
            var lists = 0L;
            for (var more = Number(68); more < Marks && found.Count <= most; more = Number(sector, sectorSize - sizeof(uint)))
            {
                if (++lists > most)
                {
                    // One that lists nothing may lead to itself too.
                    throw Refused("Damaged", name);
                }

                Read(more, sector);
                found.AddRange(Enumerable.Range(0, (sectorSize / sizeof(uint)) - 1).Select(i => Number(sector, i * sizeof(uint))).TakeWhile(static n => n < Marks));
            }

            // Half as many again: programs keep room. A table that is listed again and again would be as large as its list.
            return found.Count <= most + (most / 2) + 1 ? found : throw Refused("Damaged", name);
        }

        private uint[] Table(List<uint> of)
        {
            var table = new uint[of.Count * (sectorSize / sizeof(uint))];
            var sector = new byte[sectorSize];
            for (var i = 0; i < of.Count; i++)
            {
                Read(of[i], sector);
                for (var at = 0; at < sectorSize; at += sizeof(uint))
                {
                    table[((i * sectorSize) + at) / sizeof(uint)] = Number(sector, at);
                }
            }

            return table;
        }

        private List<uint> Chain(uint first, uint[] table)
        {
            var chain = new List<uint>();
            for (var number = first; number < Marks; number = table[number])
            {
                if (number >= table.Length || chain.Count == table.Length)
                {
                    throw Refused("Damaged", name);
                }

                chain.Add(number);
            }

            return chain;
        }

        private long Place(uint sector) => ((long)sector + 1) * sectorSize;

        private void Read(uint number, byte[] sector)
        {
            if (number >= sectors)
            {
                throw Refused("Damaged", name);
            }

            file.Position = Place(number);
            sector.AsSpan(file.ReadAtLeast(sector, sectorSize, throwOnEndOfStream: false)).Clear();
        }

        private int Short(int at) => BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(at));

        private uint Number(int at) => Number(header, at);

        private static uint Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
    }
}
