using Hub.Domain;

namespace Hub.Connectors.Email;

/// <summary>Tells letters from robots, also where no header helps; the words of robots stand in <c>mail-natures.words</c>.</summary>
internal static class MailNatures
{
    private static readonly Lexicon Known = Lexicon.Read("mail-natures", typeof(MailNatures).Assembly);

    private const int ShortAnswer = 1500;

    public static MailNature Of(MailReading reading)
    {
        if (reading.IsBounce || reading.FailedRecipients.Count > 0 || LooksReturned(reading))
        {
            return MailNature.Bounce;
        }

        if (LooksAway(reading))
        {
            return MailNature.OutOfOffice;
        }

        return reading.IsAutoReply || reading.AutoSignals.Contains("null-return-path") ? MailNature.Automatic : MailNature.Letter;
    }

    /// <summary>A postmaster, or an empty return path, and a subject that says it: either alone may be a letter about mail.</summary>
    private static bool LooksReturned(MailReading reading) =>
        (FromDaemon(reading) || reading.IsAutoReply || reading.AutoSignals.Contains("null-return-path"))
        && Known["bounce-subjects"].Any(s => Lower(reading.Subject).Contains(s, StringComparison.Ordinal));

    private static bool FromDaemon(MailReading reading) => reading.From.Any(f =>
        f.Address.Split('@')[0].ToLowerInvariant() is "mailer-daemon" or "mail-daemon" or "postmaster" or "mailerdaemon"
        || Lower(f.Name).Contains("mail delivery", StringComparison.Ordinal));

    private static bool LooksAway(MailReading reading)
    {
        var subject = WithoutReply(Lower(reading.Subject));
        if (Known["away-subjects"].Any(s => subject.StartsWith(s, StringComparison.Ordinal)))
        {
            return true;
        }

        var text = Lower(LetterText.Split(reading.Text ?? "").New);
        return text.Length <= ShortAnswer
            && (reading.InReplyTo is not null || subject.Length < Lower(reading.Subject).Length || reading.IsAutoReply)
            && Known["away-texts"].Any(t => text.Contains(t, StringComparison.Ordinal));
    }

    private static string WithoutReply(string subject)
    {
        foreach (var prefix in new[] { "re:", "aw:", "bls:", "balas:", "sv:" })
        {
            if (subject.StartsWith(prefix, StringComparison.Ordinal))
            {
                return WithoutReply(subject[prefix.Length..].TrimStart());
            }
        }

        return subject;
    }

    private static string Lower(string? text) => text?.ToLowerInvariant().Replace('\u2019', '\'') ?? "";
}
