using System.Security.Cryptography;
using MimeKit;

namespace Hub.Connectors.Email;

/// <summary>Which part of a mail is the letter, and what the others are.</summary>
internal sealed class MailTree
{
    private readonly List<MailPart> _parts = [];

    public TextPart? Plain { get; private set; }

    public TextPart? Html { get; private set; }

    public IReadOnlyList<MailPart> Parts => _parts;

    public bool IsDeliveryReport { get; private set; }

    public MailSeal Seal { get; private set; }

    public List<string> Repairs { get; } = [];

    public static MailTree Of(MimeMessage message)
    {
        var tree = new MailTree();
        var leaves = new List<MimeEntity>();
        tree.Walk(message.Body, leaves);
        tree.Plain = leaves.OfType<TextPart>().FirstOrDefault(l => l.IsPlain && IsBody(l));
        tree.Html = leaves.OfType<TextPart>().FirstOrDefault(l => l.IsHtml && IsBody(l));
        foreach (var leaf in leaves.Where(l => l != tree.Plain && l != tree.Html && !IsUnnamedText(l)))
        {
            tree._parts.Add(PartOf(leaf));
        }

        return tree;
    }

    private void Walk(MimeEntity? entity, List<MimeEntity> leaves)
    {
        switch (entity)
        {
            case null:
                return;
            case Multipart multipart:
                IsDeliveryReport |= multipart is MultipartReport { ReportType: { } type } && type.Equals("delivery-status", StringComparison.OrdinalIgnoreCase);
                foreach (var child in multipart)
                {
                    Walk(child, leaves);
                }

                return;
            default:
                IsDeliveryReport |= entity is MessageDeliveryStatus;
                leaves.Add(entity);
                return;
        }
    }

    private static bool IsBody(TextPart part) =>
        !part.IsAttachment && (part.FileName is null || part.ContentDisposition?.Disposition == ContentDisposition.Inline);

    private static bool IsUnnamedText(MimeEntity leaf) =>
        leaf is TextPart { FileName: null } text && !text.IsAttachment && (text.IsPlain || text.IsHtml || text.ContentType.IsMimeType("text", "enriched"));

    private static MailPart PartOf(MimeEntity leaf)
    {
        var part = new MailPart
        {
            Name = leaf.ContentDisposition?.FileName ?? leaf.ContentType.Name,
            MediaType = leaf.ContentType.MimeType.ToLowerInvariant(),
            IsInline = leaf.ContentId is not null && !leaf.IsAttachment,
            Entity = leaf,
        };
        if (leaf is not MimePart { Content: { } content } || leaf.ContentType.IsMimeType("message", "*"))
        {
            return part;
        }

        using var counted = new CountingHash();
        content.DecodeTo(counted);
        return part with { Size = counted.Length, Sha1 = counted.Hash() };
    }

    /// <summary>Swallows bytes, keeps their number and hash: big parts are measured without being held.</summary>
    private sealed class CountingHash : Stream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        private long _length;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => _length;
        public override long Position { get => _length; set => throw new NotSupportedException(); }

        public string Hash() => Convert.ToHexStringLower(_hash.GetHashAndReset());

        public override void Write(byte[] buffer, int offset, int count)
        {
            _hash.AppendData(buffer, offset, count);
            _length += count;
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
