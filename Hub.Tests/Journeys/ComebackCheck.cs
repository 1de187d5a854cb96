using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Tests.Journeys;

/// <summary>A source that answered nobody for a while and came back, as the hub's own books tell it.</summary>
internal static class ComebackCheck
{
    public static async Task HoldsAsync(HubDbContext db, string source, CancellationToken token)
    {
        var runs = await db.Runs.AsNoTracking().Where(r => r.Source == source).OrderBy(r => r.StartedAt).Select(r => r.Outcome).ToListAsync(token);
        runs.Count(outcome => outcome == RunOutcome.Failed).ShouldBeGreaterThanOrEqualTo(2, "it was asked, and did not answer");
        runs.SkipWhile(outcome => outcome != RunOutcome.Failed).ShouldContain(RunOutcome.Succeeded, "it answers again");

        var alarms = await db.Alarms.AsNoTracking().Where(a => a.Subject == source).ToListAsync(token);
        var alarm = alarms.ShouldHaveSingleItem(string.Join('\n', alarms.Select(a => $"{a.Code} {a.FirstSeenAt:u} to {a.EndedAt:u}: {a.Cause.Stored}")));
        alarm.Code.ShouldBe("source-failing");
        alarm.EndedAt.ShouldNotBeNull("it is back");
        var key = $"alarm/{alarm.Id}/";
        (await db.Outbox.AsNoTracking().Where(m => m.Purpose == NoticePurpose.Alarm && m.Key.StartsWith(key)).ToListAsync(token)).ShouldHaveSingleItem().State.ShouldBe(OutboxState.Sent);
    }
}
