namespace Hub.Domain.Deadlines;

/// <summary>The shape of <c>standards.json</c>.</summary>
internal sealed record StandardsFile
{
    public required BareDays BareDays { get; init; }
    public required IReadOnlyList<RuleSet> RuleSets { get; init; }
    public required IReadOnlyList<ServiceStandard> Standards { get; init; }
}

/// <summary>The decision on a bare "hari" with its author: one for all, and one switch per service (R7).</summary>
public sealed record BareDays
{
    public required string DecidedBy { get; init; }
    public required DateOnly DecidedOn { get; init; }
    public required DayReading Usual { get; init; }

    /// <summary>Service number to reading; only the services that differ from <see cref="Usual"/>.</summary>
    public required IReadOnlyDictionary<int, DayReading> Services { get; init; }

    public DayReading Of(int? service) => service is int n && Services.TryGetValue(n, out var reading) ? reading : Usual;
}

/// <summary>A regulation that gives the class table its numbers, chosen by the date of receipt (R25).</summary>
public sealed record RuleSet
{
    public required string Id { get; init; }

    /// <summary>The first date of receipt that it governs.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The set whose lines it uses; null when it has its own.</summary>
    public string? NumbersOf { get; init; }

    /// <summary>False while its own numbers are not known.</summary>
    public required bool Confirmed { get; init; }
    public required string Source { get; init; }
    public string? Note { get; init; }
}
