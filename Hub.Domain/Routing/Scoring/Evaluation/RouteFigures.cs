namespace Hub.Domain.Routing.Scoring.Evaluation;

/// <summary>How routes do on texts whose right way is known.</summary>
public sealed record RouteFigures
{
    /// <summary>Where one bin of scores ends and the next begins.</summary>
    public static readonly IReadOnlyList<double> Bins = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];

    public required int Rows { get; init; }

    /// <summary>Of what can be decided: the first guess is right.</summary>
    public required Part First { get; init; }

    /// <summary>Of everything: it goes on without a person.</summary>
    public required Part Sent { get; init; }

    /// <summary>Of what goes on: the bureau is right.</summary>
    public required Part Right { get; init; }

    /// <summary>Of what can be decided: a person is asked.</summary>
    public required Part Triage { get; init; }

    /// <summary>Of what cannot be decided or is nobody's of the nine: a person is asked.</summary>
    public required Part Held { get; init; }

    /// <summary>Of what goes on rightly and is about a service: that service.</summary>
    public required Part Service { get; init; }

    public required Part Kind { get; init; }

    /// <summary>Of what can be decided and a person is asked about: the first or second candidate is right.</summary>
    public required Part Offered { get; init; }

    /// <summary>By score, of what the router takes for one of the nine: right.</summary>
    public required IReadOnlyList<Part> Reliability { get; init; }

    public static RouteFigures Of(IReadOnlyList<RouteCase> cases, Router router)
    {
        var routed = cases.Select(c => new Routed(c, router.Decide(c.Question))).ToList();
        var decidable = routed.Where(r => r.Case.IsDecidable).ToList();
        var sent = routed.Where(r => !r.Decision.Triage).ToList();
        return new RouteFigures
        {
            Rows = routed.Count,
            First = Part.OfAll(decidable, r => r.IsRight),
            Sent = Part.OfAll(routed, r => !r.Decision.Triage),
            Right = Part.OfAll(sent, r => r.IsRight),
            Triage = Part.OfAll(decidable, r => r.Decision.Triage),
            Held = Part.OfAll(routed.Where(r => !r.Case.IsDecidable), r => r.Decision.Triage),
            Service = Part.OfAll(sent.Where(r => r.IsRight && r.Case.Service is not null), r => r.Decision.Service == r.Case.Service),
            Kind = Part.OfAll(routed.Where(r => r.Case.Kind is not null), r => r.Decision.Kind == r.Case.Kind),
            Offered = Part.OfAll(decidable.Where(r => r.Decision.Triage), r => r.IsRight || r.Decision.RunnerUp?.Bureau == r.Case.Bureau),
            Reliability = [.. Bins.Select((from, i) => Part.OfAll(routed.Where(r => r.Decision.NotOurs is null && r.Decision.Score >= from && (i + 1 == Bins.Count || r.Decision.Score < Bins[i + 1])), r => r.IsRight))],
        };
    }

    /// <summary>Several measurements as one.</summary>
    public static RouteFigures Sum(IReadOnlyList<RouteFigures> all) => new()
    {
        Rows = all.Sum(f => f.Rows), First = Part.Sum(all, f => f.First), Sent = Part.Sum(all, f => f.Sent), Right = Part.Sum(all, f => f.Right), Triage = Part.Sum(all, f => f.Triage),
        Held = Part.Sum(all, f => f.Held), Service = Part.Sum(all, f => f.Service), Kind = Part.Sum(all, f => f.Kind), Offered = Part.Sum(all, f => f.Offered),
        Reliability = [.. Bins.Select((_, i) => Part.Sum(all, f => f.Reliability[i]))],
    };

    private sealed record Routed(RouteCase Case, RoutingDecision Decision)
    {
        public bool IsRight => Decision.NotOurs is null && Decision.Bureau is not null && Decision.Bureau == Case.Bureau;
    }
}

/// <summary>So many of so many.</summary>
public sealed record Part(int Of, int Count)
{
    public double Share => Of == 0 ? 0 : Count / (double)Of;

    internal static Part Sum(IEnumerable<RouteFigures> all, Func<RouteFigures, Part> part) => all.Select(part).Aggregate(new Part(0, 0), (a, b) => new Part(a.Of + b.Of, a.Count + b.Count));

    internal static Part OfAll<T>(IEnumerable<T> rows, Func<T, bool> holds)
    {
        var (of, count) = (0, 0);
        foreach (var row in rows)
        {
            of++;
            count += holds(row) ? 1 : 0;
        }

        return new Part(of, count);
    }
}
