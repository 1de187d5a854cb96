using System.Linq.Expressions;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;

namespace Hub.Host.Figures;

/// <summary>A ticket as a line of a list; never the reporter, never the text.</summary>
public sealed record TicketLine
{
    public required long Id { get; init; }
    public required string Number { get; init; }

    /// <summary>How many events it has: what a form on the list was made from.</summary>
    public required int Events { get; init; }
    public required string Title { get; init; }
    public required string System { get; init; }
    public required string Source { get; init; }
    public required SubmissionKind Kind { get; init; }
    public required TicketStatus Status { get; init; }
    public required string? Bureau { get; init; }
    public required int? Service { get; init; }
    public required string? Organisation { get; init; }
    public required bool Anonymous { get; init; }
    public required bool Secret { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required DateOnly? DueOn { get; init; }
    public required DateTimeOffset? LateAt { get; init; }
    public required bool Provisional { get; init; }

    /// <summary>As <see cref="Ticket.PausedSince"/>.</summary>
    public required DateOnly? PausedSince { get; init; }

    /// <summary>As <see cref="Ticket.IsAnsweredByReporter"/>.</summary>
    public required bool IsAnsweredByReporter { get; init; }

    /// <summary>Reads exactly these columns.</summary>
    public static Expression<Func<Ticket, TicketLine>> FromTicket { get; } = t => new TicketLine
    {
        Id = t.Id,
        Number = t.Number,
        Events = t.EventCount,
        Title = t.Title,
        System = t.System,
        Source = t.Source,
        Kind = t.Kind,
        Status = t.Status,
        Bureau = t.Bureau,
        Service = t.Service,
        Organisation = t.Organisation,
        Anonymous = t.Anonymous,
        Secret = t.Secret,
        ReceivedAt = t.ReceivedAt,
        DueOn = t.LateAt == null ? null : t.DueOn,
        LateAt = t.LateAt,
        Provisional = t.Provisional,
        PausedSince = t.Status == TicketStatus.WaitingForReporter ? t.Clocks.Where(c => c.Binding).Select(c => c.PausedSince).FirstOrDefault() : null,
        IsAnsweredByReporter = TicketQueries.Open.Contains(t.Status) && (t.Status == TicketStatus.WaitingForReporter || t.FirstResponseAt != null)
            && t.Events.Where(e => TicketHistory.Turns.Contains(e.Kind)).OrderByDescending(e => e.Sequence).Select(e => (TicketEventKind?)e.Kind).FirstOrDefault() == TicketEventKind.ReporterWrote,
    };

    /// <summary>The share of the term that is used up at that instant; null without a term.</summary>
    public double? Used(DateTimeOffset now) =>
        LateAt is { } late && late > ReceivedAt ? (now - ReceivedAt) / (late - ReceivedAt) : null;
}
