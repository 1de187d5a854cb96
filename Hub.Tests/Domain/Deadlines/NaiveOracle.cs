using System.Text.Json;
using Hub.Domain.Deadlines;

namespace Hub.Tests.Domain.Deadlines;

/// <summary>
/// Counts with a finger on the wall calendar: one day or one minute after the other, no tables, nothing shared with the engine but the
/// question's words and the raw file of the acts. Office hours are written here by hand.
/// </summary>
internal sealed class NaiveOracle
{

    private static readonly (DateOnly From, DateOnly To)[] Ramadan =
    [
        (new(2023, 3, 23), new(2023, 4, 21)), (new(2024, 3, 12), new(2024, 4, 9)), (new(2025, 3, 1), new(2025, 3, 30)),
        (new(2026, 2, 19), new(2026, 3, 20)), (new(2027, 2, 8), new(2027, 3, 9)),
    ];

    private readonly HashSet<DateOnly> off = [];

    public NaiveOracle(string holidaysJson)
    {
        foreach (var act in JsonDocument.Parse(holidaysJson).RootElement.GetProperty("acts").EnumerateArray())
        {
            if (act.TryGetProperty("removes", out var removes))
            {
                off.ExceptWith(removes.EnumerateArray().Select(d => DateOnly.Parse(d.GetString()!)));
            }

            off.UnionWith(act.GetProperty("adds").EnumerateArray().Select(d => DateOnly.Parse(d.GetProperty("date").GetString()!)));
        }
    }

    public Answer Ask(Question q)
    {
        if (q.Term.Unit == TermUnit.Minute)
        {
            var end = Minutes(q);
            return new(DateOnly.FromDateTime(end), end, null, null, Undecreed(DateOnly.FromDateTime(end)));
        }

        if (q.Term.Unit == TermUnit.Hour)
        {
            var end = q.ReceivedAt.UtcDateTime.AddHours(8);
            for (var i = 0; i < q.Term.Amount; i++)
            {
                end = end.AddHours(1);
            }

            return new(DateOnly.FromDateTime(end), end, null, null, false);
        }

        var due = Date(q, q.Term.Unit, q.Term.Amount);
        return new(
            due,
            null,
            q.Term.Target is int target ? Date(q, q.Term.Unit, target) : null,
            q.Term.Otherwise is TermUnit other ? Date(q, other, q.Term.Amount) : null,
            Undecreed(due));
    }

    private DateOnly Date(Question q, TermUnit unit, int amount)
    {
        var day = DateOnly.FromDateTime(q.ReceivedAt.UtcDateTime.AddHours(8));
        switch (unit)
        {
            case TermUnit.WorkingDay:
                while (amount > 0)
                {
                    day = day.AddDays(1);
                    amount -= Working(day) && !Paused(day, q) ? 1 : 0;
                }

                return day;
            case TermUnit.BeforeEvent:
                day = q.EventOn!.Value;
                for (; amount > 0; amount--)
                {
                    day = day.AddDays(-1);
                }

                while (!Working(day))
                {
                    day = day.AddDays(-1);
                }

                return day;
            default:
                var left = Length(day, unit, amount);
                while (left > 0)
                {
                    day = day.AddDays(1);
                    left -= Paused(day, q) ? 0 : 1;
                }

                while (!q.Term.Strict && (!Working(day) || Paused(day, q)))
                {
                    day = day.AddDays(1);
                }

                return day;
        }
    }

    /// <summary>Months by hand: the same number in the month that far ahead, or that month's last day.</summary>
    private static int Length(DateOnly day, TermUnit unit, int amount)
    {
        if (unit is TermUnit.CalendarDay or TermUnit.Week)
        {
            return unit == TermUnit.Week ? 7 * amount : amount;
        }

        var (year, month) = (day.Year, day.Month);
        for (var i = 0; i < (unit == TermUnit.Year ? 12 * amount : amount); i++)
        {
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1);
        }

        var last = month is 4 or 6 or 9 or 11 ? 30 : month != 2 ? 31 : year % 4 == 0 ? 29 : 28;
        return new DateOnly(year, month, Math.Min(day.Day, last)).DayNumber - day.DayNumber;
    }

    private DateTime Minutes(Question q)
    {
        var now = q.ReceivedAt.UtcDateTime.AddHours(8);
        var step = now.Second == 0 ? 60 : 1;
        for (var left = q.Term.Amount * 60; left > 0; now = now.AddSeconds(step))
        {
            left -= Open(now, q) ? step : 0;
        }

        return now;
    }

    private bool Open(DateTime now, Question q)
    {
        var day = DateOnly.FromDateTime(now);
        var minute = (now.Hour * 60) + now.Minute;
        if (!Working(day) || Paused(day, q))
        {
            return false;
        }

        var friday = day.DayOfWeek == DayOfWeek.Friday;
        return Array.Exists(Ramadan, r => r.From <= day && day <= r.To)
            ? friday ? minute is (>= 480 and < 690) or (>= 750 and < 930) : minute is (>= 480 and < 720) or (>= 750 and < 900)
            : friday ? minute is (>= 450 and < 690) or (>= 780 and < 990) : minute is (>= 450 and < 720) or (>= 780 and < 960);
    }

    private static bool Undecreed(DateOnly day) => day.Year is < 2023 or > 2027;

    private bool Working(DateOnly day) => day.DayOfWeek != DayOfWeek.Saturday && day.DayOfWeek != DayOfWeek.Sunday && !off.Contains(day);

    private static bool Paused(DateOnly day, Question q)
    {
        foreach (var pause in q.Pauses)
        {
            if (day > pause.From && day <= (pause.To ?? pause.From.AddDays(30)))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>One random question.</summary>
internal sealed record Question(Term Term, DateTimeOffset ReceivedAt, Pause[] Pauses, DateOnly? EventOn)
{
    public override string ToString() =>
        $"{Term} received {ReceivedAt:O} event {EventOn:O} pauses [{string.Join(", ", Pauses.Select(p => $"{p.From:O}/{p.To:O}"))}]";
}

/// <summary>What the oracle says.</summary>
internal sealed record Answer(DateOnly DueOn, DateTime? DueAt, DateOnly? TargetOn, DateOnly? AlternativeOn, bool Provisional)
{
    public static Answer Of(Deadline d) => new(d.DueOn, d.DueAt?.DateTime, d.TargetOn, d.AlternativeOn, d.Provisional);
}
