using Hub.Domain.Tickets;

namespace Hub.Host.Storage.Rows;

/// <summary>The columns that figures are made of.</summary>
public readonly record struct FigureRow
{
    public long Id { get; init; }
    public string? Bureau { get; init; }
    public int? Service { get; init; }
    public required string System { get; init; }
    public string? Class { get; init; }
    public required TicketStatus Status { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public DateTimeOffset? LateAt { get; init; }
    public DateTimeOffset? FirstResponseAt { get; init; }

    /// <summary>Resolved, else closed; null while open.</summary>
    public DateTimeOffset? DoneAt { get; init; }
    public int Reopened { get; init; }
    public int? Rating { get; init; }
}
