using Hub.Domain.Catalogue;
using Hub.Domain.Submissions;

namespace Hub.Domain.Routing;

/// <summary>What the sender wants, and under which complaint class it falls.</summary>
internal sealed class KindAndClass(ServiceCatalogue catalogue, RoutingModel? model)
{
    /// <summary>Before a word is read: most mail asks for a service, some complains.</summary>
    private static readonly (SubmissionKind Kind, double Share)[] Usual =
    [
        (SubmissionKind.Request, 0.45), (SubmissionKind.Complaint, 0.25), (SubmissionKind.InformationRequest, 0.15),
        (SubmissionKind.Aspiration, 0.1), (SubmissionKind.Report, 0.05),
    ];

    public SubmissionKind Kind(QuestionView view, List<RuleMatch> matches)
    {
        if (view.Question.Kind is SubmissionKind said)
        {
            return said;
        }

        if (KindCode.Read(matches.Find(m => m.Rule.Then is { Odds: null, Kind: not null })?.Rule.Then.Kind) is SubmissionKind settled)
        {
            return settled;
        }

        var start = model?.Kinds(view.Text) ?? Usual;
        var ballot = new Ballot<SubmissionKind>([.. start.Select(s => s.Kind)], start.Select(s => s.Share));
        foreach (var then in matches.Select(m => m.Rule.Then).Where(t => t is { Odds: not null, Kind: not null }))
        {
            ballot.Speak(kind => kind == KindCode.Read(then.Kind), then.Weight(besideScorer: model is not null));
        }

        return ballot.Best;
    }

    /// <summary>Complaints, questions and aspirations have a class where the decree prints a table for the service or the channel.</summary>
    public string? Class(QuestionView view, List<RuleMatch> matches, SubmissionKind kind, string? bureau, int? service)
    {
        if (view.Question.Class is string said)
        {
            return said;
        }

        if (kind is SubmissionKind.Request or SubmissionKind.Report || Table(view, bureau, service) is not { } table)
        {
            return null;
        }

        if (kind is SubmissionKind.InformationRequest or SubmissionKind.Aspiration)
        {
            return "normatif";
        }

        return matches.Find(m => m.Rule.Then is { Odds: null, Class: string settled } && table.Any(c => c.Code == settled))?.Rule.Then.Class
            ?? Weigh(view.Text, matches, table);
    }

    private IReadOnlyList<ComplaintClass>? Table(QuestionView view, string? bureau, int? service)
    {
        var name = catalogue.FindSystem(view.Question.System)?.ClassTable ?? catalogue.FindService(service)?.ClassTable ?? Shared(bureau);
        return name is not null && catalogue.Classes.TryGetValue(name, out var table) ? table : null;
    }

    /// <summary>The table that all services of a bureau follow; null when they differ.</summary>
    private string? Shared(string? bureau) =>
        catalogue.Services.Where(s => s.Bureau == bureau).Select(s => s.ClassTable).Distinct(StringComparer.Ordinal).ToList() is [var one] ? one : null;

    private string Weigh(TextView text, List<RuleMatch> matches, IReadOnlyList<ComplaintClass> table)
    {
        var ballot = new Ballot<string>([.. table.Select(c => c.Code)], table.Select(c => model?.Grade(text, c.Code) ?? Usually(c.Code)));
        foreach (var then in matches.Select(m => m.Rule.Then).Where(t => t is { Odds: not null, Class: not null }))
        {
            ballot.Speak(code => code == then.Class, then.Weight(besideScorer: model is not null));
        }

        return ballot.Best;
    }

    private static double Usually(string code) => code == "tidak-berkadar-pengawasan" ? 2 : 1;
}
