using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Outbox;

/// <summary>Which of the mails that wait leave next: what somebody sits waiting for, then words to reporters, then what warns, then the rest; of each the oldest first.</summary>
internal static class SendingOrder
{
    /// <summary>One place in so many belongs to what has waited longest, whatever it is: nothing stands for ever behind what comes on and on.</summary>
    private const int OneIn = 5;

    private static readonly NoticePurpose[] AtTheDoor = [NoticePurpose.Invitation, NoticePurpose.PasswordReset, NoticePurpose.Echo];

    private static readonly NoticePurpose[] ToReporters = [NoticePurpose.Receipt, NoticePurpose.Question, NoticePurpose.Answer, NoticePurpose.Moved];

    private static readonly NoticePurpose[] Warnings = [NoticePurpose.Escalation, NoticePurpose.Reminder, NoticePurpose.Alarm];

    /// <summary>What is in none of them comes last.</summary>
    private static readonly NoticePurpose[][] Kinds = [AtTheDoor, ToReporters, Warnings];

    public static IQueryable<OutboxMessage> Due(HubDbContext db, OutboxChannel channel, DateTimeOffset now) =>
        db.Outbox.Where(m => m.State == OutboxState.Pending && m.Channel == channel && m.DueAt <= now);

    /// <param name="due">Those that may leave now.</param>
    /// <param name="most">So many at once.</param>
    /// <returns>In the order in which they leave.</returns>
    public static async Task<List<OutboxMessage>> NextAsync(IQueryable<OutboxMessage> due, int most, CancellationToken token)
    {
        var longest = await due.OrderBy(m => m.Id).Take(most / OneIn).ToListAsync(token);
        var first = await due.OrderByDescending(m => AtTheDoor.Contains(m.Purpose)).ThenByDescending(m => ToReporters.Contains(m.Purpose)).ThenByDescending(m => Warnings.Contains(m.Purpose)).ThenBy(m => m.Id)
            .Take(most).ToListAsync(token);
        return [.. first.ExceptBy(longest.Select(m => m.Id), m => m.Id).Take(most - longest.Count).Concat(longest).OrderBy(m => PlaceOf(m.Purpose)).ThenBy(m => m.Id)];
    }

    private static int PlaceOf(NoticePurpose purpose) => Array.FindIndex(Kinds, kind => kind.Contains(purpose)) is var place and >= 0 ? place : Kinds.Length;
}
