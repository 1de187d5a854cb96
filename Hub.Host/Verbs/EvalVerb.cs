using System.CommandLine;
using System.Text.Json;
using Hub.Domain.Routing;
using Hub.Domain.Routing.Scoring;
using Hub.Domain.Routing.Scoring.Evaluation;
using Hub.Host.Work.Routing;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Verbs;

/// <summary><c>route eval</c>: measures a text model beside its baselines.</summary>
internal static class EvalVerb
{
    private static readonly Option<FileInfo> Data = new("--data") { Description = "Baris berlabel yang dinilai (JSON Lines).", Required = true };
    private static readonly Option<FileInfo?> Model = new("--model") { Description = "Berkas model; tanpa ini dilatih dari --train." };
    private static readonly Option<FileInfo?> Train = new("--train") { Description = "Baris latih, untuk pembanding (naive Bayes, kata kunci, label terbanyak)." };
    private static readonly Option<int?> Largest = new("--largest") { Description = "Hanya label terbanyak sejumlah ini; butuh --train, tanpa --model." };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Laporan sebagai satu objek JSON." };
    private static readonly LabelledRows Rows = new();

    public static Command Create()
    {
        var command = new Command("eval", "Menilai model teks. Contoh: hub route eval --data uji.jsonl --train latih.jsonl --label-field agency") { Data, Model, Train, Largest, AsJson };
        Rows.AddTo(command);
        command.SetAction(Run);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Model) is null && result.GetValue(Train) is null)
            {
                result.AddError("Beri --model atau --train.");
            }

            if (result.GetValue(Largest) is not null && (result.GetValue(Model) is not null || result.GetValue(Train) is null))
            {
                result.AddError("--largest butuh --train dan melatih modelnya sendiri.");
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
            var rows = Rows.Read(parsed.GetRequiredValue(Data), parsed);
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

    private static TextModel Load(FileInfo? file, IReadOnlyList<TrainingRow> training) =>
        file is null ? TextTrainer.Train(training) : RouteVerb.Read(file, stream => TextModelFile.Load(stream, file.Name));
}
