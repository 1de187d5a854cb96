namespace Hub.Connectors.Email;

/// <summary>Tells letters from robots, also where no header helps.</summary>
internal static class MailNatures
{
    /// <summary>Subjects that only programs begin with, Indonesian and English and what large systems send.</summary>
    private static readonly string[] AwaySubjects =
    [
        "automatic reply", "auto reply", "auto-reply", "autoreply", "auto response", "auto:", "automatic response", "out of office", "out of the office", "out-of-office", "ooo:", "vacation reply", "on vacation",
        "balasan otomatis", "jawaban otomatis", "respon otomatis", "pesan otomatis", "di luar kantor", "diluar kantor", "sedang cuti",
        "abwesenheitsnotiz", "automatische antwort", "réponse automatique", "respuesta automática",
    ];

    /// <summary>What absent people write; believed only in a short answer.</summary>
    private static readonly string[] AwayTexts =
    [
        "i am out of the office", "i am currently out of", "i'm out of the office", "i will be out of the office", "i am away from", "i am on leave", "i am on annual leave", "will be back in the office",
        "saya sedang cuti", "saya sedang tidak berada di kantor", "saya sedang di luar kantor", "saya sedang dinas luar", "saya sedang tidak di kantor", "sedang melaksanakan cuti", "akan kembali bertugas",
        "ini adalah balasan otomatis", "surel ini dijawab otomatis", "email ini dibalas otomatis", "this is an automated response", "this is an automatic reply",
    ];

    private static readonly string[] BounceSubjects =
    [
        "undelivered mail", "undeliverable", "mail delivery failed", "mail delivery failure", "delivery status notification", "returned mail", "delivery failure", "failure notice", "mail system error",
        "could not be delivered", "message not delivered", "delivery has failed", "non-delivery", "nondeliverable", "gagal terkirim", "tidak terkirim", "pengiriman gagal", "gagal dikirim",
    ];

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
        && Array.Exists(BounceSubjects, s => Lower(reading.Subject).Contains(s, StringComparison.Ordinal));

    private static bool FromDaemon(MailReading reading) => reading.From.Any(f =>
        f.Address.Split('@')[0].ToLowerInvariant() is "mailer-daemon" or "mail-daemon" or "postmaster" or "mailerdaemon"
        || Lower(f.Name).Contains("mail delivery", StringComparison.Ordinal));

    private static bool LooksAway(MailReading reading)
    {
        var subject = WithoutReply(Lower(reading.Subject));
        if (Array.Exists(AwaySubjects, s => subject.StartsWith(s, StringComparison.Ordinal)))
        {
            return true;
        }

        var text = Lower(LetterText.Split(reading.Text ?? "").New);
        return text.Length <= ShortAnswer
            && (reading.InReplyTo is not null || subject.Length < Lower(reading.Subject).Length || reading.IsAutoReply)
            && Array.Exists(AwayTexts, t => text.Contains(t, StringComparison.Ordinal));
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
