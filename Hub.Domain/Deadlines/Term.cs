namespace Hub.Domain.Deadlines;

/// <summary>An amount of time as a rule states it, already read: a bare "hari" has become one unit with the other as alternative (R7).</summary>
public readonly record struct Term(int Amount, TermUnit Unit)
{
    /// <summary>The lower end of a range (R13); null when there is none. For H-n terms the earlier mark.</summary>
    public int? Target { get; init; }

    /// <summary>True for a statute (R8) and for service 6 (R14): a date on a day off stays there.</summary>
    public bool Strict { get; init; }

    /// <summary>The unit of the other reading of a bare "hari"; null when the text is clear.</summary>
    public TermUnit? Otherwise { get; init; }
}

/// <summary>How a term is counted.</summary>
public enum TermUnit
{
    /// <summary>Only inside office hours (R11).</summary>
    Minute,

    /// <summary>Wall-clock hours (R27).</summary>
    Hour,

    /// <summary>Date plus n, then forward to a working day unless strict (R8, R9).</summary>
    CalendarDay,

    /// <summary>The n-th working day after the receipt (R5, R6).</summary>
    WorkingDay,

    /// <summary>Seven calendar days each (R10).</summary>
    Week,

    /// <summary>The same day of the month, else its last day (R10).</summary>
    Month,

    /// <summary>As months; 29 February becomes 28 (R10).</summary>
    Year,

    /// <summary>H-n: calendar days before the event, then back to a working day (R12).</summary>
    BeforeEvent,
}
