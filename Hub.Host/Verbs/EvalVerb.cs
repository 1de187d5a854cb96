using System.CommandLine;
using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Domain.Routing.Scoring;
using Hub.Domain.Routing.Scoring.Evaluation;
using Hub.Host.Work.Routing;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Verbs;

/// <summary><c>route eval</c>: measures a text model beside its baselines, or the router on writers that it did not learn from.</summary>
internal static class EvalVerb
{
    private static readonly Option<FileInfo?> Data = new("--data") { Description = VerbTexts.Say("EvalData") };
    private static readonly Option<FileInfo?> Model = new("--model") { Description = VerbTexts.Say("EvalModel") };
    private static readonly Option<FileInfo?> Train = new("--train") { Description = VerbTexts.Say("EvalTrain") };
    private static readonly Option<int?> Largest = new("--largest") { Description = VerbTexts.Say("EvalLargest") };
    private static readonly Option<bool> Writers = new("--writers") { Description = VerbTexts.Say("EvalWriters") };
    private static readonly Option<bool> AsJson = new("--json") { Description = VerbTexts.Say("ReportAsObject") };
    private static readonly LabelledRows Rows = new();

    public static Command Create()
    {
        var command = new Command("eval", VerbTexts.Say("Eval")) { Data, Model, Train, Largest, Writers, AsJson };
        Rows.AddTo(command);
        command.SetAction(parsed => parsed.GetValue(Writers) ? ByWriter(parsed) : Run(parsed));
        command.Validators.Add(result =>
        {
            if (!result.GetValue(Writers) && (result.GetValue(Data) is null || (result.GetValue(Model) is null && result.GetValue(Train) is null)))
            {
                result.AddError(VerbTexts.Say("EvalNeeds"));
            }

            if (result.GetValue(Largest) is not null && (result.GetValue(Model) is not null || result.GetValue(Train) is null))
            {
                result.AddError(VerbTexts.Say("EvalLargestNeeds"));
            }
        });
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var texts = RouteVerb.Texts(parsed);
        var (output, people) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        try
        {
            var rows = Rows.Read(parsed.GetValue(Data)!, parsed);
            IReadOnlyList<TrainingRow> training = parsed.GetValue(Train) is FileInfo file ? Rows.Read(file, parsed) : [];
            if (parsed.GetValue(Largest) is int count)
            {
                var kept = training.CountBy(r => r.Label).OrderByDescending(l => l.Value).Take(count).Select(l => l.Key).ToHashSet(StringComparer.Ordinal);
                (rows, training) = ([.. rows.Where(r => kept.Contains(r.Label))], [.. training.Where(r => kept.Contains(r.Label))]);
            }

            var report = TextEvaluation.Run(Load(parsed.GetValue(Model), training), training, rows);
            output.WriteLine(parsed.GetValue(AsJson) ? JsonSerializer.Serialize(report, RouteJson.Options) : EvalTable.Of(report, texts));
            if (training.Count == 0)
            {
                people.WriteLine(texts["no-baselines"]);
            }

            return 0;
        }
        catch (Exception refusal) when (refusal is RuleException or InvalidDataException)
        {
            people.WriteLine(refusal.Message);
            return 1;
        }
        catch (ArgumentException)
        {
            people.WriteLine(RuleException.Say("TooFewLabels", parsed.GetValue(Train)?.Name));
            return 1;
        }
    }

    private static int ByWriter(ParseResult parsed)
    {
        var texts = RouteVerb.Texts(parsed);
        var (output, people) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var catalogue = ServiceCatalogue.Embedded();
        var rows = new List<(string Writer, RouteFigures Figures)>();
        foreach (var row in WriterEvaluation.Run(RoutingExample.Embedded(catalogue), catalogue, RuleSet.Embedded(catalogue)))
        {
            rows.Add(row);
            people.WriteLine(texts["writer-measured", row.Writer]);
        }

        output.WriteLine(parsed.GetValue(AsJson)
            ? JsonSerializer.Serialize(rows.ToDictionary(r => r.Writer, r => r.Figures, StringComparer.Ordinal), RouteJson.Options)
            : EvalTable.Of(rows, texts));
        return 0;
    }

    private static TextModel Load(FileInfo? file, IReadOnlyList<TrainingRow> training) =>
        file is null ? TextTrainer.Train(training) : RouteVerb.Load(file, content => TextModelFile.Load(content, file.Name));
}
