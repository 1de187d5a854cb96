using System.Text.Json;

namespace Hub.Domain.Deadlines;

/// <summary>A legal act that makes or changes a year's days off: a joint ministerial decree, an amendment, a presidential decision.</summary>
public sealed record CalendarAct
{
    /// <summary>Stable kebab-case key; part of the calendar's version.</summary>
    public required string Id { get; init; }

    /// <summary>Title and number as cited in a letter.</summary>
    public required string Number { get; init; }

    public required DateOnly SignedOn { get; init; }

    /// <summary>From which date it is law; null means from its signing.</summary>
    public DateOnly? InForceOn { get; init; }

    /// <summary>The year that this act decrees as a whole; null for an act that changes a decreed year.</summary>
    public int? Establishes { get; init; }

    /// <summary>What it does, in a few words.</summary>
    public required string About { get; init; }

    public IReadOnlyList<Holiday> Adds { get; init; } = [];

    /// <summary>Days that are working days again.</summary>
    public IReadOnlyList<DateOnly> Removes { get; init; } = [];

    /// <summary>Later acts that name the same days, such as the yearly Keppres on joint leave.</summary>
    public IReadOnlyList<string> ConfirmedBy { get; init; } = [];

    /// <summary>What is not yet certain about it.</summary>
    public string? Note { get; init; }

    /// <summary>Reads one act in the form of <c>holidays.json</c>.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="name">How the file is called in an error sentence.</param>
    /// <exception cref="CalendarException">It is not of that form; the message names the line and the field.</exception>
    public static CalendarAct Read(Stream json, string name) => DataFile.Read<CalendarAct>(json, name);

    /// <summary>What <see cref="Read"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DataFile.Json);
}

/// <summary>A decreed day off.</summary>
public sealed record Holiday(DateOnly Date, string Name, HolidayKind Kind);

/// <summary>Why it is a day off; none of the kinds is a working day (R2).</summary>
public enum HolidayKind
{
    /// <summary>Hari libur nasional.</summary>
    National,

    /// <summary>Cuti bersama.</summary>
    JointLeave,

    /// <summary>Hari pemungutan suara.</summary>
    Election,
}
