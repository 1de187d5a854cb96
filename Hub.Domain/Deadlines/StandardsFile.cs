using System.Text.Json.Serialization;

namespace Hub.Domain.Deadlines;

/// <summary>The shape of <c>standards.json</c>.</summary>
internal sealed record StandardsFile
{
    public required BareDays BareDays { get; init; }
    public required IReadOnlyList<RuleSet> RuleSets { get; init; }
    public required IReadOnlyList<ServiceStandard> Standards { get; init; }

    /// <summary>Only systems that add something to what the matter itself sets.</summary>
    public IReadOnlyList<ChannelRule> Channels { get; init; } = [];
}

/// <summary>What a system adds to the clocks of what comes through it (R15, R16).</summary>
public sealed record ChannelRule
{
    public required string System { get; init; }

    /// <summary>The service whose class table holds for its complaints.</summary>
    public int? Classes { get; init; }

    /// <summary>True: the table holds beside a service's own. False: only while no service is known.</summary>
    public bool AlwaysClassed { get; init; }

    /// <summary>Keys of the clocks that start when the reporter sent it and end when it came to us.</summary>
    public IReadOnlyList<string> FromSending { get; init; } = [];

    /// <summary>Keys of the clocks that start with the receipt, and anew with a reply inside the window (R21).</summary>
    public IReadOnlyList<string> FromReceipt { get; init; } = [];

    /// <summary>Keys of the clocks that start with the final answer.</summary>
    public IReadOnlyList<string> FromResolution { get; init; } = [];
}

/// <summary>The decision on a bare "hari" with its author: one for all, and one switch per service (R7).</summary>
public sealed record BareDays
{
    public required string DecidedBy { get; init; }
    public required DateOnly DecidedOn { get; init; }
    public required DayReading Usual { get; init; }

    /// <summary>Service number to reading; only the services that differ from <see cref="Usual"/>.</summary>
    public required IReadOnlyDictionary<int, DayReading> Services { get; init; }

    /// <summary>Decisions taken here after those of the file, by service.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<int, ReadingDecision> Decisions { get; init; } = new Dictionary<int, ReadingDecision>();

    /// <summary>The readings that differ from <see cref="Usual"/>, in the order of the services: <c>8=calendar,15=calendar</c>.</summary>
    [JsonIgnore]
    public string Switched => string.Join(',', Services.Keys.Concat(Decisions.Keys).Distinct().Order().Where(n => Of(n) != Usual)
        .Select(n => $"{n}={(Of(n) == DayReading.Calendar ? "calendar" : "working")}"));

    public DayReading Of(int? service) => service is int n ? Decision(n).Reading : Usual;

    /// <summary>The decision that holds for a service: its own, that of the file, or the usual one.</summary>
    public ReadingDecision Decision(int service) => Decisions.GetValueOrDefault(service) ?? new ReadingDecision
    {
        Service = service,
        Reading = Services.TryGetValue(service, out var reading) ? reading : Usual,
        DecidedBy = DecidedBy,
        DecidedOn = DecidedOn,
    };

    public BareDays With(IEnumerable<ReadingDecision> decisions) => this with
    {
        Decisions = Decisions.Values.Concat(decisions).GroupBy(d => d.Service).ToDictionary(g => g.Key, g => g.Last()),
    };
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
