using System.Text.Json;

namespace Hub.Host.Foundation.Generations;

/// <summary>What is known of a store that was put back from a backup, until a person has looked at it.</summary>
/// <param name="At">When the hub first started with it.</param>
/// <param name="Since">The last moment that the store knows of; null when it was empty. What was said and done from there on, it does not know.</param>
/// <param name="Lost">What the witness had seen and the store does not hold, by name; empty when there was no witness.</param>
/// <param name="Skipped">The ticket numbers that may have been given away in the lost time and are not given again, by year: first and last.</param>
public sealed record Restored(DateTimeOffset At, DateTimeOffset? Since, IReadOnlyDictionary<string, long> Lost, IReadOnlyDictionary<string, NumberSpan> Skipped)
{
    internal string Stored => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    internal static Restored Read(string stored) => JsonSerializer.Deserialize<Restored>(stored, JsonSerializerOptions.Web)!;
}

/// <summary>Both ends belong to it.</summary>
public sealed record NumberSpan(int First, int Last);
