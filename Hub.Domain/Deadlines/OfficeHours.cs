using System.Runtime.InteropServices;

namespace Hub.Domain.Deadlines;

/// <summary>When the office works on a working day; the breaks are the gaps between the spans (R11).</summary>
public sealed record OfficeHours
{
    public required string Id { get; init; }

    /// <summary>The regulation, and what was decided beyond it.</summary>
    public required string Source { get; init; }

    /// <summary>The dates on which these hours replace the usual ones (Ramadan); empty for the usual ones.</summary>
    public IReadOnlyList<DateSpan> During { get; init; } = [];

    public required IReadOnlyList<OfficeSpan> MondayToThursday { get; init; }

    public required IReadOnlyList<OfficeSpan> Friday { get; init; }

    public string? Note { get; init; }
}

/// <summary>A stretch of work, office time; <paramref name="To"/> is the first instant after it.</summary>
public sealed record OfficeSpan(TimeOnly From, TimeOnly To);

/// <summary>Dates from the first to the last, both included.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DateSpan(DateOnly From, DateOnly To)
{
    public bool Contains(DateOnly date) => From <= date && date <= To;
}
