using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;

namespace Hub.Host.Work.Tickets;

/// <summary>What an officer writes to reporters and sources passes here before it belongs to a ticket: words and files that show who wrote leave only as their writer, asked, decided.</summary>
public sealed class AnswerGate(LeavingWords leaving, INotices notices, AuditTrail audit, TimeProvider clock)
{
    /// <param name="told">The ticket first, then all others whose reporters read the same words.</param>
    /// <returns>The change as it may be made; <see cref="Wording.AsTheyAre"/> is left in it only where a verifier decided so.</returns>
    /// <exception cref="ShowsWhoWrote">Nobody has decided yet.</exception>
    internal async Task<TicketChange> PassAsync(HubDbContext db, TicketChange change, Actor actor, IReadOnlyList<Ticket> told, CancellationToken token)
    {
        if (change.Leaves is not { } words || !actor.IsOfficer)
        {
            return change with { Wording = Wording.Undecided };
        }

        var leaks = await leaving.LeaksAsync(db, words, told, token);
        var file = await leaving.TellingFileAsync(db, change.Files, told, token);
        return leaks.Count == 0 && file is null ? change with { Wording = Wording.Undecided } : change.Wording switch
        {
            Wording.Undecided => throw ShowsWhoWrote.By(leaks, file, told[0]),
            Wording.ToVerifier => await DraftAsync(db, words, told[0], token),
            Wording.AsTheyAre => await AsTheyAreAsync(db, change, actor, told[0], [.. leaks.Select(l => $"{l.Kind}").Append(file is null ? null : "File").OfType<string>().Distinct()], token),

            // Words are blotted; a file is another one, or none.
            Wording.Blotted when file is not null => throw TicketRefusal.Of("FileShowsWhoWrote", file.Name),
            Wording.Blotted => change.Saying(LeakGate.Blotted(words, leaks)),
        };
    }

    /// <summary>No words are laid where nobody who may read them hears of it; their writer blots or rewords them.</summary>
    private async Task<TicketChange> DraftAsync(HubDbContext db, string words, Ticket ticket, CancellationToken token) =>
        (await notices.DraftReadersAsync(db, ticket, clock.GetUtcNow(), token)).Count > 0 ? new TicketChange.Draft(words) : throw TicketRefusal.Of(ticket.KeepsVerifierOut ? "VerifierKeptOut" : "NobodyDecides");

    private async Task<TicketChange> AsTheyAreAsync(HubDbContext db, TicketChange change, Actor actor, Ticket ticket, IReadOnlyList<string> shown, CancellationToken token)
    {
        if (!actor.Has(TicketRight.Verify, ticket))
        {
            throw TicketRefusal.Of("OnlyVerifierShows");
        }

        await audit.WriteAsync(db, actor.Name, "ticket.disclosed", ticket.Number, string.Join(", ", shown), token);
        return change;
    }
}

/// <summary>Words or a file to a reporter or a source show who wrote; their writer says what becomes of them.</summary>
public sealed class ShowsWhoWrote : TicketRefusal
{
    private ShowsWhoWrote(string message) : base(message) { }

    internal static ShowsWhoWrote By(IReadOnlyList<Leak> leaks, Attachment? file, Ticket ticket) =>
        new(leaks.Count == 0 && file is not null ? Say("FileShowsWhoWrote", file.Name) : Say(ticket.KeepsVerifierOut ? "ShowsWhoWroteKeptOut" : "ShowsWhoWrote", string.Join(", ", leaks.Select(l => l.Kind).Distinct().Select(kind => Say($"Leak{kind}")))));
}
