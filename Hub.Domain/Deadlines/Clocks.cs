using Hub.Domain.Submissions;

namespace Hub.Domain.Deadlines;

/// <summary>
/// Which clocks a ticket carries, each with its own start, pauses, end and source, and which of them is the headline (R15).
/// Always computed anew from the recorded facts: a class change, a re-disposition or a re-opening can neither lose nor double time.
/// </summary>
public static class Clocks
{
    private const string AssumedClass = "tidak-berkadar-pengawasan";

    /// <summary>The working days of the class "permintaan informasi".</summary>
    private const int LongestOwnAnswer = 5;

    /// <returns>At least one clock with a date; exactly one is <see cref="Clock.Binding"/>.</returns>
    /// <exception cref="CalendarException">A date is so far away that the calendar's tables do not reach it.</exception>
    public static IReadOnlyList<Clock> For(ClockFacts facts, Standards standards, WorkingCalendar calendar)
    {
        var plan = new ClockPlan(facts, standards, calendar);
        AddMatter(plan);
        if (facts.Kind == SubmissionKind.Complaint)
        {
            plan.Add("uu25-reply", facts.ReceivedAt);
            plan.Add("uu25-decision", plan.CompleteAt);
            AddCompletion(plan);
        }

        AddBegun(plan);
        AddWaits(plan);

        AddChannel(plan);
        AddInternal(plan);
        return MarkBinding(plan.Clocks);
    }

    /// <summary>The clock that staff, mails and lists speak of.</summary>
    public static Clock Headline(IReadOnlyList<Clock> clocks) => clocks.Single(c => c.Binding);

    /// <summary>The terms of the matter itself: class tables for what citizens raise, promises for what they ask for.</summary>
    private static void AddMatter(ClockPlan plan)
    {
        switch (plan.Facts.Kind)
        {
            case SubmissionKind.Complaint:
                AddClasses(plan);
                break;
            case SubmissionKind.InformationRequest when plan.Facts.Ppid:
                plan.Add(plan.Facts.PpidExtended ? "ppid-extended" : "ppid", plan.Facts.ReceivedAt);
                break;
            case SubmissionKind.InformationRequest:
                plan.Add("lapor/permintaan-informasi", plan.Facts.ReceivedAt);
                AddOwnAnswer(plan);
                break;
            case SubmissionKind.Aspiration:
                plan.Add("lapor/aspirasi", plan.Facts.ReceivedAt);
                break;
            case SubmissionKind.Report:
                plan.Add("report", plan.Facts.ReceivedAt);
                break;
            case SubmissionKind.Request when plan.Facts.StageEndsAt is { } end:
                plan.Add("stage", end);
                break;
            case SubmissionKind.Request:
                AddPromise(plan);
                break;
        }
    }

    /// <summary>A service that promises an answer sooner than the channel's five working days is held to it: the LPSE table for what is asked there, the promise of service 11.</summary>
    private static void AddOwnAnswer(ClockPlan plan)
    {
        if (plan.Facts.Service is not int service)
        {
            return;
        }

        var own = plan.Standards.HasLpseTable(service) ? plan.Standards.ForClass(service, "normatif", plan.ReceivedOn) : plan.Standards.Promise(service, plan.ReceivedOn);
        if (own is { Unit: StandardUnit.Day or StandardUnit.WorkingDay, Informational: false, Amount: < LongestOwnAnswer })
        {
            plan.Add(own with { Until = ClockEnd.Answer }, plan.Facts.ReceivedAt);
        }
    }

    /// <summary>R16: an LPSE complaint that came by LAPOR! carries both tables; elsewhere the service's own table, else that of service 29.</summary>
    private static void AddClasses(ClockPlan plan)
    {
        var facts = plan.Facts;
        var channel = plan.Standards.ChannelOf(facts.System);
        var own = plan.Standards.HasLpseTable(facts.Service) ? facts.Service : null;
        var through = channel is { AlwaysClassed: true } || (own is null && facts.Service is null) ? channel?.Classes : null;
        foreach (var service in new[] { own, through ?? (own is null ? Standards.LaporService : null) }.OfType<int>())
        {
            AddClass(plan, service);
        }
    }

    private static void AddClass(ClockPlan plan, int service)
    {
        var known = plan.Facts.Class is string code ? plan.Standards.ForClass(service, code, plan.ReceivedOn) : null;
        plan.Add(known ?? plan.Standards.ForClass(service, AssumedClass, plan.ReceivedOn)!, plan.Facts.ReceivedAt, assumed: known is null);
    }

