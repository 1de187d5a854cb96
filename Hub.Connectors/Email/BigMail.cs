using System.Globalization;
using System.Text;
using Hub.Domain;
using Hub.Domain.Envelopes;
using MailKit;
using MailKit.Net.Imap;
using MimeKit;

namespace Hub.Connectors.Email;

/// <summary>What is taken of a mail over the size cap: its header, its text, and for each part that stays a note that says so.</summary>
internal static class BigMail
{
    /// <summary>Marks a mail of which parts stayed at the server; the value is its size there, in bytes.</summary>
    public const string LeftField = "X-Hub-Left-At-Server";

    /// <summary>Marks a mail that the server could not hand over; the value is the server's reason.</summary>
    public const string UnreadableField = "X-Hub-Unreadable";

    private static ReadOnlySpan<byte> Mark => "X-Hub-Unreadable: "u8;

    /// <summary>No text is read further than this.</summary>
    private const int TextBytes = 1024 * 1024;

    public static async Task<ReadOnlyMemory<byte>> TakeAsync(ImapFolder folder, uint uid, uint size, CancellationToken token)
    {
        var id = new UniqueId(uid);
        var found = await folder.FetchAsync([id], MessageSummaryItems.UniqueId | MessageSummaryItems.BodyStructure, token);
        if (found.Count == 0)
        {
            throw new MessageNotFoundException($"UID {uid}");
        }

        var headers = await HeadersAsync(folder, id, token);
        var body = new Multipart("mixed") { Boundary = "hub-" + Fingerprint.Of(Encoding.UTF8.GetBytes(headers["Message-ID"] + headers["Date"] + size.ToString(CultureInfo.InvariantCulture))) };
        foreach (var leaf in Leaves(found[0].Body))
        {
            body.Add(IsText(leaf) ? await TextAsync(folder, id, leaf, token) : Placeholder(leaf));
        }

        return Compose(headers, body, size);
    }

    /// <summary>A mail that stands for one the server lists and cannot hand over.</summary>
    public static ReadOnlyMemory<byte> Stub(uint uid, uint uidValidity, string reason) => Encoding.UTF8.GetBytes(
        $"{UnreadableField}: UID {uid.ToString(CultureInfo.InvariantCulture)}, UIDVALIDITY {uidValidity.ToString(CultureInfo.InvariantCulture)}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + $"{Said.Of<MailboxTexts>("NotHandedOver", reason).Stored}\r\n");

    /// <summary>Why the server did not hand over the mail that this stub stands for.</summary>
    public static Said ReasonOf(Stream stub) => Said.Read((MailReader.Read(stub).Text ?? "").ReplaceLineEndings(" ").Trim());

    /// <summary>True for what <see cref="Stub"/> made: no delivered mail begins with this field.</summary>
    public static bool IsStub(Stream raw)
    {
        Span<byte> start = stackalloc byte[Mark.Length];
        raw.Position = 0;
        return raw.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(Mark);
    }

    private static async Task<HeaderList> HeadersAsync(ImapFolder folder, UniqueId id, CancellationToken token)
    {
        await using var stream = await folder.GetStreamAsync(id, "HEADER", token);
        return await HeaderList.LoadAsync(stream, token);
    }

    private static IEnumerable<BodyPartBasic> Leaves(BodyPart? part) => part switch
    {
        BodyPartMultipart multipart => multipart.BodyParts.SelectMany(Leaves),
        BodyPartBasic leaf => [leaf],
        _ => [],
    };

    private static bool IsText(BodyPartBasic leaf) =>
        !leaf.IsAttachment && (leaf.ContentType.IsMimeType("text", "*") || leaf.ContentType.IsMimeType("message", "delivery-status"));

    private static async Task<MimeEntity> TextAsync(ImapFolder folder, UniqueId id, BodyPartBasic leaf, CancellationToken token)
    {
        var section = leaf.PartSpecifier.Length == 0 ? "TEXT" : leaf.PartSpecifier;
        await using var text = await folder.GetStreamAsync(id, section, 0, TextBytes, token);
        var part = new MimePart(leaf.ContentType)
        {
            Content = new MimeContent(await CopyAsync(text, token), EncodingOf(leaf)),
            ContentTransferEncoding = EncodingOf(leaf),
        };
        return part;
    }

    private static async Task<MemoryStream> CopyAsync(Stream stream, CancellationToken token)
    {
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy, token);
        copy.Position = 0;
        return copy;
    }

    private static ContentEncoding EncodingOf(BodyPartBasic leaf) =>
        MimeKit.Utils.MimeUtils.TryParse(leaf.ContentTransferEncoding ?? "", out ContentEncoding encoding) ? encoding : ContentEncoding.Default;

    private static TextPart Placeholder(BodyPartBasic leaf)
    {
        var name = leaf.FileName ?? "tanpa-nama";
        return new TextPart("plain")
        {
            Text = $"{Said.Of<MailboxTexts>("FileLeft", name, leaf.ContentType.MimeType, leaf.Octets)}\r\n",
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = name + ".tertinggal.txt" },
        };
    }

    private static byte[] Compose(HeaderList headers, Multipart body, uint size)
    {
        var own = headers.Where(h => h.Field.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)).ToList();
        own.ForEach(h => headers.Remove(h));
        var message = new MimeMessage(headers) { Body = body };
        message.Headers.Add(LeftField, size.ToString(CultureInfo.InvariantCulture));
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        using var stream = new MemoryStream();
        message.WriteTo(format, stream);
        return stream.ToArray();
    }
}
