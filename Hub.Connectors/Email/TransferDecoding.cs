using System.Runtime.InteropServices;
using MimeKit;

namespace Hub.Connectors.Email;

/// <summary>Undoes the transfer encoding of a part, giving all bytes that can be had from a damaged one.</summary>
internal static class TransferDecoding
{
    private const int BufferBytes = 32 * 1024;
    private static readonly sbyte[] Sextets = MakeSextets();

    public static void To(MimePart part, Stream target)
    {
        if (part.Content is not { } content)
        {
            return;
        }

        switch (EncodingOf(part))
        {
            case ContentEncoding.Base64:
                Base64(Raw(content), target);
                return;
            case ContentEncoding.UUEncode:
                UUDecoding.Decode(Raw(content), target);
                return;
            default:
                content.DecodeTo(target);
                return;
        }
    }

    private static Stream Raw(IMimeContent content)
    {
        var stream = content.Stream!;
        stream.Position = 0;
        return stream;
    }

    /// <summary>True when the bytes are the file's own; false when the part is text, whose line ends the transport may change.</summary>
    public static bool IsBinary(MimePart part) => EncodingOf(part) is ContentEncoding.Base64 or ContentEncoding.UUEncode;

    public static byte[] Base64(ReadOnlySpan<byte> encoded)
    {
        using var target = new MemoryStream(encoded.Length * 3 / 4);
        var state = default(Quantum);
        Base64(encoded, ref state, target);
        state.Finish(target);
        return target.ToArray();
    }

    private static ContentEncoding EncodingOf(MimePart part) => part.ContentTransferEncoding != ContentEncoding.Default
        ? part.ContentTransferEncoding
        : part.Headers[HeaderId.ContentTransferEncoding]?.Trim().ToLowerInvariant() switch
        {
            "base-64" or "base64," or "base64;" or "b" => ContentEncoding.Base64,
            "uuencode" or "uue" or "x-uue" or "x-uu" => ContentEncoding.UUEncode,
            _ => ContentEncoding.Default,
        };

    private static void Base64(Stream source, Stream target)
    {
        var buffer = new byte[BufferBytes];
        var gathered = new BufferedStream(target, BufferBytes);
        var state = default(Quantum);
        while (source.Read(buffer) is > 0 and var count)
        {
            Base64(buffer.AsSpan(0, count), ref state, gathered);
        }

        state.Finish(gathered);
        gathered.Flush();
    }

    private static void Base64(ReadOnlySpan<byte> encoded, ref Quantum state, Stream target)
    {
        foreach (var sign in encoded)
        {
            if (sign == '=')
            {
                // The end of a piece; whatever follows (two files glued together) starts afresh.
                state.Finish(target);
            }
            else if (Sextets[sign] is >= 0 and var value)
            {
                state.Add(value, target);
            }
        }
    }

    private static sbyte[] MakeSextets()
    {
        var table = new sbyte[256];
        Array.Fill(table, (sbyte)-1);
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (var i = 0; i < Alphabet.Length; i++)
        {
            table[Alphabet[i]] = (sbyte)i;
        }

        return table;
    }

    /// <summary>Up to four signs on their way to three bytes.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Quantum
    {
        private int _bits;
        private int _count;

        public void Add(int sextet, Stream target)
        {
            _bits = (_bits << 6) | sextet;
            if (++_count < 4)
            {
                return;
            }

            target.Write([(byte)(_bits >> 16), (byte)(_bits >> 8), (byte)_bits]);
            (_bits, _count) = (0, 0);
        }

        public void Finish(Stream target)
        {
            if (_count == 2)
            {
                target.WriteByte((byte)(_bits >> 4));
            }
            else if (_count == 3)
            {
                target.Write([(byte)(_bits >> 10), (byte)(_bits >> 2)]);
            }

            (_bits, _count) = (0, 0);
        }
    }
}
