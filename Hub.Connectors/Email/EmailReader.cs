using System.Collections.Frozen;
using Hub.Connectors.Reading;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Email;

/// <summary>From the envelope of a mail to a submission. Pure; every mail gives one, however broken.</summary>
public sealed class EmailReader(EmailOptions options)
{
    /// <summary>Titles are cut here; the whole subject stays in the raw.</summary>
    private const int MaxTitle = 300;

    /// <exception cref="ConnectorFailure">Malformed: the server listed the mail and could not hand it over; a person has to look into the mailbox.</exception>
    public Submission Read(Envelope envelope)
    {
        var raw = envelope.Open();
        if (BigMail.IsStub(raw))
        {
            throw new ConnectorFailure(FailureKind.Malformed, BigMail.ReasonOf(raw));
        }

        var reading = MailReader.Read(raw);
        var files = MailAttachments.Of(reading);
        var calendar = files.Calendar;
        var body = PlainText(FirstText(reading.Text, files.TnefText, calendar?.Text, reading.LooseText));
        var letter = LetterText.Split(body);
        var sender = Sender(reading);
        return new Submission
        {
            Title = TitleOf(reading, body, files),
            Body = body,
            Reporter = new Reporter { Name = NoName.Asks(sender?.Name) ? null : sender?.Name, Anonymous = NoName.Asks(sender?.Name), Email = sender is { Address.Length: > 0 } ? sender.Address.ToLowerInvariant() : null },
            Protection = reading.IsConfidential ? ProtectionGround.Plea : reading.IsUnread ? ProtectionGround.UnclearFlag : null,
            ReceivedAt = envelope.ReceivedAt,
            To = options.Inbox,
            EventOn = calendar?.On,
            Attachments = files.Files,
            Facts = FactsOf(reading, files),
            Mail = new Mail
            {
                MessageId = reading.MessageId,
                InReplyTo = reading.InReplyTo,
                References = reading.ReturnedId is { } returned ? [.. reading.References, returned] : reading.References,
                Recipients = [.. reading.To.Concat(reading.Cc).Concat(reading.DeliveredTo).Select(a => a.Address.ToLowerInvariant()).Where(a => a.Length > 0).Distinct(StringComparer.Ordinal)],
                NewText = letter.New == body ? null : letter.New,
                IsAutomatic = reading.Nature is MailNature.Automatic or MailNature.OutOfOffice,
                IsBounce = reading.Nature == MailNature.Bounce,
                BouncedRecipient = reading.FailedRecipients.Count > 0 ? reading.FailedRecipients[0] : null,
                // A server vouches for From of what lies in its box (a file could say so itself); whom a program names beside it, anybody could have typed.
                IsVouched = envelope.Place is not null && WrittenFor(reading) is null && options.Voucher is { } voucher && reading.VouchedBy.Contains(voucher),
                IsList = reading.IsList,
            },
        };
    }

    /// <summary>Programs that write for somebody whom they name in Reply-To: forms on web sites, copiers, ticket desks.</summary>
    private static readonly FrozenSet<string> Machines = new[]
    {
        "wordpress", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "form", "formulir", "forms", "contact", "kontak", "website", "web", "www", "www-data", "apache", "nobody", "mailer", "webform", "cpanel",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whom an answer reaches: who wrote, or for whom a program wrote.</summary>
    private static MailAddress? Sender(MailReading reading) => WrittenFor(reading) ?? Writer(reading);

    private static MailAddress? WrittenFor(MailReading reading) =>
        !reading.IsList && reading.From is [{ } program] && Machines.Contains(program.Address.Split('@')[0])
        && reading.ReplyTo.Where(r => r.Address.Contains('@', StringComparison.Ordinal)).ToList() is [{ } person] && !string.Equals(person.Address, program.Address, StringComparison.OrdinalIgnoreCase)
            ? person
            : null;

    private static MailAddress? Writer(MailReading reading) =>
        reading.From.FirstOrDefault(f => f.Address.Contains('@', StringComparison.Ordinal))
        ?? reading.ReplyTo.FirstOrDefault(f => f.Address.Contains('@', StringComparison.Ordinal))
        ?? (reading.From.Count > 0 ? reading.From[0] : null);

    private static string FirstText(params string?[] texts) => Array.Find(texts, t => !string.IsNullOrWhiteSpace(t)) ?? "";

    /// <summary>Without control characters, which no screen, file or database wants.</summary>
    private static string PlainText(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Where(c => c is '\n' or '\t' || !char.IsControl(c))).Trim('\n', ' ', '\uFEFF');

    private static string TitleOf(MailReading reading, string body, MailAttachments files)
    {
        var title = PlainText(reading.Subject ?? "");
        if (title.Length == 0)
        {
            title = LetterText.Split(body).New.Split('\n').FirstOrDefault(l => !string.IsNullOrWhiteSpace(l))?.Trim() ?? "";
        }

        if (title.Length == 0)
        {
            title = files.Files.Count > 0 ? files.Files[0].Name : Said.Of<MailboxTexts>("Untitled").ToString();
        }

        return title.Length <= MaxTitle ? title : title[..(char.IsHighSurrogate(title[MaxTitle - 1]) ? MaxTitle - 1 : MaxTitle)] + "…";
    }

    private static List<KeyValuePair<string, string>> FactsOf(MailReading reading, MailAttachments files)
    {
        var facts = new List<KeyValuePair<string, string>>();
        if (reading.Seal != MailSeal.None)
        {
            facts.Add(Fact("Seal", $"Seal{reading.Seal}"));
        }

        if (reading.LeftAtServer is { } size)
        {
            facts.Add(Fact("FilesLeft", "FilesLeftAtServer", size));
        }

        if (files.LeftOut > 0)
        {
            facts.Add(Fact("FilesLeft", "FilesLeftOut", files.LeftOut));
        }

        if (reading.Repairs.Count > 0)
        {
            facts.Add(new(Said.Of<MailboxTexts>("Damaged").ToString(), string.Join(", ", reading.Repairs)));
        }

        return facts;
    }

    private static KeyValuePair<string, string> Fact(string name, string value, params object[] values) =>
        new(Said.Of<MailboxTexts>(name).ToString(), Said.Of<MailboxTexts>(value, values).ToString());
}
