using System.CommandLine;
using System.Text.Json;
using Hub.Domain.Routing;
using Hub.Domain.Routing.Scoring;

namespace Hub.Host.Routing;

/// <summary><c>route train</c>: learns a text model of any labels and saves it as one file.</summary>
internal static class TrainVerb
{
    private static readonly Option<FileInfo> Data = new("--data") { Description = "Baris berlabel (JSON Lines).", Required = true };
    private static readonly Option<FileInfo> Out = new("--out") { Description = "Berkas model yang ditulis.", Required = true };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Ringkasan sebagai satu objek JSON." };
    private static readonly LabelledRows Rows = new();

    public static Command Create()
    {
        var command = new Command("train", "Melatih model teks dari baris berlabel. Contoh: hub route train --data latih.jsonl --label-field agency --out model.bin") { Data, Out, AsJson };
        Rows.AddTo(command);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var texts = RouteVerb.Texts(parsed);
        var (output, people) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        try
        {
            var rows = Rows.Read(parsed.GetRequiredValue(Data), parsed);
            var model = TextTrainer.Train(rows);
            Save(model, parsed.GetRequiredValue(Out));
            output.WriteLine(parsed.GetValue(AsJson)
                ? JsonSerializer.Serialize(new { rows = rows.Count, labels = model.Labels.Count, features = model.Features, autoThreshold = model.Calibration.AutoThreshold, heldOut = model.Calibration.Rows }, RouteJson.Options)
                : texts["trained", rows.Count, model.Labels.Count, model.Features, model.Calibration.AutoThreshold, model.Calibration.Rows]);
            return 0;
        }
        catch (Exception refusal) when (refusal is RuleException or ArgumentException)
        {
            people.WriteLine(refusal is ArgumentException ? $"{parsed.GetRequiredValue(Data).Name}: data latih harus memuat paling sedikit dua label." : refusal.Message);
            return 1;
        }
    }

    /// <summary>Written beside and moved into place, so that a failure leaves no half model.</summary>
    private static void Save(TextModel model, FileInfo file)
    {
        var half = $"{file.FullName}.tmp";
        try
        {
            using (var stream = File.Create(half))
            {
                TextModelFile.Save(model, stream);
            }

            File.Move(half, file.FullName, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuleException($"Berkas {file.Name} tidak dapat ditulis.", e);
        }
    }
}
