using System.Buffers.Binary;

namespace Hub.Host.People.Files;

/// <summary>TIFF 6.0: each page is written anew from the tags that draw it; texts, EXIF, place, XMP, IPTC, makers' own tags, thumbnails and what no tag points to stay behind.</summary>
internal static class TiffPages
{
    private const int MostPages = 200;
    private const int Classic = 42;
    private const int Entry = 12;
    private const int Room = 64 * 1024;

    /// <summary>Tags whose values draw; those of strips and tiles are written by their own rule.</summary>
    private static readonly HashSet<uint> Kept =
    [
        254, 255, 256, 257, 258, 259, 262, 266, 274, 277, 278, 280, 281, 282, 283, 284, 290, 291, 292, 293, 296, 301, 317, 318, 319, 320, 321, 322, 323, 332, 334, 338, 339, 340, 341, 529, 530, 531, 532,
    ];

    public static bool Copy(ReadOnlySpan<byte> image, Stream clean)
    {
        var tiff = new TiffBytes(image);
        if (tiff.Short(2) != Classic)
        {
            throw new FileHeld(HeldFile.Kind);
        }

        clean.Write(image[..4]);
        clean.Write([0, 0, 0, 0]);
        var (link, pages, at) = (4L, 0, tiff.Long(4));
        for (var walked = 0; at != 0; walked++)
        {
            if (walked == MostPages || clean.Length > image.Length + Room)
            {
                throw new FileHeld(HeldFile.TooLarge);
            }

            var tags = Read(tiff, at, out at);
            if (!IsThumbnail(tiff, tags))
            {
                link = Write(tiff, tags, link, clean);
                pages++;
            }
        }

        return pages > 0;
    }

    private static SortedDictionary<uint, Tag> Read(TiffBytes tiff, uint at, out uint next)
    {
        var (count, tags) = (tiff.Short(at), new SortedDictionary<uint, Tag>());
        for (var i = 0; i < count; i++)
        {
            var entry = at + 2L + ((long)i * Entry);
            var (type, values) = (tiff.Short(entry + 2), tiff.Long(entry + 4));
            var length = values * (long)SizeOf(type);
            tags[tiff.Short(entry)] = new Tag(type, values, length <= 4 ? entry + 8 : tiff.Long(entry + 8), length);
        }

        next = tiff.Long(at + 2L + ((long)count * Entry));
        return tags;
    }

    private static bool IsThumbnail(TiffBytes tiff, SortedDictionary<uint, Tag> tags) => tags.TryGetValue(254, out var kind) && kind is { Type: 4, Count: 1 } && (tiff.Long(kind.At) & 1) == 1;

    /// <returns>Where in the copy the place of the next page is to be written.</returns>
    private static long Write(TiffBytes tiff, SortedDictionary<uint, Tag> tags, long link, Stream clean)
    {
        if (tags.ContainsKey(256) && tags.ContainsKey(257))
        {
            Pixels.Check(tiff.Numbers(tags, 256)[0], tiff.Numbers(tags, 257)[0]);
        }

        var (offsets, lengths) = tags.ContainsKey(324) ? (324u, 325u) : (273u, 279u);
        var isJpeg = Compression(tiff, tags) == 7;
        var values = new SortedDictionary<uint, (uint Type, uint Count, byte[] Bytes)>();
        foreach (var (name, tag) in tags.Where(t => Kept.Contains(t.Key) && t.Value.Type is 3 or 4 or 5))
        {
            values[name] = (tag.Type, tag.Count, tiff.Slice(tag.At, tag.Length).ToArray());
        }

        if (isJpeg && tags.TryGetValue(347, out var tables))
        {
            values[347] = (7, tables.Count, Tables(tiff.Slice(tables.At, tables.Length)));
        }

        var (places, sizes) = Pieces(tiff, tiff.Numbers(tags, offsets), tiff.Numbers(tags, lengths), isJpeg, clean);
        (values[offsets], values[lengths]) = ((4, (uint)places.Count, tiff.Bytes(places)), (4, (uint)sizes.Count, tiff.Bytes(sizes)));
        return WriteDirectory(tiff, values, link, clean);
    }

    private static uint Compression(TiffBytes tiff, SortedDictionary<uint, Tag> tags)
    {
        var compression = tags.ContainsKey(259) ? tiff.Numbers(tags, 259)[0] : 1;
        return compression is 1 or 2 or 3 or 4 or 5 or 7 or 8 or 32773 or 32946 ? compression : throw new FileHeld(HeldFile.Kind);
    }

