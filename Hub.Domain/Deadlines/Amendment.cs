namespace Hub.Domain.Deadlines;

/// <summary>
/// A change of what dates rest on (R7, R23): shown first with every open ticket whose date would move, applied only on approval.
/// The same count that made a date makes the new one; what has ended keeps its date.
/// </summary>
public abstract record Amendment
{
    /// <summary>Names it in the audit trail and in the history of every ticket that it moves.</summary>
    public abstract string Id { get; }

    /// <summary>How a person cites it.</summary>
    public abstract string Title { get; }

    /// <exception cref="CalendarException">It does not fit; the message says why.</exception>
    public abstract Basis After(Basis before);

    /// <summary>Which clocks it can touch at all; a clock outside cannot move.</summary>
    public abstract Reach ReachFrom(Basis before);

    /// <returns>The ticket's clocks on the other basis; null when they are the same there.</returns>
    public static MovedTicket? Recount(RunningTicket ticket, Basis after)
    {
        List<Clock>? recounted = null;
        for (var i = 0; i < ticket.Clocks.Count; i++)
        {
            var clock = ticket.Clocks[i];
            if (!clock.IsOpen || after.Standards.Find(clock.RuleKey, ticket.ReceivedOn) is not ServiceStandard standard)
            {
                continue;
            }

            var (deadline, warnOn) = ClockPlan.DateOf(standard, clock.StartedAt, after, ticket.ReceivedOn, ticket.EventOn, ticket.Standstills);
            if (deadline != clock.Deadline || warnOn != clock.WarnOn)
            {
                recounted ??= [.. ticket.Clocks];
                recounted[i] = clock with { Deadline = deadline, WarnOn = warnOn };
            }
        }

        return recounted is null ? null : new MovedTicket(ticket, Clocks.MarkBinding(recounted));
    }
}

/// <summary>A new act in the calendar (R23).</summary>
public sealed record CalendarAmendment(CalendarAct Act) : Amendment
{
    public override string Id => Act.Id;

    public override string Title => Act.Number;

    public override Basis After(Basis before) => before with { Calendar = before.Calendar.With(Act) };

    /// <summary>A date depends on nothing but the days it was counted over: those from the first to the last that the act changes.</summary>
    public override Reach ReachFrom(Basis before)
    {
        var days = Act.Adds.Select(d => d.Date).Concat(Act.Removes).ToList();
        if (Act.Establishes is int year)
        {
            // Dates that end or begin in the year are no longer provisional (R24).
            days.AddRange([new DateOnly(year, 1, 1), new DateOnly(year, 12, 31)]);
        }

        return new Reach { Days = new DateSpan(days.Min(), days.Max()) };
    }
}

/// <summary>Another decision on one service's bare "hari" (R7).</summary>
public sealed record ReadingAmendment(ReadingDecision Decision) : Amendment
{
    public override string Id => $"service-{Decision.Service}";

    public override string Title => CalendarException.Say($"Reading{Decision.Reading}", Decision.Service);

    public override Basis After(Basis before) => before with { Standards = before.Standards.With(Decision) };

    public override Reach ReachFrom(Basis before) => new() { Rules = [.. before.Standards.BareDayKeys(Decision.Service)] };
}

/// <summary>Nothing new is decreed: dates that were counted on an older basis, by a copy of the hub that did not know better yet, are counted again.</summary>
public sealed record Recounting : Amendment
{
    public override string Id => "recount";

    public override string Title => "Hitung ulang";

    public override Basis After(Basis before) => before;

    public override Reach ReachFrom(Basis before) => new();
}

/// <summary>The clocks that an amendment can touch.</summary>
public sealed record Reach
{
    /// <summary>Only clocks that count over one of these days; null when days do not limit it.</summary>
    public DateSpan? Days { get; init; }

    /// <summary>Only clocks of these rules, assumed or not; null when rules do not limit it.</summary>
    public IReadOnlyList<string>? Rules { get; init; }
}

/// <summary>An open ticket as an amendment sees it.</summary>
/// <param name="ReceivedOn">Chooses the rule set (R25).</param>
/// <param name="Standstills">Its recorded requests for completion and waits for other authorities.</param>
/// <param name="Clocks">All its clocks, ended ones too.</param>
public sealed record RunningTicket(long Id, DateOnly ReceivedOn, DateOnly? EventOn, Standstills Standstills, IReadOnlyList<Clock> Clocks);

/// <summary>A ticket on which an amendment changes something: a date, or only the day on which to warn about it.</summary>
/// <param name="Clocks">In the same order as before, with the headline chosen anew.</param>
public sealed record MovedTicket(RunningTicket Before, IReadOnlyList<Clock> Clocks)
{
    /// <summary>The clocks that differ, each with its old self.</summary>
    public IEnumerable<(Clock Old, Clock New)> Moves => Before.Clocks.Zip(Clocks).Where(pair => pair.First.Deadline != pair.Second.Deadline);

    public Clock OldHeadline => Deadlines.Clocks.Headline(Before.Clocks);

    public Clock NewHeadline => Deadlines.Clocks.Headline(Clocks);
}
