using MimeKit;

namespace Hub.Connectors.Email;

/// <summary>Which part of a mail is the letter, and what the others are.</summary>
/// <param name="textOf">Reads a text; which of several forms of a letter is read depends on it.</param>
internal sealed class MailTree(ParserOptions parsing, Func<TextPart, string> textOf)
{
    /// <summary>No letter has more parts; what comes after stays in the raw original.</summary>
    private const int MostParts = 1000;

    private const string TooManyParts = "parts-beyond-bound";

    private readonly List<MailPart> _parts = [];
    private readonly List<MimeEntity> _leaves = [];

    /// <summary>The texts that make the letter, in order: of alternatives the plain one, unless it is blank.</summary>
    public IReadOnlyList<TextPart> Letter { get; private set; } = [];

    public TextPart? Html { get; private set; }

    public IReadOnlyList<MailPart> Parts => _parts;

    /// <summary>Letters within the letter, attached as wholes.</summary>
    public IEnumerable<MimeMessage> Inner => _leaves.OfType<MessagePart>().Select(l => l.Message).OfType<MimeMessage>();

    public bool IsDeliveryReport { get; private set; }

    public MailSeal Seal { get; private set; }

    /// <summary>The charset that the mail's own text claims; a hint for what claims nothing.</summary>
    public string? Charset { get; private set; }

    /// <summary>Text that stands where no program looks for it: a multipart without a single boundary.</summary>
    public string? Loose { get; private set; }

    public List<string> Repairs { get; } = [];

    public void Read(MimeMessage message)
    {
        var texts = Walk(message.Body);
        // A named text is a file, unless it is all there is.
        Letter = [.. texts.Where((text, i) => i == 0 || string.IsNullOrWhiteSpace(text.FileName))];
        Html = _leaves.OfType<TextPart>().FirstOrDefault(l => l.IsHtml && IsBody(l));
        Charset = (Letter.Count > 0 ? Letter[0] : Html)?.ContentType.Charset ?? message.Body?.ContentType.Charset;
        foreach (var leaf in _leaves.Where(l => !Letter.Contains(l) && !IsSameLetter(l)))
        {
            _parts.Add(MailPart.Of(leaf, Charset));
        }
    }

    /// <returns>What of it is the letter.</returns>
    private List<TextPart> Walk(MimeEntity? entity)
    {
        switch (entity)
        {
            case null:
                return [];
            case not null when _leaves.Count + _parts.Count >= MostParts:
                if (!Repairs.Contains(TooManyParts))
                {
                    Repairs.Add(TooManyParts);
                }

                return [];
            case Multipart multipart:
                return Walk(multipart);
            case MimePart part when SealOf(part) is MailSeal.SmimeSigned or MailSeal.SmimeEncrypted && SignedContent.Of(part, parsing) is { } content:
                Seal = Seal == MailSeal.None ? MailSeal.SmimeSigned : Seal;
                return Walk(content);
            default:
                IsDeliveryReport |= entity.ContentType.IsMimeType("message", "delivery-status") || entity.ContentType.IsMimeType("message", "global-delivery-status");
                Seal = Seal == MailSeal.None ? SealOf(entity) : Seal;
                _leaves.Add(entity);
                return entity is TextPart text && (text.IsPlain || text.IsHtml) && IsBody(text) ? [text] : [];
        }
    }

    private List<TextPart> Walk(Multipart multipart)
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

        var texts = multipart.Select(Walk).ToList();
        return multipart.ContentType.IsMimeType("multipart", "alternative") ? Chosen(texts) : [.. texts.SelectMany(t => t)];
    }

    private List<TextPart> Chosen(List<List<TextPart>> forms)
    {
        bool Says(TextPart text) => !string.IsNullOrWhiteSpace(textOf(text));
        return forms.Find(f => f.Exists(t => t.IsPlain && Says(t))) ?? forms.Find(f => f.Exists(Says)) ?? forms.Find(f => f.Count > 0) ?? [];
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

    /// <summary>Another form of the letter, which is read in the one that was chosen.</summary>
    private static bool IsSameLetter(MimeEntity leaf) =>
        leaf is TextPart text && !text.IsAttachment && string.IsNullOrWhiteSpace(text.FileName)
        && (text.IsPlain || text.IsHtml || text.ContentType.IsMimeType("text", "enriched"));
}
