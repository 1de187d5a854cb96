using Hub.Domain;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>What an officer writes to reporters and sources passes here before it belongs to a ticket: words that show who wrote leave only as their writer, asked, decided.</summary>
public sealed class AnswerGate(TicketSeal seal, OwnAddresses own, INotices notices, AuditTrail audit, TimeProvider clock)
{
    /// <param name="told">The ticket first, then all others whose reporters read the same words.</param>
    /// <returns>The change as it may be made.</returns>
    /// <exception cref="ShowsWhoWrote">Nobody has decided yet.</exception>
    internal async Task<TicketChange> PassAsync(HubDbContext db, TicketChange change, Actor actor, IReadOnlyList<Ticket> told, CancellationToken token)
    {
        if (change.Leaves is not { } words || !actor.IsOfficer)
        {
            return change;
        }

        var leaks = await LeaksAsync(db, words, told, token);
        return leaks.Count == 0 ? change : change.Wording switch
        {
            Wording.Undecided => throw ShowsWhoWrote.By(leaks, told[0]),
            Wording.Blotted => change.Saying(LeakGate.Blotted(words, leaks)),
            Wording.ToVerifier => await DraftAsync(db, words, told[0], token),
            Wording.AsTheyAre => await AsTheyAreAsync(db, change, actor, told[0], leaks, token),
        };
    }

    private async Task<IReadOnlyList<Leak>> LeaksAsync(HubDbContext db, string words, IReadOnlyList<Ticket> told, CancellationToken token)
    {
        var leaks = new List<Leak>();
        foreach (var ticket in told)
        {
            var record = ticket.Anonymous || ticket.Secret ? await db.Reporters.AsNoTracking().FirstOrDefaultAsync(r => r.TicketId == ticket.Id, token) : null;
            var reporter = seal.About(ticket, record) with { Anonymous = true };
            var found = LeakGate.Check([new OutgoingPart("", words)], new Guarded(reporter) { Allowed = own.All });

            // Of an open reporter the name is no secret to the reporter; the number of a paper is nobody's business.
            leaks.AddRange(ticket.Anonymous || ticket.Secret ? found : found.Where(l => l.Kind == LeakKind.NationalId));
        }

        return leaks;
    }

    /// <summary>No words are laid where nobody who may read them hears of it; their writer blots or rewords them.</summary>
    private async Task<TicketChange> DraftAsync(HubDbContext db, string words, Ticket ticket, CancellationToken token) =>
        (await notices.DraftReadersAsync(db, ticket, clock.GetUtcNow(), token)).Count > 0 ? new TicketChange.Draft(words) : throw TicketRefusal.Of(ticket.KeepsVerifierOut ? "VerifierKeptOut" : "NobodyDecides");

    private async Task<TicketChange> AsTheyAreAsync(HubDbContext db, TicketChange change, Actor actor, Ticket ticket, IReadOnlyList<Leak> leaks, CancellationToken token)
    {
        if (!actor.Has(TicketRight.Verify, ticket))
        {
            throw TicketRefusal.Of("OnlyVerifierShows");
        }

        await audit.WriteAsync(db, actor.Name, "ticket.disclosed", ticket.Number, string.Join(", ", leaks.Select(l => l.Kind).Distinct()), token);
        return change;
    }
}

/// <summary>Words to a reporter or a source show who wrote; their writer says what becomes of them.</summary>
public sealed class ShowsWhoWrote : TicketRefusal
{
    private ShowsWhoWrote(string message) : base(message) { }

    internal static ShowsWhoWrote By(IEnumerable<Leak> leaks, Ticket ticket) =>
        new(Say(ticket.KeepsVerifierOut ? "ShowsWhoWroteKeptOut" : "ShowsWhoWrote", string.Join(", ", leaks.Select(l => l.Kind).Distinct().Select(kind => Say($"Leak{kind}")))));
}
