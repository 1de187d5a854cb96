using System.CommandLine;
using System.Text.Json;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Domain.Routing.Scoring;
using Hub.Host.Work.Routing;

namespace Hub.Host.Verbs;

/// <summary><c>route train</c>: learns a text model of any labels from a file, or the routing model from the examples that ship, and saves it as one file.</summary>
internal static class TrainVerb
{
    private static readonly Option<FileInfo?> Data = new("--data") { Description = VerbTexts.Say("TrainData") };
    private static readonly Option<FileInfo?> Out = new("--out") { Description = VerbTexts.Say("TrainOut") };
    private static readonly Option<bool> Examples = new("--examples") { Description = VerbTexts.Say("TrainExamples") };
    private static readonly Option<bool> AsJson = new("--json") { Description = VerbTexts.Say("SummaryAsObject") };
    private static readonly LabelledRows Rows = new();

    public static Command Create()
    {
        var command = new Command("train", VerbTexts.Say("Train")
            + VerbTexts.Say("TrainSample")) { Data, Out, Examples, AsJson };
        Rows.AddTo(command);
        command.SetAction(parsed => parsed.GetValue(Examples) ? OfExamples(parsed) : Run(parsed));
        command.Validators.Add(result =>
        {
            if ((result.GetValue(Data) is null && !result.GetValue(Examples)) || result.GetValue(Out) is null)
            {
                result.AddError(VerbTexts.Say("TrainNeeds"));
            }
        });
        return command;
    }

    private static int OfExamples(ParseResult parsed)
    {
        var catalogue = ServiceCatalogue.Embedded();
        var examples = RoutingExample.Embedded(catalogue);
        Write(parsed.GetValue(Out)!, RoutingModel.Learn(examples, catalogue).Save);
        parsed.InvocationConfiguration.Output.WriteLine(RouteVerb.Texts(parsed)["trained-examples", examples.Count]);
        return 0;
    }

    private static int Run(ParseResult parsed)
    {
        var texts = RouteVerb.Texts(parsed);
        var (output, people) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        try
        {
            var rows = Rows.Read(parsed.GetValue(Data)!, parsed);
            var model = TextTrainer.Train(rows);
            Write(parsed.GetValue(Out)!, stream => TextModelFile.Save(model, stream));
            output.WriteLine(parsed.GetValue(AsJson)
                ? JsonSerializer.Serialize(new { rows = rows.Count, labels = model.Labels.Count, features = model.Features, autoThreshold = model.Calibration.AutoThreshold, heldOut = model.Calibration.Rows }, RouteJson.Options)
                : texts["trained", rows.Count, model.Labels.Count, model.Features, model.Calibration.AutoThreshold, model.Calibration.Rows]);
            return 0;
        }
        catch (Exception refusal) when (refusal is RuleException or ArgumentException)
        {
            people.WriteLine(refusal is ArgumentException ? RuleException.Say("TooFewLabels", parsed.GetValue(Data)!.Name) : refusal.Message);
            return 1;
        }
    }

    /// <summary>Written beside and moved into place, so that a failure leaves no half model.</summary>
    private static void Write(FileInfo file, Action<Stream> save)
    {
        var half = $"{file.FullName}.tmp";
        try
        {
            using (var stream = File.Create(half))
            {
                save(stream);
            }

            File.Move(half, file.FullName, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RuleException.Of(e, "FileUnwritten", file.Name);
        }
    }
}
