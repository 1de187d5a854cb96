using System.Text.Json;

namespace Hub.Domain.Deadlines;

/// <summary>How one service's bare "hari" is read, who decided it and when (R7).</summary>
public sealed record ReadingDecision
{
    public required int Service { get; init; }

    public required DayReading Reading { get; init; }

    public required string DecidedBy { get; init; }

    public required DateOnly DecidedOn { get; init; }

    /// <summary>Why, in the words of whoever decided; null when nothing was said.</summary>
    public string? Reason { get; init; }

    /// <exception cref="CalendarException">It is not of that form; the message names the field.</exception>
    public static ReadingDecision Read(Stream json, string name) => DataFile.Read<ReadingDecision>(json, name);

    /// <summary>What <see cref="Read"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DataFile.Json);
}
