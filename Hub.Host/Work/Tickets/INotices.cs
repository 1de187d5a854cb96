using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Work.Tickets;

/// <summary>What leaves the hub because a ticket changed; written in the transaction of the change.</summary>
public interface INotices
{
    /// <summary>Tells the bureau's staff (or the triagers) of a new ticket, and the reporter that it arrived.</summary>
    /// <param name="submission">Null for a stub.</param>
    Task TicketOpenedAsync(HubDbContext db, Ticket ticket, Submission? submission, DateTimeOffset now, CancellationToken token);

    /// <summary>Tells the staff of the bureau that has it now; in triage those of Biro Organisasi.</summary>
    Task TicketAssignedAsync(HubDbContext db, Ticket ticket, DateTimeOffset now, CancellationToken token);

    /// <summary>Tells the staff that the reporter wrote or the source changed, and what was said.</summary>
    Task TicketChangedAsync(HubDbContext db, Ticket ticket, TicketEvent happened, DateTimeOffset now, CancellationToken token);

    /// <summary>Who would be told of words that wait for a decision, and may read them.</summary>
    /// <returns>None where the verifier is kept out or nobody there is reached: then no such words may be kept.</returns>
    Task<IReadOnlyList<string>> DraftReadersAsync(HubDbContext db, Ticket ticket, DateTimeOffset now, CancellationToken token);

    /// <summary>Tells the verifier of words that wait for a decision; the notice does not repeat them.</summary>
    Task DraftWaitsAsync(HubDbContext db, Ticket ticket, DateTimeOffset now, CancellationToken token);

    /// <summary>One notice to one address about the ticket's latest event.</summary>
    Task AddAsync(HubDbContext db, Ticket ticket, NoticePurpose purpose, string recipient, string? bureau, NoticePayload payload, DateTimeOffset now, CancellationToken token);

    /// <summary>A word back to the ticket's source.</summary>
    Task WriteBackAsync(HubDbContext db, Ticket ticket, NoticePayload payload, DateTimeOffset now, CancellationToken token);

    /// <summary>The transaction was committed: what waits may leave.</summary>
    void Wake();
}
