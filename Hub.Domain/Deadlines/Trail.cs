namespace Hub.Domain.Deadlines;

/// <summary>What a walk writes down, and what it may ask about a day.</summary>
internal sealed class Trail(WorkingCalendar calendar, Pauses pauses)
{
    private readonly List<Step> steps = [];

    public IReadOnlyList<Step> Steps => steps;

    public bool IsPaused(DateOnly date) => pauses.Contains(date);

    public OfficeSpan[] Spans(DateOnly date) => calendar.SpansOn(date).ToArray();

    /// <returns>The step of a day that does not count for the office, or null when it counts.</returns>
    public Step? WhyNot(DateOnly date) => IsPaused(date) ? new Step(date, StepKind.Paused) : DayOff(date);

    public Step? DayOff(DateOnly date) => calendar.HolidayOn(date) switch
    {
        Holiday holiday => new Step(date, KindOf(holiday.Kind)) { Name = holiday.Name },
        null when date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday => new Step(date, StepKind.Weekend),
        null => null,
    };

    public void Start(DateOnly date) => Add(new(date, StepKind.Start));

    public void Count(DateOnly date, int number, bool due) => Add(new(date, StepKind.Counted) { Number = number, IsDue = due });

    public void Stretch(StepKind kind, DateTime from, DateTime to, TimeSpan counted, bool due) => Add(new(DateOnly.FromDateTime(from), kind)
    {
        From = TimeOnly.FromDateTime(from),
        To = TimeOnly.FromDateTime(to),
        Number = kind == StepKind.Counted ? (int)counted.TotalMinutes : 0,
        IsDue = due,
    });

    public void Add(Step step) => steps.Add(step);

    /// <summary>Gives the counted day on which a date would have fallen the name of its day off.</summary>
    public void NameLast(DateOnly date) => steps[^1] = steps[^1] with { Name = DayOff(date)?.Name };

    private static StepKind KindOf(HolidayKind kind) => kind switch
    {
        HolidayKind.JointLeave => StepKind.JointLeave,
        HolidayKind.Election => StepKind.Election,
        HolidayKind.National => StepKind.National,
    };
}
