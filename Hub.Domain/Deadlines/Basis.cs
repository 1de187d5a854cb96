namespace Hub.Domain.Deadlines;

/// <summary>What every date rests on: the rules of time and the calendar in force together; immutable.</summary>
public sealed record Basis(Standards Standards, WorkingCalendar Calendar)
{
    /// <summary>The ids of all acts and, after a semicolon, the readings that were switched: changes with every amendment (R7, R23).</summary>
    public string Version => Standards.BareDays.Switched is { Length: > 0 } readings ? $"{Calendar.Version};{readings}" : Calendar.Version;

    /// <summary>What ships with the hub.</summary>
    public static Basis Embedded() => new(Standards.Embedded(), WorkingCalendar.Embedded());
}
