using Hub.Domain.Envelopes;
using MimeKit;

namespace Hub.Connectors.Email;

/// <summary>Reads one mail from its bytes. Pure, and total: any bytes give a reading, in the worst case one that only holds their text.</summary>
public static class MailReader
{
    /// <summary>Nesting deeper than this is an attack, not a letter; the rest is kept as one part.</summary>
    private const int MaxDepth = 64;

    /// <summary>Empty covers around empty covers are opened so far.</summary>
    private const int MaxCovers = 4;

    /// <summary>Bytes; what is more is no exporter's habit.</summary>
    private const int MaxLeadIn = 4 * 1024;

    /// <summary>No letter is longer; what comes after stays in the raw original.</summary>
    private const int MaxTextBytes = 2 * 1024 * 1024;

    private static readonly ParserOptions Parsing = MakeParsing();

    public static MailReading Read(ReadOnlyMemory<byte> raw) => Read(RawStream.Over(raw));

    /// <param name="raw">Seeks; the parts of the reading are read from it when they are wanted.</param>
    public static MailReading Read(Stream raw)
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

    private static ParserOptions MakeParsing()
    {
        Charsets.Register();
        var options = new ParserOptions { MaxMimeDepth = MaxDepth };
        options.RegisterMimeType("text/rfc822-headers", typeof(TextPart));
        return options;
    }

    /// <exception cref="InvalidDataException">No letter looks like that; whoever parses it would need many times its size.</exception>
    internal static MimeMessage Parse(ReadOnlyMemory<byte> raw) => Parse(RawStream.Over(raw));

    private static MimeMessage Parse(Stream raw)
    {
        raw.Position = 0;
        MailBounds.Check(raw);
        raw.Position = LeadIn(raw);
        var metered = new MeteredStream(raw);
        var message = new MimeParser(Parsing, metered, MimeFormat.Entity, persistent: true).ParseMessage();
        metered.Stop();
        return message;
    }

    /// <summary>Blank lines, and lines that continue nothing, before the first field: some exporters write them.</summary>
    private static int LeadIn(Stream mail)
    {
        mail.Position = 0;
        var beginning = new byte[Math.Min(mail.Length, MaxLeadIn)];
        mail.ReadExactly(beginning);
        ReadOnlySpan<byte> raw = beginning;
        var start = 0;
        while (start < raw.Length && raw[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            var end = raw[start..].IndexOf((byte)'\n');
            if (end < 0)
            {
                return 0;
            }

            start += end + 1;
        }

        return start >= raw.Length ? 0 : start;
    }

    private static MailReading Compose(MimeMessage message, int depth = 0)
    {
        var tree = new MailTree(Parsing, part => Readable(part, null));
        tree.Read(message);
        var headers = new MailHeaders(message.Headers, tree.Charset);
        var text = LetterParts.Join(tree.Letter.Select(part => Readable(part, tree.Charset)));
        var reading = new MailReading
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
            Text = string.IsNullOrWhiteSpace(text) && !tree.IsDeliveryReport && depth < MaxCovers ? InnerText(tree, depth) ?? text : text,
            TextIsFromHtml = tree.Letter.Count > 0 && tree.Letter.All(part => part.IsHtml),
            Html = tree.Html is null ? null : TextOf(tree.Html, tree.Charset),
            LooseText = tree.Loose,
            Parts = tree.Parts,
            AutoSignals = headers.AutoSignals,
            IsAutoReply = headers.IsAutoReply,
            IsBounce = tree.IsDeliveryReport,
            IsConfidential = headers.IsConfidential,
            IsList = headers.IsList,
            Seal = tree.Seal,
            DeliveredTo = [.. headers.Addresses("Delivered-To"), .. headers.Addresses("X-Original-To")],
            VouchedBy = AuthenticationResults.VouchedBy(headers.Values("Authentication-Results"), headers.Addresses(HeaderId.From) is [var sender] ? sender.Address : null),
            LeftAtServer = headers.Value(BigMail.LeftField),
            FailedRecipients = BounceReport.FailedRecipients(message, headers),
            Repairs = tree.Repairs,
        };
        var nature = MailNatures.Of(reading);
        reading = nature == MailNature.Bounce ? reading with { ReturnedId = BounceReport.ReturnedId(message, reading.Text) } : reading;
        return nature == MailNature.Bounce && !reading.IsBounce && reading.FailedRecipients.Count == 0 && BounceReport.FromText(reading.Text ?? "") is { } failed
            ? reading with { Nature = nature, FailedRecipients = [failed] }
            : reading with { Nature = nature };
    }

    /// <summary>A cover that says nothing: the letter is what it covers.</summary>
    private static string? InnerText(MailTree tree, int depth) =>
        LetterParts.Join(tree.Inner.Select(inner => Compose(inner, depth + 1)).Select(inner => $"{inner.Subject}\n\n{inner.Text}".Trim()).Where(text => text.Length > 0));

    private static string Readable(TextPart part, string? hint) => part.IsHtml ? HtmlText.Of(TextOf(part, hint)) : TextOf(part, hint);

    private static string TextOf(TextPart part, string? hint)
    {
        using var bytes = new MemoryStream();
        using var capped = new CappedStream(bytes, MaxTextBytes);
        TransferDecoding.To(part, capped);
        var content = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        return Charsets.Decode(content, part.ContentType.Charset ?? (part.IsHtml ? HtmlCharset.Of(content) : null), hint);
    }
}
