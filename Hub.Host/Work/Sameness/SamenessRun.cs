using System.Globalization;
using Hub.Domain.Identity;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Sameness;

/// <summary>Follows the intake: what came or changed is put into the candidate table, and what may be the same is suggested. Nothing is merged.</summary>
public sealed class SamenessRun(Database database, TimeProvider clock)
{
    private const string Position = "sameness:events";

    /// <summary>A tenth of a second of the writer's lock on SQLite; the intake waits for no more.</summary>
    private const int Portion = 50;

    /// <summary>On PostgreSQL a later event can be seen before an earlier one: what is younger is looked at once more.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    /// <summary>A number comes again every year.</summary>
    private static readonly TimeSpan OneLetter = TimeSpan.FromDays(200);

    private const int MostLetters = 20;

    /// <summary>Opened; mended after it was unreadable; changed at its source.</summary>
    private static readonly TicketEventKind[] Telling = [TicketEventKind.Opened, TicketEventKind.Routed, TicketEventKind.SourceChanged];

    /// <summary>Whether anything came or changed since the last time: a cheap question, asked often.</summary>
    public async Task<bool> WaitsAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var at = await PositionAsync(db, token);
        return await db.TicketEvents.AnyAsync(e => e.Id > at && Telling.Contains(e.Kind), token);
    }

    /// <returns>How many pairs were suggested.</returns>
    public async Task<int> RunAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var at = await PositionAsync(db, token);
        for (var suggested = 0; ; )
        {
            var events = await db.TicketEvents.AsNoTracking().Where(e => e.Id > at && Telling.Contains(e.Kind)).OrderBy(e => e.Id).Take(Portion)
                .Select(e => new { e.Id, e.TicketId, e.At }).ToListAsync(token);
            if (events.Count == 0)
            {
                return suggested;
            }

            var started = clock.GetTimestamp();
            var settled = events.FindLast(e => database.Kind == StoreKind.Sqlite || e.At < clock.GetUtcNow() - Settling);
            suggested += await FollowAsync([.. events.Select(e => e.TicketId).Distinct()], settled?.Id, token);
            at = events[^1].Id;

            // After an import there is much to follow: the intake comes first, so half of the time is left to it.
            await Task.Delay(clock.GetElapsedTime(started), clock, token);
        }
    }

    private static async Task<long> PositionAsync(HubDbContext db, CancellationToken token) =>
        await db.Marks.AsNoTracking().Where(s => s.Name == Position).Select(s => s.Value).FirstOrDefaultAsync(token) is { } value ? long.Parse(value, CultureInfo.InvariantCulture) : 0;

    /// <summary>One portion in one transaction, so that no ticket is left half in the table.</summary>
    private async Task<int> FollowAsync(long[] ids, long? settled, CancellationToken token)
    {
        await using var db = database.Open();
        var tickets = await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id) && !t.IsStub).ToListAsync(token);
        var reporters = await SamenessStore.ReportersAsync(db, ids, token);
        var known = await db.SamenessProfiles.AsNoTracking().Where(p => ids.Contains(p.TicketId)).ToDictionaryAsync(p => p.TicketId, p => p.Packed, token);
        var changed = tickets.Select(t => (t.Id, Profile: ProfileOf(t, reporters.GetValueOrDefault(t.Id))))
            .Where(t => !known.TryGetValue(t.Id, out var packed) || !packed.AsSpan().SequenceEqual(t.Profile.Pack())).ToList();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await SamenessStore.AddAsync(db, changed, token);
        var suggested = 0;
        foreach (var (id, profile) in changed)
        {
            suggested += await SuggestAsync(db, id, await SamenessStore.FindAsync(db, id, profile, token), await SameLettersAsync(db, tickets.Find(t => t.Id == id)!, token), token);
        }

        await db.SaveChangesAsync(token);
        if (settled is long last)
        {
            await db.KeepAsync(Position, last.ToString(CultureInfo.InvariantCulture), token);
        }

        await transaction.CommitAsync(token);
        return suggested;
    }

    /// <summary>The same letter by mail, at the counter and from a register: one number, and nothing that both say differs.</summary>
    private static async Task<IReadOnlyList<SamenessSuggestion>> SameLettersAsync(HubDbContext db, Ticket ticket, CancellationToken token)
    {
        if (ticket.LetterKey is null || ticket.IsProtected)
        {
            return [];
        }

        var others = await db.Tickets.AsNoTracking().Where(t => t.LetterKey == ticket.LetterKey && t.Id != ticket.Id && !t.Anonymous && !t.Secret)
            .OrderByDescending(t => t.Id).Take(MostLetters).Select(t => new { t.Id, t.Letter, t.ReceivedAt }).ToListAsync(token);
        return
        [
            .. others.Select(o => (o.Id, o.Letter, Apart: (o.ReceivedAt - ticket.ReceivedAt).Duration()))
                .Where(o => o.Apart <= OneLetter && (o.Letter is null || ticket.Letter is null || ticket.Letter.MayBe(o.Letter)))
                .Select(o => new SamenessSuggestion(o.Id, new SamenessScore(Domain.Identity.Sameness.OfLetter, 0, null, null, (int)o.Apart.TotalDays))),
        ];
    }

    private async Task<int> SuggestAsync(HubDbContext db, long ticket, IReadOnlyList<SamenessSuggestion> found, IReadOnlyList<SamenessSuggestion> letters, CancellationToken token)
    {
        var (suggested, ofLetter) = (0, letters.Select(l => l.Ticket).ToHashSet());
        foreach (var (other, score) in found.Concat(letters).DistinctBy(s => s.Ticket))
        {
            var (later, earlier) = (Math.Max(ticket, other), Math.Min(ticket, other));
            if (await db.SamePairs.FindAsync([later, earlier], token) is not null)
            {
                continue;
            }

            db.SamePairs.Add(new SamePair
            {
                TicketId = later,
                OtherId = earlier,
                Score = ofLetter.Contains(other) ? Math.Max(score.Score, Domain.Identity.Sameness.OfLetter) : score.Score,
                Text = score.Text,
                SameReporter = score.SameReporter,
                SamePlace = score.SamePlace,
                DaysApart = score.DaysApart,
                SameLetter = ofLetter.Contains(other),
                FoundAt = clock.GetUtcNow(),
            });
            suggested++;
        }

        return suggested;
    }

    private static SamenessProfile ProfileOf(Ticket ticket, string? reporter) =>
        SamenessProfile.Of(ticket.Title, ticket.Body, ticket.Area, reporter, ticket.ReceivedAt);
}
