using Hub.Domain.Deadlines;
using Hub.Domain.Routing;
using Hub.Domain.Routing.Review;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Work.Routing.Rules;

/// <summary>Runs the draft over stored tickets beside the hub's work: one run at a time, bounded in items and time, with nothing written, sent or marked.</summary>
public sealed partial class Simulations(Routers routers, StoredItems items, LawInForce law, TimeProvider clock, IHostApplicationLifetime life, ILogger<Simulations> log)
{
    /// <summary>The newest that are looked at.</summary>
    public const int MostItems = 20_000;

    /// <summary>What was reached by then is reported, and that it was not all.</summary>
    public static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(3);

    private readonly Lock gate = new();

    /// <summary>The run that goes on or the last one that ended; null before the first.</summary>
    public Simulation? Latest { get; private set; }

    /// <summary>Starts a run; one that still goes on is stopped.</summary>
    /// <param name="months">How far back, 1 to 24.</param>
    public Simulation Start(RuleDraft draft, int months)
    {
        lock (gate)
        {
            Latest?.Stop();
            var run = new Simulation(draft.Stored.Revision, Math.Clamp(months, 1, 24), clock.GetUtcNow());
            run.Finished = Task.Run(() => RunAsync(run, draft.Rules), CancellationToken.None);
            return Latest = run;
        }
    }

    private async Task RunAsync(Simulation run, Domain.Routing.RuleSet rules)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(life.ApplicationStopping, run.Stopped);
        try
        {
            var since = run.StartedAt.AddMonths(-run.Months);
            run.Total = Math.Min(MostItems, await items.CountAsync(since, stop.Token));
            var simulator = new RuleSimulator(routers.Current, routers.With(rules), DueOn);
            await foreach (var item in items.ReadAsync(since, MostItems, stop.Token))
            {
                simulator.Take(item);
                run.Done++;
                if (clock.GetUtcNow() - run.StartedAt > LongestRun)
                {
                    break;
                }
            }

            run.Report = simulator.Report();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            run.Failed = true;
        }
        catch (Exception e)
        {
            run.Failed = true;
            LogFailed(e);
        }
    }

    /// <summary>The headline date that a decision would give, from the same engine that sets the clocks.</summary>
    private DateOnly? DueOn(StoredItem item, RoutingDecision decision)
    {
        var facts = new ClockFacts
        {
            System = item.Question.System,
            Kind = decision.Kind,
            Service = decision.Service,
            Class = decision.Class,
            ReceivedAt = item.ReceivedAt,
            EventOn = item.EventOn,
        };
        try
        {
            return Clocks.Headline(Clocks.For(facts, law.Standards, law.Calendar)).Deadline.DueOn;
        }
        catch (CalendarException)
        {
            // Beyond the tables of the calendar there is no date to compare.
            return null;
        }
    }

    [LoggerMessage(1401, LogLevel.Error, "The simulation of the draft broke off")]
    private partial void LogFailed(Exception exception);
}

/// <summary>One run of a draft over stored tickets.</summary>
/// <param name="Revision">The revision of the draft that it looks at.</param>
/// <param name="Months">How far back.</param>
public sealed record Simulation(int Revision, int Months, DateTimeOffset StartedAt)
{
    private readonly CancellationTokenSource stop = new();
    private volatile SimulationReport? report;
    private volatile int done;

    /// <summary>How many it will look at.</summary>
    public int Total { get; set; }

    public int Done { get => done; set => done = value; }

    /// <summary>Null while it goes on.</summary>
    public SimulationReport? Report { get => report; set => report = value; }

    /// <summary>It broke off or was stopped; the log says why.</summary>
    public bool Failed { get; set; }

    /// <summary>Not all of the period was looked at: there was too much of it for the time.</summary>
    public bool IsPartial => Report is not null && Done < Total;

    internal Task Finished { get; set; } = Task.CompletedTask;
    internal CancellationToken Stopped => stop.Token;

    internal void Stop() => stop.Cancel();

    /// <summary>Waits for the end, but not longer than a person would.</summary>
    public async Task WaitAsync(TimeSpan most, TimeProvider clock, CancellationToken token) =>
        await Task.WhenAny(Finished, Task.Delay(most, clock, token));
}
