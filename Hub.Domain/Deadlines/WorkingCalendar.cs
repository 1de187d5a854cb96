using System.Collections.Frozen;

namespace Hub.Domain.Deadlines;

/// <summary>
/// The office's calendar: what is a working day (R2) and when the office is open (R11), made of legal acts and immutable.
/// A new act gives a new calendar with a new <see cref="Version"/>.
/// </summary>
/// <remarks>
/// Working days are looked up, not walked: for every date the number of working days before it, and for every such number its date.
/// Years without a decree count Monday to Friday, and every date that rests on them is provisional (R24).
/// </remarks>
public sealed class WorkingCalendar
{
    /// <summary>How far the tables reach beyond the decreed years, so that old imports and long pauses still get a (provisional) date.</summary>
    private const int YearsAround = 25;

    private readonly FrozenDictionary<DateOnly, Holiday> holidays;
    private readonly int origin;
    private readonly int[] workingBefore;
    private readonly int[] workingDays;
    private readonly byte[] hoursOf;
    private readonly OfficeSpan[][] spans;

    private WorkingCalendar(IReadOnlyList<CalendarAct> acts, IReadOnlyList<OfficeHours> hours)
    {
        Acts = acts;
        OfficeHours = hours;
        Version = string.Join('+', acts.Select(a => a.Id));
        var decreed = acts.Where(a => a.Establishes is not null).Select(a => a.Establishes!.Value).ToList();
        FirstDay = new DateOnly(decreed.Min(), 1, 1);
        LastDay = new DateOnly(decreed.Max(), 12, 31);
        holidays = InForce(acts).ToFrozenDictionary(d => d.Date);

        var first = FirstDay.AddYears(-YearsAround);
        origin = first.DayNumber;
        var days = LastDay.AddYears(YearsAround).DayNumber - origin + 1;
        workingBefore = new int[days + 1];
        hoursOf = new byte[days];
        workingDays = FillTables(first);
        spans = [.. hours.SelectMany(h => (OfficeSpan[][])[[.. h.MondayToThursday], [.. h.Friday]])];
    }

    /// <summary>In the order of their signing.</summary>
    public IReadOnlyList<CalendarAct> Acts { get; }

    public IReadOnlyList<OfficeHours> OfficeHours { get; }

    /// <summary>The ids of all acts, oldest first, joined by <c>+</c> (R23).</summary>
    public string Version { get; }

    /// <summary>1 January of the first decreed year.</summary>
    public DateOnly FirstDay { get; }

    /// <summary>31 December of the last decreed year.</summary>
    public DateOnly LastDay { get; }

    /// <summary>The days off in force, by date.</summary>
    public IEnumerable<Holiday> Holidays => holidays.Values.OrderBy(h => h.Date);

    /// <summary>The calendar that ships with the hub.</summary>
    public static WorkingCalendar Embedded()
    {
        using var stream = DataFile.Embedded("holidays.json");
        return Load(stream, "holidays.json");
    }

    /// <summary>Reads and checks a calendar.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="name">How the file is called in an error sentence.</param>
    /// <exception cref="CalendarException">The calendar is empty or contradicts itself; the message names the place.</exception>
    public static WorkingCalendar Load(Stream json, string name)
    {
        var file = DataFile.Read<CalendarFile>(json, name);
        return Of(file.Acts, file.OfficeHours, name);
    }

    /// <exception cref="CalendarException">The acts contradict each other; the message names the act.</exception>
    public static WorkingCalendar Of(IEnumerable<CalendarAct> acts, IReadOnlyList<OfficeHours> hours, string name = "kalender")
    {
        CalendarAct[] ordered = [.. acts.OrderBy(a => a.SignedOn).ThenBy(a => a.Id, StringComparer.Ordinal)];
        return CalendarCheck.FirstFault(ordered, hours) is string fault
            ? throw new CalendarException($"{name}: {fault}")
            : new WorkingCalendar(ordered, hours);
    }

    /// <summary>The same calendar after one more act.</summary>
    /// <exception cref="CalendarException">The act does not fit the calendar; the message says why.</exception>
    public WorkingCalendar With(CalendarAct act) => Of(Acts.Append(act), OfficeHours, act.Id);

