using Hub.Domain;
using Quartz;

namespace Hub.Host.Foundation.Loops;

/// <summary>When the next turn of a loop begins.</summary>
public abstract class Pace
{
    /// <summary>Office time for every cron; WITA has no daylight saving.</summary>
    public static readonly TimeZoneInfo Zone = Named(TimeZoneInfo.CreateCustomTimeZone("WITA", Wita.Offset, "WITA", "WITA"));

    /// <param name="first">Before the first turn; default none.</param>
    public static Pace Every(TimeSpan interval, TimeSpan first = default) => new Steady(interval, first);

    /// <summary>When there is news, and now and then without.</summary>
    public static Pace On(Signal signal, TimeSpan atLeastEvery) => new Called(signal, atLeastEvery);

    /// <param name="cron">In office time.</param>
    public static Pace At(string cron) => new Struck(new CronExpression(cron, Zone));

    internal abstract Task FirstAsync(TimeProvider clock, CancellationToken token);

    internal abstract Task NextAsync(TimeProvider clock, CancellationToken token);

    /// <summary>A store keeps a zone by its name alone; this one stands in no operating system.</summary>
    private static TimeZoneInfo Named(TimeZoneInfo zone)
    {
        TimeZones.AddResolver(name => string.Equals(name, zone.Id, StringComparison.Ordinal) ? zone : null);
        return zone;
    }

    private sealed class Steady(TimeSpan interval, TimeSpan first) : Pace
    {
        internal override Task FirstAsync(TimeProvider clock, CancellationToken token) => Task.Delay(first, clock, token);

        internal override Task NextAsync(TimeProvider clock, CancellationToken token) => Task.Delay(interval, clock, token);
    }

    private sealed class Called(Signal signal, TimeSpan atLeastEvery) : Pace
    {
        internal override Task FirstAsync(TimeProvider clock, CancellationToken token) => Task.CompletedTask;

        internal override Task NextAsync(TimeProvider clock, CancellationToken token) => signal.WaitAsync(atLeastEvery, token);
    }

    /// <summary>Looks at the wall clock every half minute: it may have been set meanwhile.</summary>
    private sealed class Struck(CronExpression cron) : Pace
    {
        private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);

        private DateTimeOffset? last;

        internal override Task FirstAsync(TimeProvider clock, CancellationToken token) => NextAsync(clock, token);

        internal override async Task NextAsync(TimeProvider clock, CancellationToken token)
        {
            var from = last ?? clock.GetUtcNow();
            while (cron.GetNextValidTimeAfter(from) is not { } strike || strike > clock.GetUtcNow())
            {
                await Task.Delay(Look, clock, token);
                from = from < clock.GetUtcNow() ? from : clock.GetUtcNow();
            }

            last = clock.GetUtcNow();
        }
    }
}
