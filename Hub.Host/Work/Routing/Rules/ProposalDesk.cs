using System.Text.Json;
using Hub.Domain.Routing;
using Hub.Domain.Routing.Review;
using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Routing.Rules;

/// <summary>What administrators make of proposed rules: into the draft, or away.</summary>
public sealed class ProposalDesk(Database database, RuleDesk rules, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Those that nobody has decided, the most telling first.</summary>
    public async Task<IReadOnlyList<ProposedRule>> OpenAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var rows = await db.RuleProposals.AsNoTracking().Where(p => p.State == ProposalState.Open)
            .Join(db.Tickets, p => p.TicketId, t => t.Id, (p, t) => new { Proposal = p, t.Number })
            .OrderByDescending(row => row.Proposal.Corrections).ThenByDescending(row => row.Proposal.Id).Take(100).ToListAsync(token);
        return [.. rows.Select(row => new ProposedRule(row.Proposal, Read(row.Proposal), row.Number))];
    }

    public async Task<int> CountAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return await db.RuleProposals.CountAsync(p => p.State == ProposalState.Open, token);
    }

    /// <summary>Puts the rule into the draft, switched on; a draft is begun when there is none. It rules only once the draft is activated.</summary>
    /// <exception cref="RuleException">It was decided already, or does not fit the draft.</exception>
    public async Task AcceptAsync(long id, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        var proposal = await FindAsync(db, id, token);
        if (await rules.DraftAsync(token) is null)
        {
            await rules.BeginAsync(null, actor, token);
        }

        await rules.SaveAsync(Read(proposal) with { Enabled = true }, null, actor, token);
        await DecideAsync(db, proposal, ProposalState.Accepted, "proposal.accepted", actor, token);
    }

    /// <exception cref="RuleException">It was decided already.</exception>
    public async Task DismissAsync(long id, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        await DecideAsync(db, await FindAsync(db, id, token), ProposalState.Dismissed, "proposal.dismissed", actor, token);
    }

    private static async Task<StoredProposal> FindAsync(HubDbContext db, long id, CancellationToken token) =>
        await db.RuleProposals.FirstOrDefaultAsync(p => p.Id == id && p.State == ProposalState.Open, token) ?? throw RuleException.Of("ProposalDecided");

    private Task DecideAsync(HubDbContext db, StoredProposal proposal, ProposalState state, string action, string actor, CancellationToken token)
    {
        (proposal.State, proposal.DecidedBy, proposal.DecidedAt) = (state, actor, clock.GetUtcNow());
        return audit.WriteAsync(db, actor, action, Read(proposal).Id, null, token);
    }

    /// <summary>Older versions repeated in the note what somebody had typed as the reason, with names in it: it is said anew.</summary>
    private static RoutingRule Read(StoredProposal proposal) => JsonSerializer.Deserialize<RoutingRule>(proposal.Rule, RouteJson.Options)! with { Note = RuleProposals.NoteOf(proposal.TicketId) };
}

/// <summary>A proposal with its rule read, and the ticket whose correction made it.</summary>
public sealed record ProposedRule(StoredProposal Stored, RoutingRule Rule, string Number);
