using System.CommandLine;
using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Routing;
using Hub.Domain.Routing.Scoring;

namespace Hub.Host.Verbs;

/// <summary>Labelled texts from a JSON Lines file, under whatever names its fields have.</summary>
internal sealed class LabelledRows
{
    private readonly Option<string> textField = new("--text-field") { Description = VerbTexts.Say("TextField"), DefaultValueFactory = _ => "text" };
    private readonly Option<string> labelField = new("--label-field") { Description = VerbTexts.Say("LabelField"), DefaultValueFactory = _ => "label" };

    public void AddTo(Command command)
    {
        command.Add(textField);
        command.Add(labelField);
    }

    /// <summary>Rows without a text or a label are left out.</summary>
    /// <exception cref="RuleException">A line is no JSON object, or no row has the fields.</exception>
    public IReadOnlyList<TrainingRow> Read(FileInfo file, ParseResult parsed)
    {
        var texts = parsed.GetValue(textField)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var label = parsed.GetValue(labelField)!;
        var rows = RouteVerb.Read(file, stream => Rows(stream, file.Name, texts, label));
        return rows.Count > 0 ? rows : throw RuleException.Of("NoRows", file.Name, string.Join(", ", texts), label);
    }

    private static List<TrainingRow> Rows(Stream stream, string name, string[] texts, string label)
    {
        using var reader = new StreamReader(stream);
        var rows = new List<TrainingRow>();
        for (var number = 1; reader.ReadLine() is string line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line) && Row(line, RuleException.Say("Line", name, number), texts, label) is TrainingRow row)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private static TrainingRow? Row(string line, string at, string[] texts, string label)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var text = string.Join(" | ", texts.Select(field => Text(json.RootElement, field)).OfType<string>());
            return text.Length > 0 && Text(json.RootElement, label) is { Length: > 0 } value ? new TrainingRow(text, value) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw RuleException.Of(e, "NoObject", at);
        }
    }

    private static string? Text(JsonElement row, string field) => !row.TryGetProperty(field, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
