using System.Text.Json.Serialization;

namespace Hub.Domain.Deadlines;

/// <summary>One rule of time as data: a service's promise, a line of a class table, a rule of a channel, a statute (R13, R14).</summary>
public sealed record ServiceStandard
{
    /// <summary>Stable key: <c>service-18</c>, <c>service-15/normatif</c>, <c>lapor/aspirasi</c>, <c>uu25-reply</c> …</summary>
    public required string Key { get; init; }

    /// <summary>The service it belongs to; null for channels and statutes.</summary>
    public int? Service { get; init; }

    /// <summary>The complaint class it is for; null when it does not depend on a class.</summary>
    public string? Class { get; init; }

    public required ClockKind Kind { get; init; }

    public required int Amount { get; init; }

    public required StandardUnit Unit { get; init; }

    /// <summary>The lower end of a range (R13).</summary>
    public int? Target { get; init; }

    /// <summary>True where a date on a day off stays there (R8, R14).</summary>
    public bool Strict { get; init; }

    /// <summary>Shown, never overdue, never the headline while another clock runs.</summary>
    public bool Informational { get; init; }

    /// <summary>Somebody else's clock: the ministry, the court, the reporter.</summary>
    public bool External { get; init; }

    /// <summary>A term of law that no request for completion stops, although it is the matter's own (PPID).</summary>
    public bool NeverPauses { get; init; }

    /// <summary>Holds only for a visit to the counter (service 19).</summary>
    public bool CounterOnly { get; init; }

    /// <summary>Something that happened begins it: what a person says where it has <see cref="Names"/>, else a step of the ticket itself.</summary>
    public bool Begun { get; init; }

    /// <summary>What people call what begins it: an authority, an occasion.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The authority whose answer this term is about; it starts when that one is asked.</summary>
    public string? Awaits { get; init; }

    /// <summary>Authorities for whose answer this term stops.</summary>
    public IReadOnlyList<string> StopsFor { get; init; } = [];

    /// <summary>The request itself must come that many days before the event (services 27, 28, 33); later ones get a mark, not a refusal.</summary>
    public int? RequestBefore { get; init; }

    /// <summary>Inner marks of the same term, in the order of time.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>Which recorded step stops it.</summary>
    public ClockEnd Until { get; init; }

    /// <summary>What starts it, in the words of the decree.</summary>
    public required string Starts { get; init; }

    /// <summary>What ends it, in the words of the decree.</summary>
    public required string Ends { get; init; }

    /// <summary>The clause.</summary>
    public required string Source { get; init; }

    /// <summary>The decision taken where the clause leaves a doubt.</summary>
    public string? Note { get; init; }

    /// <summary>The rule set that the line was written for; after loading, the one in force at the receipt (R25).</summary>
    public string? Set { get; init; }

    /// <summary>False where the numbers of the rule set are not yet confirmed (R25).</summary>
    [JsonIgnore]
    public bool Confirmed { get; init; } = true;

    /// <summary>How a bare "hari" of this standard is read (R7); null where the text is clear.</summary>
    [JsonIgnore]
    public DayReading? Reading { get; init; }

    /// <summary>R19: only promises and classes stop while the reporter completes the file.</summary>
    [JsonIgnore]
    public bool Pausable => Kind is ClockKind.Promise or ClockKind.Class && !NeverPauses;

    [JsonIgnore]
    public Term Term => TermOf(Amount) with { Target = Target };

    /// <summary>The standard's term with another amount: for its marks.</summary>
    public Term TermOf(int amount) => new(amount, UnitOf(Reading)) { Strict = Strict, Otherwise = Reading is DayReading reading ? UnitOf(Other(reading)) : null };

    /// <summary>Whether the request itself came later than the H-n that its service asks for: a mark, no refusal (R12); null where nothing is asked or no event is given.</summary>
    public bool? IsLateRequest(DateTimeOffset receivedAt, DateOnly? eventOn, WorkingCalendar calendar) =>
        RequestBefore is int days && eventOn is DateOnly day ? Wita.DateOf(receivedAt) > calendar.RollBack(day.AddDays(-days)) : null;

    private static DayReading Other(DayReading reading) => reading == DayReading.Working ? DayReading.Calendar : DayReading.Working;

    private TermUnit UnitOf(DayReading? reading) => Unit switch
    {
        StandardUnit.Day => reading == DayReading.Calendar ? TermUnit.CalendarDay : TermUnit.WorkingDay,
        StandardUnit.Minute => TermUnit.Minute,
        StandardUnit.Hour => TermUnit.Hour,
        StandardUnit.CalendarDay => TermUnit.CalendarDay,
        StandardUnit.WorkingDay => TermUnit.WorkingDay,
        StandardUnit.Week => TermUnit.Week,
        StandardUnit.Month => TermUnit.Month,
        StandardUnit.Year => TermUnit.Year,
        StandardUnit.BeforeEvent => TermUnit.BeforeEvent,
    };
}

/// <summary>An inner limit: after so many of the standard's units, this must be done.</summary>
public sealed record Mark(string Name, int Amount);

/// <summary>The unit as the clause prints it.</summary>
public enum StandardUnit
{
    Minute,
    Hour,

    /// <summary>A bare "hari": the switch of the service says which day is meant (R7).</summary>
    Day,
    CalendarDay,
    WorkingDay,
    Week,
    Month,
    Year,
    BeforeEvent,
}

/// <summary>The recorded decision on a bare "hari" (R7).</summary>
public enum DayReading
{
    Working,
    Calendar,
}

/// <summary>The recorded step that stops a clock.</summary>
public enum ClockEnd
{
    /// <summary>The final follow-up or product (R21).</summary>
    Resolution,

    /// <summary>The first substantive text to the reporter (R20).</summary>
    Answer,

    /// <summary>The reporter is told whether the file is complete, or answered (UU 25/2009 art. 44(3)).</summary>
    Reply,

    /// <summary>The bureau accepts, answers or hands on.</summary>
    Acceptance,

    /// <summary>The route is decided.</summary>
    Routing,

    /// <summary>The ticket is closed.</summary>
    Closing,

    /// <summary>The reporter completes the file.</summary>
    Completion,

    /// <summary>The other authority answers.</summary>
    Authority,

    /// <summary>It is passed on to the other authority (<see cref="ServiceStandard.Awaits"/>).</summary>
    Passing,

    /// <summary>It comes to the province.</summary>
    Receipt,
}