    private static (List<uint> Places, List<uint> Sizes) Pieces(TiffBytes tiff, uint[] offsets, uint[] lengths, bool isJpeg, Stream clean)
    {
        if (offsets.Length == 0 || offsets.Length != lengths.Length)
        {
            throw new FileHeld(HeldFile.Damaged);
        }

        var (places, sizes) = (new List<uint>(offsets.Length), new List<uint>(offsets.Length));
        foreach (var (offset, length) in offsets.Zip(lengths))
        {
            if (clean.Length > tiff.Length + Room)
            {
                throw new FileHeld(HeldFile.TooLarge);
            }

            var piece = tiff.Slice(offset, length);
            var at = clean.Length;
            if (!isJpeg)
            {
                clean.Write(piece);
            }
            else if (piece.Length < 4 || !JpegSegments.Copy(piece, clean))
            {
                throw new FileHeld(HeldFile.Damaged);
            }

            places.Add((uint)at);
            sizes.Add((uint)(clean.Length - at));
        }

        return (places, sizes);
    }

    /// <summary>Tables that the pieces share (TIFF Technical Note 2): quantisation and Huffman tables, and nothing else.</summary>
    private static byte[] Tables(ReadOnlySpan<byte> tables)
    {
        var at = 2;
        while (at + 4 <= tables.Length && tables[at] == 0xFF && tables[at + 1] is 0xDB or 0xC4)
        {
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(tables[(at + 2)..]);
        }

        return at + 2 == tables.Length && tables[at..].SequenceEqual<byte>([0xFF, 0xD9]) ? tables.ToArray() : throw new FileHeld(HeldFile.Damaged);
    }

    private static long WriteDirectory(TiffBytes tiff, SortedDictionary<uint, (uint Type, uint Count, byte[] Bytes)> values, long link, Stream clean)
    {
        var entries = new MemoryStream();
        foreach (var (name, (type, count, bytes)) in values)
        {
            entries.Write(tiff.Bytes((ushort)name));
            entries.Write(tiff.Bytes((ushort)type));
            entries.Write(tiff.Bytes([count]));
            if (bytes.Length <= 4)
            {
                entries.Write([.. bytes, .. new byte[4 - bytes.Length]]);
                continue;
            }

            entries.Write(tiff.Bytes([(uint)Even(clean)]));
            clean.Write(bytes);
        }

        var at = Even(clean);
        clean.Write(tiff.Bytes((ushort)values.Count));
        clean.Write(entries.ToArray());
        var next = clean.Length;
        clean.Write([0, 0, 0, 0]);
        clean.Position = link;
        clean.Write(tiff.Bytes([(uint)at]));
        clean.Position = clean.Length;
        return next;
    }

    private static long Even(Stream clean)
    {
        if ((clean.Length & 1) == 1)
        {
            clean.WriteByte(0);
        }

        return clean.Length;
    }

    /// <returns>Bytes of one value; 0 of a type that nobody knows.</returns>
    internal static int SizeOf(uint type) => type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 => 4,
        5 or 10 or 12 => 8,
        _ => 0,
    };

    /// <param name="At">Where its values lie.</param>
    /// <param name="Length">In bytes.</param>
    internal sealed record Tag(uint Type, uint Count, long At, long Length);
}

/// <summary>The bytes of a TIFF in its own order; what points outside is damaged.</summary>
internal readonly ref struct TiffBytes(ReadOnlySpan<byte> image)
{
    private readonly ReadOnlySpan<byte> image = image;
    private readonly bool isLittle = image.StartsWith("II"u8);

    public int Length => image.Length;

    /// <exception cref="FileHeld">It lies outside.</exception>
    public ReadOnlySpan<byte> Slice(long at, long length) =>
        at >= 0 && length >= 0 && at + length <= image.Length ? image.Slice((int)at, (int)length) : throw new FileHeld(HeldFile.Damaged);

    public uint Short(long at) => isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(Slice(at, 2)) : BinaryPrimitives.ReadUInt16BigEndian(Slice(at, 2));

    public uint Long(long at) => isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(Slice(at, 4)) : BinaryPrimitives.ReadUInt32BigEndian(Slice(at, 4));

    /// <summary>The values of a tag of whole numbers.</summary>
    public uint[] Numbers(SortedDictionary<uint, TiffPages.Tag> tags, uint name)
    {
        if (!tags.TryGetValue(name, out var tag) || tag.Type is not (3 or 4) || tag.Count == 0)
        {
            throw new FileHeld(HeldFile.Damaged);
        }

        Slice(tag.At, tag.Length);
        var numbers = new uint[tag.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = tag.Type == 3 ? Short(tag.At + (2L * i)) : Long(tag.At + (4L * i));
        }

        return numbers;
    }

    public byte[] Bytes(ushort number)
    {
        var bytes = BitConverter.GetBytes(number);
        return Ordered(bytes);
    }

    public byte[] Bytes(List<uint> numbers)
    {
        var all = new MemoryStream(numbers.Count * 4);
        foreach (var number in numbers)
        {
            all.Write(Ordered(BitConverter.GetBytes(number)));
        }

        return all.ToArray();
    }

    private byte[] Ordered(byte[] bytes)
    {
        if (isLittle != BitConverter.IsLittleEndian)
        {
            Array.Reverse(bytes);
        }

        return bytes;
    }
}
