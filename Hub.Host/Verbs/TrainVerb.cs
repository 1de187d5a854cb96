using System.CommandLine;
using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing;
using Hub.Domain.Routing.Scoring;
using Hub.Host.Foundation;
using Hub.Host.Storage;
using Hub.Host.Work.Routing;
using Hub.Host.Work.Routing.Rules;

namespace Hub.Host.Verbs;

/// <summary><c>route train</c>: learns a text model of any labels from a file, or the hub's own routing model from its confirmed tickets, and saves it as one file.</summary>
internal static class TrainVerb
{
    private static readonly Option<FileInfo?> Data = new("--data") { Description = VerbTexts.Say("TrainData") };
    private static readonly Option<FileInfo?> Out = new("--out") { Description = VerbTexts.Say("TrainOut") };
    private static readonly Option<bool> Confirmed = new("--confirmed") { Description = VerbTexts.Say("TrainConfirmed") };
    private static readonly Option<bool> Examples = new("--examples") { Description = VerbTexts.Say("TrainExamples") };
    private static readonly Option<bool> Anyway = new("--anyway") { Description = VerbTexts.Say("TrainAnyway") };
    private static readonly Option<bool> AsJson = new("--json") { Description = VerbTexts.Say("SummaryAsObject") };
    private static readonly LabelledRows Rows = new();

    public static Command Create()
    {
        var command = new Command("train", VerbTexts.Say("Train")
            + VerbTexts.Say("TrainSample")) { Data, Out, Confirmed, Examples, Anyway, AsJson };
        Rows.AddTo(command);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, token) => parsed.GetValue(Confirmed) ? ConfirmedAsync(parsed, token) : Task.FromResult(parsed.GetValue(Examples) ? OfExamples(parsed) : Run(parsed)));
        command.Validators.Add(result =>
        {
            if (!result.GetValue(Confirmed) && ((result.GetValue(Data) is null && !result.GetValue(Examples)) || result.GetValue(Out) is null))
            {
                result.AddError(VerbTexts.Say("TrainNeeds"));
            }
        });
        return command;
    }

    private static async Task<int> ConfirmedAsync(ParseResult parsed, CancellationToken token)
    {
        var texts = RouteVerb.Texts(parsed);
        var (output, people) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        await using var app = HubApp.Build(["--Hub:Work=false", .. parsed.UnmatchedTokens]);
        var services = app.Services;
        try
        {
            var training = new ConfirmedTraining(services.GetRequiredService<Database>(), services.GetRequiredService<ServiceCatalogue>(), services.GetRequiredService<Routers>());
            var (model, report) = await training.TrainAsync(token);
            await output.WriteLineAsync(parsed.GetValue(AsJson)
                ? JsonSerializer.Serialize(report, RouteJson.Options)
                : texts["trained-confirmed", report.Shipped, report.Confirmed, report.HeldOut, report.Before, report.After]);
            if (!report.IsBetter && !parsed.GetValue(Anyway))
            {
                await people.WriteLineAsync(texts["trained-worse"]);
                return 1;
            }

            Write(parsed.GetValue(Out) ?? new FileInfo(Routers.ModelFile(services.GetRequiredService<HubOptions>())), model.Save);
            return 0;
        }
        catch (RuleException refusal)
        {
            await people.WriteLineAsync(refusal.Message);
            return 1;
        }
        catch (Exception e) when (e is Microsoft.Data.Sqlite.SqliteException or Npgsql.NpgsqlException)
        {
            throw new StartupRefusal(Said.Of<VerbTexts>("StoreUnread", StoreTrouble.Of(e)), e);
        }
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
        if (parsed.UnmatchedTokens is [var unknown, ..])
        {
            people.WriteLine(texts["unknown-option", unknown]);
            return 2;
        }

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
