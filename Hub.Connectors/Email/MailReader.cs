using System.Text;
using MimeKit;

namespace Hub.Connectors.Email;

/// <summary>Reads one mail from its bytes. Pure, and total: any bytes give a reading, in the worst case one that only holds their text.</summary>
public static class MailReader
{
    static MailReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Nesting deeper than this is an attack, not a letter; the rest is kept as one part.</summary>
    private const int MaxDepth = 64;

    internal static ParserOptions Parsing { get; } = new()
    {
        MaxMimeDepth = MaxDepth,
        AllowAddressesWithoutDomain = true,
        AllowUnquotedCommasInAddresses = true,
        CharsetEncoding = Encoding.UTF8,
    };

    public static MailReading Read(ReadOnlyMemory<byte> raw)
    {
        try
        {
            return Compose(Parse(raw));
        }
        catch (Exception unforeseen) when (unforeseen is not OutOfMemoryException)
        {
            // The promise to the pipeline: a letter that breaks the parser is still read by a person.
            return BareText.Of(raw, unforeseen);
        }
    }

    private static MimeMessage Parse(ReadOnlyMemory<byte> raw)
    {
        var stream = RawStream.Over(raw);
        return new MimeParser(Parsing, stream, MimeFormat.Entity, persistent: true).ParseMessage();
    }

    private static MailReading Compose(MimeMessage message)
    {
        var headers = new MailHeaders(message.Headers);
        var tree = MailTree.Of(message);
        var html = tree.Html is null ? null : Charsets.TextOf(tree.Html);
        var text = tree.Plain is not null ? Charsets.TextOf(tree.Plain) : null;
        return new()
        {
            Subject = headers.Subject,
            From = headers.Addresses(HeaderId.From),
            To = headers.Addresses(HeaderId.To),
            Cc = headers.Addresses(HeaderId.Cc),
            ReplyTo = headers.Addresses(HeaderId.ReplyTo),
            Date = headers.Date,
            MessageId = headers.MessageId,
            InReplyTo = headers.InReplyTo,
            References = headers.References,
            Text = text ?? (html is null ? null : HtmlText.Of(html)),
            TextIsFromHtml = text is null && html is not null,
            Html = html,
            Parts = tree.Parts,
            AutoSignals = headers.AutoSignals,
            IsAutoReply = headers.IsAutoReply,
            IsBounce = tree.IsDeliveryReport,
            IsList = headers.IsList,
            Seal = tree.Seal,
            Repairs = [.. headers.Repairs, .. tree.Repairs],
        };
    }
}
