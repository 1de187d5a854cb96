using MimeKit;

namespace Hub.Connectors.Email;

/// <summary>Which part of a mail is the letter, and what the others are.</summary>
internal sealed class MailTree
{
    /// <summary>No letter has more parts; what comes after stays in the raw original.</summary>
    private const int MostParts = 1000;

    private readonly List<MailPart> _parts = [];
    private const string TooManyParts = "parts-beyond-bound";

    private readonly List<MimeEntity> _leaves = [];

    public TextPart? Plain { get; private set; }

    public TextPart? Html { get; private set; }

    public IReadOnlyList<MailPart> Parts => _parts;

    public bool IsDeliveryReport { get; private set; }

    public MailSeal Seal { get; private set; }

    /// <summary>The charset that the mail's own text claims; a hint for what claims nothing.</summary>
    public string? Charset { get; private set; }

    /// <summary>Text that stands where no program looks for it: a multipart without a single boundary.</summary>
    public string? Loose { get; private set; }

    public List<string> Repairs { get; } = [];

    public static MailTree Of(MimeMessage message)
    {
        var tree = new MailTree();
        tree.Walk(message.Body);
        tree.Plain = tree._leaves.OfType<TextPart>().FirstOrDefault(l => l.IsPlain && IsBody(l));
        tree.Html = tree._leaves.OfType<TextPart>().FirstOrDefault(l => l.IsHtml && IsBody(l));
        tree.Charset = (tree.Plain ?? tree.Html)?.ContentType.Charset ?? message.Body?.ContentType.Charset;

        // HTML beside plain text is the same letter once more; HTML alone is the letter.
        var body = tree.Plain ?? tree.Html;
        foreach (var leaf in tree._leaves.Where(l => l != body && !IsUnnamedText(l)))
        {
            tree._parts.Add(MailPart.Of(leaf, tree.Charset));
        }

        return tree;
    }

    private void Walk(MimeEntity? entity)
    {
        switch (entity)
        {
            case null:
                return;
            case not null when _leaves.Count + _parts.Count >= MostParts:
                if (!Repairs.Contains(TooManyParts))
                {
                    Repairs.Add(TooManyParts);
                }

                return;
            case Multipart multipart:
                Walk(multipart);
                return;
            default:
                IsDeliveryReport |= entity.ContentType.IsMimeType("message", "delivery-status") || entity.ContentType.IsMimeType("message", "global-delivery-status");
                Seal = Seal == MailSeal.None ? SealOf(entity) : Seal;
                _leaves.Add(entity);
                return;
        }
    }

    private void Walk(Multipart multipart)
    {
        // Read from the field itself: a broken parameter behind it must not hide the type.
        IsDeliveryReport |= multipart.ContentType.IsMimeType("multipart", "report")
            && multipart.Headers[HeaderId.ContentType]?.Contains("delivery-status", StringComparison.OrdinalIgnoreCase) == true;
        Seal = Seal == MailSeal.None ? SealOf(multipart) : Seal;
        if (multipart.Count == 0)
        {
            Repairs.Add("multipart-without-parts");
            Loose ??= multipart.Preamble;
            _parts.Add(MailPart.OfLoose(multipart));
        }

        foreach (var child in multipart)
        {
            Walk(child);
        }
    }

    private static MailSeal SealOf(MimeEntity entity) => entity.ContentType.MimeType.ToLowerInvariant() switch
    {
        "application/pkcs7-mime" or "application/x-pkcs7-mime" =>
            entity.ContentType.Parameters["smime-type"] is { } type && type.StartsWith("signed", StringComparison.OrdinalIgnoreCase) ? MailSeal.SmimeSigned : MailSeal.SmimeEncrypted,
        "multipart/signed" => Protocol(entity).Contains("pgp", StringComparison.OrdinalIgnoreCase) ? MailSeal.PgpSigned : MailSeal.SmimeSigned,
        "multipart/encrypted" or "application/pgp-encrypted" => MailSeal.PgpEncrypted,
        _ => MailSeal.None,
    };

    private static string Protocol(MimeEntity entity) => entity.ContentType.Parameters["protocol"] ?? "";

    private static bool IsBody(TextPart part) =>
        !part.IsAttachment && (string.IsNullOrWhiteSpace(part.FileName) || part.ContentDisposition?.Disposition.Equals(ContentDisposition.Inline, StringComparison.OrdinalIgnoreCase) == true);

    private static bool IsUnnamedText(MimeEntity leaf) =>
        leaf is TextPart text && string.IsNullOrWhiteSpace(text.FileName)
        && (text.IsPlain || text.IsHtml || text.ContentType.IsMimeType("text", "enriched"));
}
