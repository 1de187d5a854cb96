using Hub.Domain.Tickets;

namespace Hub.Domain.Routing.Review;

/// <summary>What people made of one route.</summary>
public enum ExamMark
{
    /// <summary>Nobody answered or moved it yet.</summary>
    Open,

    /// <summary>It was sent, and whoever got it answered.</summary>
    Right,

    /// <summary>It was sent, and a person put it elsewhere.</summary>
    Wrong,

    /// <summary>It was left to a person.</summary>
    Triaged,
}

/// <summary>A row of the office's own exam: a route with where the ticket is now.</summary>
/// <param name="Bureau">Whose it is now; null while it waits in triage.</param>
/// <param name="Source">The name of its source.</param>
/// <param name="IsOffice">An office wrote; else a person.</param>
public sealed record ExamRow(RoutingDecision Route, string? Bureau, TicketStatus Status, bool IsAnswered, string Source, bool IsOffice)
{
    public ExamMark Mark => Route.Triage ? ExamMark.Triaged
        : Bureau != Route.Bureau || Status == TicketStatus.NotOurs ? ExamMark.Wrong
        : IsAnswered ? ExamMark.Right
        : ExamMark.Open;

    /// <summary>The router's first candidate is where a person put it.</summary>
    public bool FirstIsRight => Bureau is not null && Bureau == Route.Bureau && Status != TicketStatus.NotOurs;
}

/// <summary>A line of the exam: how a group of routes did.</summary>
/// <param name="Key">A bureau or source; null for what nobody holds.</param>
/// <param name="Guessed">Of the triaged those whose first candidate a person took.</param>
public sealed record ExamLine(string? Key, int Right, int Wrong, int Triaged, int Guessed, int Open)
{
    /// <summary>Of those sent and decided; null while there are none.</summary>
    public double? Share => Right + Wrong == 0 ? null : Right / (double)(Right + Wrong);

    public static ExamLine Of(string? key, IReadOnlyCollection<ExamRow> rows) => new(
        key, rows.Count(r => r.Mark == ExamMark.Right), rows.Count(r => r.Mark == ExamMark.Wrong), rows.Count(r => r.Mark == ExamMark.Triaged), rows.Count(r => r is { Mark: ExamMark.Triaged, FirstIsRight: true }), rows.Count(r => r.Mark == ExamMark.Open));
}
