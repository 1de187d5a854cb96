using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Hub.Domain.Routing;

namespace Hub.Domain.Identity;

/// <summary>What is needed of a ticket to find the same grievance elsewhere: hashes only, no text and no name.</summary>
public sealed class SamenessProfile
{
    private const byte Layout = 2;
    private const int HeadLength = 9;

    private SamenessProfile(uint[] words, uint[] pairs, uint[] place, string? reporter, DateTimeOffset receivedAt)
    {
        Words = words;
        Pairs = pairs;
        Place = place;
        Reporter = reporter;
        ReceivedAt = receivedAt;
    }

    /// <summary>An opaque key of the reporter; null when anonymous or unknown.</summary>
    public string? Reporter { get; }
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>Distinct content words, sorted.</summary>
    internal uint[] Words { get; }

    /// <summary>Distinct neighbouring content words, sorted.</summary>
    internal uint[] Pairs { get; }
    internal uint[] Place { get; }

    /// <param name="area">Where it is about, as the source names it; null when unknown.</param>
    /// <param name="reporter">An opaque key, never a name or address: the hub gives each reporter one.</param>
    public static SamenessProfile Of(string title, string body, string? area, string? reporter, DateTimeOffset receivedAt)
    {
        var text = body.StartsWith(title, StringComparison.OrdinalIgnoreCase) ? body : $"{title} | {body}";
        var words = ContentWords.Of(TextView.Of(ContentWords.WithoutAddedLines(Capped(text))));
        return new SamenessProfile(
            Distinct(words.Select(Hash)),
            Distinct(words.Skip(1).Select((word, i) => Hash(words[i]) ^ uint.RotateLeft(Hash(word), 7))),
            Distinct(ContentWords.Of(TextView.Of(area ?? "")).Select(Hash)),
            string.IsNullOrEmpty(reporter) ? null : reporter,
            receivedAt);
    }

    /// <summary>The keys of the candidate table: two tickets that share one are worth comparing. Empty for a text without content.</summary>
    public IReadOnlyList<long> Bands() => MinHash.Bands(Words);

    /// <summary>The same with another reporter.</summary>
    public SamenessProfile SentBy(string? reporter) => new(Words, Pairs, Place, reporter, ReceivedAt);

    /// <summary>The profile as bytes, for a column; without the reporter, who is kept in the identity compartment.</summary>
    public byte[] Pack()
    {
        var packed = new byte[HeadLength + (4 * (3 + Words.Length + Pairs.Length + Place.Length))];
        packed[0] = Layout;
        BinaryPrimitives.WriteInt64LittleEndian(packed.AsSpan(1), ReceivedAt.ToUnixTimeSeconds());
        var at = HeadLength;
        foreach (var list in (uint[][])[Words, Pairs, Place])
        {
            BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(at), list.Length);
            at += 4;
            foreach (var hash in list)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(packed.AsSpan(at), hash);
                at += 4;
            }
        }

        return packed;
    }

    /// <returns>Null when the bytes are not a profile of this layout: make it again from the text.</returns>
    public static SamenessProfile? Unpack(ReadOnlySpan<byte> packed, string? reporter)
    {
        if (packed.Length < HeadLength || packed[0] != Layout)
        {
            return null;
        }

        var receivedAt = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64LittleEndian(packed[1..]));
        var rest = packed[HeadLength..];
        return TryRead(ref rest, out var words) && TryRead(ref rest, out var pairs) && TryRead(ref rest, out var place) && rest.IsEmpty
            ? new SamenessProfile(words, pairs, place, reporter, receivedAt)
            : null;
    }

    private static bool TryRead(ref ReadOnlySpan<byte> rest, out uint[] list)
    {
        list = [];
        if (rest.Length < 4 || BinaryPrimitives.ReadInt32LittleEndian(rest) is var count && (count < 0 || count > (rest.Length - 4) / 4))
        {
            return false;
        }

        list = MemoryMarshal.Cast<byte, uint>(rest.Slice(4, 4 * count)).ToArray();
        rest = rest[(4 + (4 * count))..];
        return true;
    }

    /// <summary>What lies beyond is not read anywhere else either.</summary>
    private static string Capped(string text) => text.Length <= PlainText.MaxCharacters ? text : text[..PlainText.MaxCharacters];

    private static uint[] Distinct(IEnumerable<uint> hashes) => [.. hashes.Distinct().Order()];

    /// <summary>FNV-1a, 32 bits: stable over versions, because the hashes are stored.</summary>
    private static uint Hash(string word)
    {
        var hash = 2_166_136_261;
        foreach (var c in word)
        {
            hash = unchecked((hash ^ c) * 16_777_619);
        }

        return hash;
    }
}
