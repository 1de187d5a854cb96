using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Storage;
using Hub.Host.Work;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.FollowUp;

/// <summary>Closes what was answered and not replied to for ten working days (R21); later mail begins a new, linked ticket.</summary>
public sealed partial class ClosingRun(Database database, LawInForce law, TicketRoad road, TimeProvider clock, ILogger<ClosingRun> log)
{
    /// <summary>Ten working days are never fewer calendar days.</summary>
    private const int FewestDays = 14;

    private const int Portion = 200;

    /// <returns>How many tickets were closed.</returns>
    public async Task<int> RunAsync(CancellationToken token)
    {
        var closed = 0;
        foreach (var number in await DueAsync(token))
        {
            try
            {
                await road.ChangeAsync(number, new TicketChange.Close(null), new Actor.Hub(), null, token);
                closed++;
            }
            catch (TicketRefusal e)
            {
                // Somebody reopened or changed it a moment ago; the next run looks again.
                LogLeft(number, e.Message);
            }
        }

        return closed;
    }

    private async Task<List<string>> DueAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var today = Wita.DateOf(clock.GetUtcNow());
        var before = Wita.StartOf(today.AddDays(-FewestDays));
        var answered = await db.Tickets.AsNoTracking().Where(t => t.Status == TicketStatus.Resolved && t.ResolvedAt < before)
            .OrderBy(t => t.ResolvedAt).Take(Portion).Select(t => new { t.Number, t.ResolvedAt }).ToListAsync(token);
        return [.. answered.Where(t => ReplyWindow.LastDay(t.ResolvedAt!.Value, law.Calendar) < today).Select(t => t.Number)];
    }

    [LoggerMessage(3, LogLevel.Information, "Ticket {Number} is left open: {Cause}")]
    private partial void LogLeft(string number, string cause);
}
