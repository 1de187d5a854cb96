using System.Globalization;
using System.Text.Json;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Domain.Routing.Review;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Routing.Rules;

/// <summary>Follows what people correct, by page or by mail, and proposes rules that would have made it unnecessary. Changes no rule.</summary>
public sealed class Corrections(Database database, StoredItems items, ServiceCatalogue catalogue, TimeProvider clock)
{
    /// <summary>The stored tickets that a proposal is measured on: the newest of a year.</summary>
    public const int MostMeasured = 3_000;

    private const string Position = "routing:corrections";
    private const int MostMonths = 12;
    private const int MostAlike = 200;
    private const int Portion = 100;

    private static readonly TicketEventKind[] Moves = [TicketEventKind.Routed, TicketEventKind.Reassigned];

    /// <summary>Whether anybody moved a ticket since the last time: a cheap question, asked often.</summary>
    public async Task<bool> WaitsAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var position = await db.Marks.AsNoTracking().Where(s => s.Name == Position).Select(s => s.Value).FirstOrDefaultAsync(token);
        var last = position is null ? 0 : long.Parse(position, CultureInfo.InvariantCulture);
        return await db.TicketEvents.AnyAsync(e => e.Id > last && Moves.Contains(e.Kind) && e.Actor != "hub", token);
    }

    /// <summary>Looks at the moves since the last time.</summary>
    /// <returns>How many rules were proposed.</returns>
    public async Task<int> RunAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var position = await db.Marks.FirstOrDefaultAsync(s => s.Name == Position, token);
        var last = position is null ? 0 : long.Parse(position.Value, CultureInfo.InvariantCulture);
        var moves = await db.TicketEvents.AsNoTracking().Where(e => e.Id > last && Moves.Contains(e.Kind) && e.Actor != "hub").OrderBy(e => e.Id).Take(Portion).ToListAsync(token);
        if (moves.Count == 0)
        {
            return 0;
        }

        if (position is null)
        {
            db.Marks.Add(position = new StoredMark { Name = Position, Value = "0" });
        }

        var proposed = 0;
        // Rules place with bureaus; what is an office's is proposed from the other authority that they name.
        foreach (var target in moves.Select(To).OfType<string>().Where(to => catalogue.FindBureau(to) is not null).Distinct(StringComparer.Ordinal))
        {
            proposed += await ProposeAsync(db, target, moves, token);
        }

        position.Value = moves[^1].Id.ToString(CultureInfo.InvariantCulture);
        await db.SaveChangesAsync(token);
        return proposed;
    }

    private async Task<int> ProposeAsync(HubDbContext db, string target, List<TicketEvent> moves, CancellationToken token)
    {
        var fresh = moves.Where(m => To(m) == target).Select(m => m.TicketId).ToHashSet();
        var alike = await AlikeAsync(db, target, token);
        if (!alike.Exists(c => fresh.Contains(c.Id)))
        {
            // People only confirmed what the router had said.
            return 0;
        }

        var stored = new List<StoredItem>();
        await foreach (var item in items.ReadAsync(clock.GetUtcNow().AddMonths(-MostMonths), MostMeasured, token))
        {
            if (item.Bureau is not null || item.NotOurs is not null)
            {
                stored.Add(item);
            }
        }

        var proposed = 0;
        foreach (var proposal in RuleProposals.From(alike, stored))
        {
            var condition = JsonSerializer.Serialize(proposal.Rule.When, RouteJson.Options);
            if (await db.RuleProposals.FirstOrDefaultAsync(p => p.Bureau == target && p.Condition == condition, token) is { } known)
            {
                Measure(known, proposal, stored.Count);
                continue;
            }

            db.RuleProposals.Add(Measure(New(proposal, alike[0].Id, target, condition), proposal, stored.Count));
            proposed++;
        }

        return proposed;
    }

    /// <summary>The corrections to one bureau, the newest first: tickets that a person put elsewhere than the router would have. Words of protected reporters are shown to nobody.</summary>
    private static async Task<List<Correction>> AlikeAsync(HubDbContext db, string target, CancellationToken token)
    {
        var moved = await db.TicketEvents.AsNoTracking().Where(e => Moves.Contains(e.Kind) && e.Actor != "hub")
            .Join(db.Tickets.AsNoTracking().Where(t => t.Bureau == target && !t.Anonymous && !t.Secret), e => e.TicketId, t => t.Id, (e, t) => new { Move = e, Ticket = t })
            .OrderByDescending(row => row.Move.Id).Take(MostAlike).ToListAsync(token);
        return
        [
            .. moved.DistinctBy(row => row.Ticket.Id)
                .Where(row => row.Ticket.Route.Bureau != target)
                .Select(row => new Correction(row.Ticket.Id, RoutingQuestion.About(row.Ticket), row.Ticket.Route.Bureau, target, null, row.Move.Actor, row.Move.At)),
        ];
    }

    private StoredProposal New(RuleProposal proposal, long ticket, string bureau, string condition) => new()
    {
        TicketId = ticket,
        Bureau = bureau,
        Condition = condition,
        Rule = JsonSerializer.Serialize(proposal.Rule, RouteJson.Options),
        Precision = 0,
        Recall = 0,
        Matches = 0,
        Corrections = 0,
        Measured = 0,
        ProposedAt = clock.GetUtcNow(),
    };

    private static StoredProposal Measure(StoredProposal stored, RuleProposal proposal, int measured)
    {
        (stored.Precision, stored.Recall, stored.Matches, stored.Corrections, stored.Measured) =
            (proposal.Precision, proposal.Recall, proposal.Matches, proposal.Corrections, measured);
        return stored;
    }

    private static string? To(TicketEvent move) => move.Happened() switch
    {
        Happening.Routed routed => routed.To,
        Happening.Reassigned reassigned => reassigned.To,
        _ => null,
    };
}
