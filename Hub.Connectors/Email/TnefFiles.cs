using System.Buffers.Binary;
using MimeKit;
using MimeKit.Tnef;

namespace Hub.Connectors.Email;

/// <summary>Opens <c>winmail.dat</c>, the box in which Outlook locks letters and files.</summary>
internal sealed record TnefFiles(string? Text, IReadOnlyList<MimeEntity> Files)
{
    private const uint Signature = 0x223E9F78;

    /// <summary>Signature and key before the first attribute ([MS-OXTNEF] 2.1.3.1).</summary>
    private const int HeaderBytes = 6;

    /// <summary>Level, id and length before the data of an attribute; its checksum behind.</summary>
    private const int AttributeBytes = 9;

    /// <returns>Null when the box is broken: then it stays a file as it is.</returns>
    public static TnefFiles? Open(TnefPart part)
    {
        try
        {
            if (!IsSound(part))
            {
                return null;
            }

            var message = part.ConvertToMessage();
            List<MimeEntity> files = [.. message.Attachments];
            var text = message.TextBody ?? (message.HtmlBody is { } html ? HtmlText.Of(html) : null);
            return files.Count == 0 && string.IsNullOrWhiteSpace(text) ? null : new(text, files);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return null;
        }
    }

    /// <summary>Every attribute lies within the box and its checksum is right. A damaged length inside would make the library reserve gigabytes.</summary>
    private static bool IsSound(TnefPart part)
    {
        using var content = new MemoryStream();
        TransferDecoding.To(part, content);
        var bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        if (bytes.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Signature)
        {
            return false;
        }

        bytes = bytes[HeaderBytes..];
        while (bytes.Length >= AttributeBytes)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[5..]);
            if (length > bytes.Length - AttributeBytes - 2 || Sum(bytes.Slice(AttributeBytes, (int)length)) != BinaryPrimitives.ReadUInt16LittleEndian(bytes[(AttributeBytes + (int)length)..]))
            {
                return false;
            }

            bytes = bytes[(AttributeBytes + (int)length + 2)..];
        }

        return true;
    }

    private static ushort Sum(ReadOnlySpan<byte> data)
    {
        var sum = 0u;
        foreach (var one in data)
        {
            sum += one;
        }

        return (ushort)sum;
    }
}