    /// <summary>
    /// The service's promise where it can be counted, another authority's own clock where the service waits for it (R14); else five working days for an application for a
    /// decision (UU 30/2014 art. 53), marked assumed; else nothing is promised.
    /// </summary>
    private static void AddPromise(ClockPlan plan)
    {
        var facts = plan.Facts;
        var promise = facts.Service is int service ? plan.Standards.Promise(service, plan.ReceivedOn) : null;
        if (promise is { External: true })
        {
            var asked = facts.Waits.FirstOrDefault(w => w.Authority == promise.Awaits);
            plan.Add(promise, asked?.Since ?? facts.ReceivedAt, assumed: asked is null);
        }
        else if (promise is not null && StartOf(promise, facts) is { } startedAt)
        {
            plan.Add(promise, startedAt);
        }
        else if (facts is { Service: null, AsksDecision: true })
        {
            plan.Add(plan.Standards.Get("uu30-art53", plan.ReceivedOn), facts.ReceivedAt, assumed: true);
        }
        else
        {
            plan.Add("unpromised", facts.ReceivedAt);
        }

        AddBeside(plan);
    }

    /// <returns>Null while the promise cannot be counted: nobody came to the counter, no event is known.</returns>
    private static DateTimeOffset? StartOf(ServiceStandard promise, ClockFacts facts) =>
        promise.CounterOnly ? facts.Begun.TryGetValue(promise.Key, out var came) ? came : null
        : promise.Unit == StandardUnit.BeforeEvent && facts.EventOn is null ? null
        : facts.ReceivedAt;

    /// <summary>Further terms of the service that follow from the day of its event.</summary>
    private static void AddBeside(ClockPlan plan)
    {
        var beside = plan.Facts is { Service: int service, EventOn: not null } ? plan.Standards.Beside(service) : [];
        foreach (var standard in beside.Where(s => s is { Unit: StandardUnit.BeforeEvent, Begun: false }))
        {
            plan.Add(standard, plan.Facts.ReceivedAt);
        }
    }

    /// <summary>What has begun, where it belongs to the service; after the answer to an objection the applicant's term for a dispute.</summary>
    private static void AddBegun(ClockPlan plan)
    {
        foreach (var (key, since) in plan.Facts.Begun.OrderBy(b => b.Key, StringComparer.Ordinal))
        {
            if (plan.Standards.Find(key, plan.ReceivedOn) is { Begun: true } standard && (standard.Service is null || standard.Service == plan.Facts.Service))
            {
                plan.Add(standard, since);
            }
        }

        if (plan.Facts.Begun.TryGetValue(PpidRules.Objection, out var objected) && plan.Facts.ResolvedAt >= objected)
        {
            plan.Add(PpidRules.DisputeWindow, plan.Facts.ResolvedAt.Value);
        }
    }

    /// <summary>The last wait for each authority.</summary>
    private static void AddWaits(ClockPlan plan)
    {
        foreach (var wait in plan.Facts.Waits.GroupBy(w => w.Authority).Select(g => g.Last()))
        {
            plan.Add(wait.Authority, wait.Since);
        }
    }

    /// <summary>The reporter's thirty days to complete the file (UU 25/2009 art. 44(4)).</summary>
    private static void AddCompletion(ClockPlan plan)
    {
        if (plan.Facts.Pauses is [.., var asked])
        {
            plan.Add("uu25-completion", Wita.StartOf(asked.From));
        }
    }

    /// <summary>R21: a reply inside the window opens a new response clock, the class clock keeps its start.</summary>
    private static void AddChannel(ClockPlan plan)
    {
        var facts = plan.Facts;
        if (plan.Standards.ChannelOf(facts.System) is not { } channel)
        {
            return;
        }

        foreach (var key in facts.SentAt is null ? [] : channel.FromSending)
        {
            plan.Add(key, facts.SentAt!.Value);
        }

        foreach (var key in channel.FromReceipt)
        {
            plan.Add(key, facts.ReopenedAt ?? facts.ReceivedAt);
        }

        foreach (var key in facts.ResolvedAt is null ? [] : channel.FromResolution)
        {
            plan.Add(key, facts.ResolvedAt!.Value);
        }
    }

    private static void AddInternal(ClockPlan plan)
    {
        if (plan.Facts.CustodySince is DateTimeOffset held)
        {
            plan.Add("custody", held);
        }

        if (plan.Facts.TriageSince is DateTimeOffset waits)
        {
            plan.Add("triage", waits);
        }
    }

    /// <summary>The earliest open promise, class or channel clock; when none is open, the matter's own clock keeps the date on record.</summary>
    internal static Clock[] MarkBinding(List<Clock> clocks)
    {
        // Of two that end together always the same one, in whichever order they come: a reminder belongs to one clock.
        var binding = clocks.OrderBy(Precedence).ThenBy(c => c.Deadline.LateAt).ThenBy(c => c.Kind).ThenBy(c => c.Rule, StringComparer.Ordinal).First();
        return [.. clocks.Select(c => c with { Binding = ReferenceEquals(c, binding) })];
    }

    private static int Precedence(Clock clock) => clock switch
    {
        { Informational: false, IsOpen: true, Kind: ClockKind.Promise or ClockKind.Class or ClockKind.Channel or ClockKind.Stage } => 0,
        { Informational: false, Kind: ClockKind.Promise or ClockKind.Class or ClockKind.Stage } => 1,
        { Kind: ClockKind.Promise or ClockKind.Class } => 2,
        _ => 3,
    };
}
