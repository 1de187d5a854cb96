using System.Text.Json;

namespace Hub.Mocks.Demo.Year;

/// <summary>What kind of year the demo looks back on: <c>year.json</c>.</summary>
internal sealed record YearPlan
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public required IReadOnlyDictionary<string, BureauYear> Bureaus { get; init; }

    /// <summary>How much of it comes by LAPOR!; the rest by mail.</summary>
    public required double LaporShare { get; init; }

    /// <summary>The source that nobody could reach for a while.</summary>
    public required string Silent { get; init; }

    /// <summary>After so many mornings of the scene.</summary>
    public required int SilentAfter { get; init; }

    /// <summary>Until so many mornings before the hub was connected; then what had waited came at once. At least one: its alarm is ended by a look at it.</summary>
    public required int BackBefore { get; init; }

    public required IReadOnlyList<string> Senders { get; init; }
    public required IReadOnlyList<string> Answers { get; init; }
    public required IReadOnlyList<string> Refusals { get; init; }

    /// <summary>What the verifier writes when a ticket leaves the protected road.</summary>
    public required string Lifted { get; init; }

    public static YearPlan Load()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Demo", "Year", "year.json"));
        return JsonSerializer.Deserialize<YearPlan>(file, Json)!;
    }
}

/// <summary>One bureau's year.</summary>
/// <param name="Items">How many matters it gets.</param>
/// <param name="OnTime">The share that it answers in time.</param>
/// <param name="TiredSince">From so many days before the start it answers only <paramref name="OnTimeTired"/> in time; null: never.</param>
internal sealed record BureauYear(int Items, double OnTime, int? TiredSince = null, double OnTimeTired = 1)
{
    public double ShareAt(double daysAgo) => TiredSince is { } since && daysAgo <= since ? OnTimeTired : OnTime;
}
