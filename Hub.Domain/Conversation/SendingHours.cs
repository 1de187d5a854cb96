namespace Hub.Domain.Conversation;

/// <summary>When staff want to hear from the hub, in WITA.</summary>
/// <param name="QuietFrom">Beginning of the quiet hours; null: there are none.</param>
/// <param name="QuietUntil">Their end; earlier than the beginning when they last over midnight.</param>
/// <param name="DigestAt">When the digest leaves.</param>
public sealed record SendingHours(TimeOnly? QuietFrom, TimeOnly? QuietUntil, TimeOnly DigestAt)
{
    /// <returns>The instant itself, or the end of the quiet hours it falls into.</returns>
    public DateTimeOffset NotBefore(DateTimeOffset instant)
    {
        if (QuietFrom is not { } from || QuietUntil is not { } until || from == until)
        {
            return instant;
        }

        var local = TimeOnly.FromDateTime(Wita.At(instant).DateTime);
        var isQuiet = from < until ? local >= from && local < until : local >= from || local < until;
        return isQuiet ? Next(until, instant) : instant;
    }

    /// <returns>The first digest after the instant; never within the quiet hours.</returns>
    public DateTimeOffset NextDigest(DateTimeOffset instant) => NotBefore(Next(DigestAt, instant));

    /// <returns>The next time an office clock shows it, always later than the instant.</returns>
    private static DateTimeOffset Next(TimeOnly time, DateTimeOffset instant)
    {
        var today = Wita.StartOf(Wita.DateOf(instant)) + time.ToTimeSpan();
        return today > instant ? today : today.AddDays(1);
    }
}
