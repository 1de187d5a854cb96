using Hub.Domain.Submissions;
using MimeKit;
using MimeKit.Tnef;

namespace Hub.Connectors.Email;

/// <summary>The files of a mail as the ticket keeps them: named safely, each whole, or left in the raw original and said so.</summary>
internal sealed class MailAttachments
{
    /// <summary>Bytes that the files of one mail may have together; more stays in the raw original.</summary>
    private const long MaxBytes = 40L * 1024 * 1024;
    private const int MaxFiles = 500;

    /// <summary>Bytes from which a file is decoded when its bytes are wanted; where all together are more than <see cref="Many"/>, smaller ones too.</summary>
    private const long Large = 1024 * 1024;

    private const long Many = 4 * Large;
    private const long Small = 4 * 1024;

    private readonly List<Attachment> _files = [];
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private long _bytes;
    private long _waitFrom;

    public IReadOnlyList<Attachment> Files => _files;

    /// <summary>Files that were too much.</summary>
    public int LeftOut { get; private set; }

    /// <summary>The letter in a <c>winmail.dat</c>.</summary>
    public string? TnefText { get; private set; }

    public CalendarText? Calendar { get; private set; }

    public static MailAttachments Of(MailReading reading)
    {
        var files = new MailAttachments { _waitFrom = reading.Parts.Sum(static p => p.Size ?? 0) > Many ? Small : Large };
        foreach (var part in reading.Parts)
        {
            files.Add(part);
        }

        return files;
    }

    private void Add(MailPart part)
    {
        if (part.Entity is TnefPart box && TnefFiles.Open(box) is { } opened)
        {
            TnefText ??= opened.Text;
            foreach (var file in opened.Files)
            {
                Add(MailPart.Of(file, null));
            }

            return;
        }

        if (part.Entity is MimePart invitation && invitation.ContentType.IsMimeType("text", "calendar"))
        {
            Calendar ??= CalendarText.Of(invitation);
        }

        if (_files.Count >= MaxFiles || _bytes + (part.Size ?? 0) > MaxBytes)
        {
            LeftOut++;
            return;
        }

        var kept = FileOf(part, Unique(NameOf(part)));
        _bytes += kept.Length;
        _files.Add(kept);
    }

    /// <summary>What is large, or much, is decoded when its bytes are wanted: memory holds one file.</summary>
    private Attachment FileOf(MailPart part, string name)
    {
        if (part is not { Entity: MimePart { Content: not null } file, Size: { } measured } || measured < _waitFrom)
        {
            return new Attachment { Name = name, MediaType = part.MediaType, IsInline = part.IsInline, Content = ContentOf(part) };
        }

        var size = part.IsText ? SizeOf(file) : measured;
        return new Attachment((int)size, most => Exact(file, most)) { Name = name, MediaType = part.MediaType, IsInline = part.IsInline };
    }

    /// <summary>Of a text, as its ends of lines are.</summary>
    private static long SizeOf(MimePart file)
    {
        using var measured = new PartMeasure(asText: false);
        TransferDecoding.To(file, measured);
        return measured.Length;
    }

    private static byte[] Exact(MimePart file, int size)
    {
        var exact = new byte[size];
        using var room = new MemoryStream(exact);
        using var target = new CappedStream(room, size);
        TransferDecoding.To(file, target);
        return exact;
    }

    private string NameOf(MailPart part)
    {
        var number = $"lampiran-{_files.Count + 1}";
        if (part.Entity is MessagePart { Message: { } message } && part.Name is null)
        {
            return SafeNames.Of(message.Subject, number) + ".eml";
        }

        return SafeNames.Of(part.Name, number + EndingOf(part.MediaType));
    }

    private static string EndingOf(string mediaType) => mediaType switch
    {
        "text/plain" or "message/delivery-status" or "text/rfc822-headers" => ".txt",
        "text/html" => ".html",
        "text/calendar" => ".ics",
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "image/gif" => ".gif",
        "application/pdf" => ".pdf",
        _ => "",
    };

    private string Unique(string name)
    {
        var unique = name;
        for (var i = 2; !_names.Add(unique); i++)
        {
            unique = $"{Path.GetFileNameWithoutExtension(name)} ({i}){Path.GetExtension(name)}";
        }

        return unique;
    }

    private static ReadOnlyMemory<byte> ContentOf(MailPart part)
    {
        switch (part.Entity)
        {
            case MimePart { Content: not null } file when !part.IsText && part.Size is { } size:
                // The size is known: one array, exactly as long as the file.
                return Exact(file, (int)size);
            case MimePart file:
                using (var target = new MemoryStream())
                {
                    TransferDecoding.To(file, target);
                    return target.ToArray();
                }

            case MessagePart { Message: { } message }:
                using (var target = new MemoryStream())
                {
                    message.WriteTo(target);
                    return target.ToArray();
                }

            case Multipart loose:
                return System.Text.Encoding.UTF8.GetBytes(loose.Preamble ?? "");
            default:
                return default;
        }
    }
}
