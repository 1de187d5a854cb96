using Hub.Domain;
using Hub.Domain.Deadlines;

namespace Hub.Mocks.Demo.Year;

/// <summary>The moments at which the year is played: every fourth working day at half past nine, and every working day once the scene of the fakes begins.</summary>
/// <param name="Start">When the demo was first started.</param>
internal sealed record YearDays(DateTimeOffset Start)
{
    private const int Days = 365;

    /// <summary>So long ago the scene of the other fakes begins.</summary>
    private const int SceneDays = 26;

    /// <summary>So long ago the hub was connected. What is older was taken in without a word to anybody; from then on everybody is written to.</summary>
    private const int ConnectedDays = 6;

    private const int Stride = 4;
    private static readonly TimeSpan Morning = new(9, 30, 0);

    public DateTimeOffset SceneAt => Start.AddDays(-SceneDays);

    /// <summary>To which the clock is set while the hub is prepared.</summary>
    public DateTimeOffset ConnectedAt => Start.AddDays(-ConnectedDays);

    /// <summary>In order; the start is none of them.</summary>
    public IReadOnlyList<DateTimeOffset> Moments => field ??= [.. Walk()];

    /// <summary>Whether the plan's one source answers nobody. Counted in mornings that are played, for of days many may be free.</summary>
    public bool IsSilent(DateTimeOffset now, YearPlan plan)
    {
        var mornings = Moments.Where(m => m > SceneAt && m < ConnectedAt).ToList();
        return mornings.Count > plan.SilentAfter + plan.BackBefore && now >= mornings[plan.SilentAfter] && now < mornings[^plan.BackBefore];
    }

    private IEnumerable<DateTimeOffset> Walk()
    {
        var calendar = WorkingCalendar.Embedded();
        var (today, passed) = (Wita.DateOf(Start), 0);
        for (var day = today.AddDays(-Days); day <= today; day = day.AddDays(1))
        {
            var at = Wita.StartOf(day).Add(Morning).ToUniversalTime();
            if (at < Start && calendar.IsWorking(day) && (at > SceneAt || passed++ % Stride == 0))
            {
                yield return at;
            }
        }
    }
}
