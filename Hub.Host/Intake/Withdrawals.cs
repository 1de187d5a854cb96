using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>Open items that their source no longer shows: counted night by night, closed by the rule of the source, opened again when they are back.</summary>
public sealed partial class Withdrawals(Database database, ConfiguredConnectors connectors, TicketRoad road, TimeProvider clock, ILogger<Withdrawals> log)
{
    /// <summary>Counts the night of a statement, in its transaction.</summary>
    /// <param name="look">What the source showed.</param>
    internal async Task NoteAsync(HubDbContext db, Source source, SourceLook look, CancellationToken token)
    {
        var kept = await db.UnseenItems.Where(u => u.Source == source.Name).ToDictionaryAsync(u => u.ExternalId, StringComparer.Ordinal, token);
        if (source.ClosesUnseenAfter is null)
        {
            db.UnseenItems.RemoveRange(kept.Values.Where(static u => u.ClosedAt is null));
            return;
        }

        db.UnseenItems.RemoveRange(kept.Values.Where(u => u.ClosedAt is null && look.Shown.Contains(u.ExternalId)));
        if (!look.IsEvidence)
        {
            return;
        }

        var open = await OpenAsync(db, source.Name, ScopeOf(source), token);
        var unseen = await WithoutThoseOfOthersAsync(db, source.Name, [.. open.Where(id => !look.Shown.Contains(id))], token);
        if (Unseen.IsTooMuch(unseen.Count, open.Count))
        {
            look.Statement.GoneAtOnce = unseen.Count;
            return;
        }

        db.UnseenItems.RemoveRange(kept.Values.Where(u => u.ClosedAt is null && !unseen.Contains(u.ExternalId)));
        foreach (var id in unseen)
        {
            if (!kept.TryGetValue(id, out var row))
            {
                row = new UnseenItem { Source = source.Name, ExternalId = id, Since = look.Statement.Day };
                db.UnseenItems.Add(row);
            }

            row.Miss(look.Statement.Day);
        }
    }

    /// <summary>Closes and opens what follows from the nights so far, each ticket by itself; what a crash leaves undone the next statement does.</summary>
    internal async Task CarryOutAsync(Source source, SourceLook look, CancellationToken token)
    {
        await using var db = database.Open();
        foreach (var row in await db.UnseenItems.AsNoTracking().Where(u => u.Source == source.Name).OrderBy(u => u.ExternalId).ToListAsync(token))
        {
            if (look.Shown.Contains(row.ExternalId))
            {
                await ChangeAsync(source, row, new TicketChange.Reappear(), token);
            }
            else if (look.Statement.GoneAtOnce == 0 && row.ClosedAt is null && row.Nights >= source.ClosesUnseenAfter)
            {
                await ChangeAsync(source, row, new TicketChange.Vanish(Said.Of<FetchTexts>("WithdrawnAtSource", source.Title, row.Nights, row.Since).Stored), token);
            }
        }
    }

    private async Task ChangeAsync(Source source, UnseenItem item, TicketChange change, CancellationToken token)
    {
        await using var reading = database.Open();
        var found = await ItemTickets.FindAsync(reading, ScopeOf(source), [item.ExternalId], token);
        if (!found.TryGetValue(item.ExternalId, out var known) || known.Parts.Count > 0)
        {
            return;
        }

        try
        {
            await road.CommitAsync(known.Number, async (db, ticket) =>
            {
                await road.ChangeAsync(db, ticket, change, new Actor.Source(), null, token);
                var row = await db.UnseenItems.SingleAsync(u => u.Source == item.Source && u.ExternalId == item.ExternalId, token);
                if (change is TicketChange.Vanish)
                {
                    row.ClosedAt = clock.GetUtcNow();
                }
                else
                {
                    db.UnseenItems.Remove(row);
                }
            }, token);
        }
        catch (TicketRefusal refusal)
        {
            // Others were faster, or a person must decide; the next night looks again.
            LogLeft(known.Number, refusal.Message);
        }
    }

    private string ScopeOf(Source source) => Pipeline.ScopeOf(source, connectors.KindOf(source));

    private static readonly TicketStatus[] Open = [.. Enum.GetValues<TicketStatus>().Where(static s => s.IsOpen())];

    /// <summary>Items whose ticket is open and may be closed without a person.</summary>
    private static async Task<HashSet<string>> OpenAsync(HubDbContext db, string source, string scope, CancellationToken token)
    {
        var tickets = await db.Tickets
            .Where(t => t.Source == source && t.Scope == scope && Open.Contains(t.Status) && t.MergedInto == null && t.Protection == null && !t.IsStub && !t.ExternalId.Contains(Ticket.PartMark))
            .Where(t => !db.Tickets.Any(follower => follower.MergedInto == t.Id))
            .Select(t => t.ExternalId).ToListAsync(token);
        return [.. tickets.Select(static id => id.Split(Ticket.ContinuationMark)[0])];
    }

    /// <summary>What another source brought too may still be there.</summary>
    private static async Task<HashSet<string>> WithoutThoseOfOthersAsync(HubDbContext db, string source, IReadOnlyList<string> ids, CancellationToken token)
    {
        var own = new HashSet<string>(ids, StringComparer.Ordinal);
        foreach (var some in ids.Chunk(500))
        {
            own.ExceptWith(await db.Envelopes.Where(e => e.Source != source && some.Contains(e.ExternalId)).Select(e => e.ExternalId).Distinct().ToListAsync(token));
        }

        return own;
    }

    [LoggerMessage(161, LogLevel.Information, "{Ticket} stays as it is though its source shows its item no longer: {Why}")]
    private partial void LogLeft(string ticket, string why);
}

/// <summary>One reading of a whole source, with its statement.</summary>
/// <param name="Shown">The external ids that it showed.</param>
/// <param name="Stands">Something stood for an item that the source did not hand over.</param>
internal sealed record SourceLook(Statement Statement, HashSet<string> Shown, bool Stands)
{
    /// <summary>What it does not show can be believed: it agrees with what the source says of itself, and each item was read.</summary>
    public bool IsEvidence => Statement is { Balances: true, IsComparable: true, Quarantined: 0 } && !Stands;
}
