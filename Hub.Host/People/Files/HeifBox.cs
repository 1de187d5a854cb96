using System.Buffers.Binary;
using System.Text;

namespace Hub.Host.People.Files;

/// <summary>A box of an ISO base media file; whatever points outside is damaged.</summary>
/// <param name="From">Where its content begins.</param>
/// <param name="To">Where the next box begins.</param>
internal sealed record HeifBox(string Type, long Start, long From, long To)
{
    /// <summary>Version and flags before the content.</summary>
    public const int Full = 4;

    private const int MostBoxes = 20_000;

    /// <exception cref="FileHeld">The boxes do not fill the place.</exception>
    public static List<HeifBox> In(byte[] file, long from, long to)
    {
        var boxes = new List<HeifBox>();
        while (from < to)
        {
            var (size, header) = Long(file, from) switch
            {
                0 => (to - from, 8),
                1 => ((long)Math.Min(Number(file, from + 8, 8), long.MaxValue), 16),
                var stated => (stated, 8),
            };
            if (size < header || size > to - from || boxes.Count == MostBoxes)
            {
                throw new FileHeld(HeldFile.Damaged);
            }

            boxes.Add(new HeifBox(Encoding.Latin1.GetString(Slice(file, from + 4, 4)), from, from + header, from + size));
            from += size;
        }

        return boxes;
    }

    /// <summary>Nothing is in it any more, and it is no longer called what it was.</summary>
    public void Free(byte[] file)
    {
        "free"u8.CopyTo(file.AsSpan((int)Start + 4));
        file.AsSpan((int)From, (int)(To - From)).Clear();
    }

    public static ReadOnlySpan<byte> Slice(byte[] file, long at, int length) =>
        at >= 0 && at + length <= file.Length ? file.AsSpan((int)at, length) : throw new FileHeld(HeldFile.Damaged);

    public static uint Short(byte[] file, long at) => BinaryPrimitives.ReadUInt16BigEndian(Slice(file, at, 2));

    public static uint Long(byte[] file, long at) => BinaryPrimitives.ReadUInt32BigEndian(Slice(file, at, 4));

    /// <summary>A number of 0, 4 or 8 bytes.</summary>
    public static ulong Number(byte[] file, long at, int size) => size switch
    {
        0 => 0,
        4 => Long(file, at),
        8 => BinaryPrimitives.ReadUInt64BigEndian(Slice(file, at, 8)),
        _ => throw new FileHeld(HeldFile.Damaged),
    };

    /// <summary>Its numbers of items have 32 bits.</summary>
    public static bool IsLong(byte[] file, HeifBox box) => Slice(file, box.From, 1)[0] > 0;
}

/// <summary>What an item is.</summary>
/// <param name="NameFrom">Where its name begins; what follows up to <paramref name="To"/> describes it.</param>
internal sealed record HeifItem(uint Id, string Type, long NameFrom, long To)
{
    public static IEnumerable<HeifItem> In(byte[] file, HeifBox items)
    {
        var first = items.From + HeifBox.Full + (HeifBox.IsLong(file, items) ? 4 : 2);
        foreach (var entry in HeifBox.In(file, first, items.To))
        {
            var version = HeifBox.Slice(file, entry.From, 1)[0];
            if (entry.Type != "infe" || version is not (2 or 3))
            {
                throw new FileHeld(HeldFile.Kind);
            }

            var id = entry.From + HeifBox.Full;
            var type = id + (version == 3 ? 4 : 2) + 2;
            if (type + 4 > entry.To)
            {
                throw new FileHeld(HeldFile.Damaged);
            }

            yield return new HeifItem(version == 3 ? HeifBox.Long(file, id) : HeifBox.Short(file, id), Encoding.Latin1.GetString(HeifBox.Slice(file, type, 4)), type + 4, entry.To);
        }
    }
}

/// <summary>Reads where the bytes of items lie (ISO/IEC 14496-12, 8.11.3).</summary>
internal static class HeifPlaces
{
    private const int InFile = 0;
    private const int InData = 1;

    /// <param name="data">The data inside the metadata; null when there are none.</param>
    /// <param name="wanted">The items asked for.</param>
    public static IEnumerable<(long From, long To)> Of(byte[] file, HeifBox places, HeifBox? data, HashSet<uint> wanted)
    {
        var version = HeifBox.Slice(file, places.From, 1)[0];
        var (sizes, at) = (HeifBox.Short(file, places.From + HeifBox.Full), places.From + HeifBox.Full + 2);
        var (offset, length, origin, index) = ((int)(sizes >> 12), (int)((sizes >> 8) & 15), (int)((sizes >> 4) & 15), version == 0 ? 0 : (int)(sizes & 15));
        if (version > 2 || length == 0)
        {
            throw new FileHeld(HeldFile.Kind);
        }

        var count = version == 2 ? HeifBox.Long(file, at) : HeifBox.Short(file, at);
        at += version == 2 ? 4 : 2;
        for (var i = 0u; i < count; i++)
        {
            var id = version == 2 ? HeifBox.Long(file, at) : HeifBox.Short(file, at);
            at += version == 2 ? 4 : 2;
            var method = version == 0 ? InFile : (int)(HeifBox.Short(file, at) & 15);
            at += version == 0 ? 0 : 2;
            var isElsewhere = HeifBox.Short(file, at) != 0;
            var from = HeifBox.Number(file, at + 2, origin);
            var extents = HeifBox.Short(file, at + 2 + origin);
            at += 2 + origin + 2;
            for (var e = 0; e < extents; e++, at += index + offset + length)
            {
                var place = Place(file, data, method, checked(from + HeifBox.Number(file, at + index, offset)), HeifBox.Number(file, at + index + offset, length));
                if (wanted.Contains(id))
                {
                    yield return isElsewhere ? throw new FileHeld(HeldFile.Kind) : place ?? throw new FileHeld(HeldFile.Kind);
                }
            }
        }
    }

    /// <returns>Null where it cannot be told.</returns>
    private static (long From, long To)? Place(byte[] file, HeifBox? data, int method, ulong at, ulong length)
    {
        var (from, to) = method switch
        {
            InFile => (0L, file.Length),
            InData when data is not null => (data.From, data.To),
            _ => (0L, 0L),
        };
        return length > 0 && at <= (ulong)(to - from) && length <= (ulong)(to - from) - at ? (from + (long)at, from + (long)at + (long)length) : null;
    }
}
