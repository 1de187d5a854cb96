using Hub.Domain.Privacy;
using Hub.Domain.Routing;
using Hub.Domain.Routing.Scoring.Evaluation;

namespace Hub.Tests.Domain.Routing;

/// <summary>A request with the right answer beside it, and what the router says.</summary>
internal sealed class LabelledRequest(LabelledLine line, Router router)
{
    private readonly RouteCase labelled = line.Case;

    public RoutingDecision Decision => field ??= router.Decide(labelled.Question);

    public string Words => $"{labelled.Question.Subject}\n{labelled.Question.Body}";

    public string? Bureau => labelled.Bureau;

    public bool IsDecidable => labelled.IsDecidable;

    public bool NeedsProtection => line.Protect;

    public bool IsProtected => ProtectionReader.Read(Words) is not null;

    public bool IsRight => Decision.NotOurs is null && Decision.Bureau == Bureau;

    public string? Kind => labelled.Kind is { } kind ? KindCode.Of(kind) : null;

    public static IReadOnlyList<LabelledRequest> All(string path, Router router) =>
        [.. File.ReadLines(path).Select(line => new LabelledRequest(LabelledLine.Read(line), router))];
}

/// <summary>How a router does on labelled requests, as shares.</summary>
internal sealed record LabelledFigures(double Sent, double Right, double First, double Triage, double Held, double Kind)
{
    public static LabelledFigures Of(IReadOnlyList<LabelledRequest> rows)
    {
        var decidable = rows.Where(r => r.IsDecidable).ToList();
        var figures = new LabelledFigures(
            Sent: Share(rows, r => !r.Decision.Triage),
            Right: Share([.. rows.Where(r => !r.Decision.Triage)], r => r.IsRight),
            First: Share(decidable, r => r.IsRight),
            Triage: Share(decidable, r => r.Decision.Triage),
            Held: Share([.. rows.Where(r => !r.IsDecidable)], r => r.Decision.Triage),
            Kind: Share([.. rows.Where(r => r.Kind is not null)], r => KindCode.Of(r.Decision.Kind) == r.Kind));
        TestContext.Current.TestOutputHelper?.WriteLine(figures.ToString());
        return figures;
    }

    private static double Share(IReadOnlyCollection<LabelledRequest> rows, Func<LabelledRequest, bool> holds) => rows.Count == 0 ? 0 : rows.Count(holds) / (double)rows.Count;
}