    /// <summary>The calendar as it was known on a date: only acts signed by then (R23).</summary>
    /// <exception cref="CalendarException">No year was decreed by then.</exception>
    public WorkingCalendar AsOf(DateOnly date) => Of(Acts.Where(a => a.SignedOn <= date), OfficeHours, $"kalender per {date:yyyy-MM-dd}");

    /// <summary>True inside the decreed years.</summary>
    public bool IsDecreed(DateOnly date) => FirstDay <= date && date <= LastDay;

    /// <summary>Monday to Friday and no day off (R2).</summary>
    public bool IsWorking(DateOnly date)
    {
        var at = At(date);
        return workingBefore[at + 1] != workingBefore[at];
    }

    /// <returns>The decreed day off, or null.</returns>
    public Holiday? HolidayOn(DateOnly date) => holidays.GetValueOrDefault(date);

    /// <summary>The n-th working day after a date; the date itself is never counted (R5).</summary>
    public DateOnly AddWorkingDays(DateOnly date, int days) => WorkingDayAt(WorkingDaysUpTo(date) + days - 1);

    /// <summary>Working days from the first date to the last, both included; 0 when the last is before the first.</summary>
    public int CountWorkingDays(DateOnly from, DateOnly to) => to < from ? 0 : workingBefore[At(to) + 1] - workingBefore[At(from)];

    /// <summary>The date itself when it is a working day, else the next one (R9).</summary>
    public DateOnly RollForward(DateOnly date) => WorkingDayAt(workingBefore[At(date)]);

    /// <summary>The date itself when it is a working day, else the one before (R12).</summary>
    public DateOnly RollBack(DateOnly date) => WorkingDayAt(WorkingDaysUpTo(date) - 1);

    /// <summary>The last working day strictly before a date (R8).</summary>
    public DateOnly WorkingDayBefore(DateOnly date) => WorkingDayAt(workingBefore[At(date)] - 1);

    /// <summary>The office's spans on a date; empty on a day that is no working day.</summary>
    public ReadOnlySpan<OfficeSpan> SpansOn(DateOnly date)
    {
        if (!IsWorking(date))
        {
            return [];
        }

        var friday = date.DayOfWeek == DayOfWeek.Friday ? 1 : 0;
        return spans[(hoursOf[At(date)] * 2) + friday];
    }

    /// <summary>Which hours apply on a date, working day or not.</summary>
    public OfficeHours HoursOn(DateOnly date) => OfficeHours[hoursOf[At(date)]];

    /// <summary>How many working days lie on or before the date, since the start of the tables.</summary>
    internal int WorkingDaysUpTo(DateOnly date) => workingBefore[At(date) + 1];

    /// <summary>The working day with that many working days before it.</summary>
    internal DateOnly WorkingDayAt(int rank) => (uint)rank < (uint)workingDays.Length
        ? DateOnly.FromDayNumber(workingDays[rank])
        : throw CalendarException.Of("CountOutside");

    private int At(DateOnly date)
    {
        var at = date.DayNumber - origin;
        return (uint)at < (uint)hoursOf.Length
            ? at
            : throw CalendarException.Of("DateOutside", date, FirstDay.Year, LastDay.Year);
    }

    private static Dictionary<DateOnly, Holiday>.ValueCollection InForce(IEnumerable<CalendarAct> acts)
    {
        var days = new Dictionary<DateOnly, Holiday>();
        foreach (var act in acts)
        {
            foreach (var date in act.Removes)
            {
                days.Remove(date);
            }

            foreach (var day in act.Adds)
            {
                days[day.Date] = day;
            }
        }

        return days.Values;
    }

    private int[] FillTables(DateOnly first)
    {
        var working = new List<int>(hoursOf.Length);
        var usual = (byte)OfficeHours.Index().First(h => h.Item.During.Count == 0).Index;
        for (var i = 0; i < hoursOf.Length; i++)
        {
            var date = first.AddDays(i);
            workingBefore[i] = working.Count;
            hoursOf[i] = usual;
            if (date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.ContainsKey(date))
            {
                working.Add(date.DayNumber);
            }
        }

        workingBefore[^1] = working.Count;
        foreach (var (index, hours) in OfficeHours.Index())
        {
            foreach (var span in hours.During)
            {
                hoursOf.AsSpan(At(span.From), span.To.DayNumber - span.From.DayNumber + 1).Fill((byte)index);
            }
        }

        return [.. working];
    }
}
