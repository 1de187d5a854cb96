using System.Text;
using Hub.Domain.Routing.Scoring.Evaluation;
using Hub.Host.Work.Routing;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Verbs;

/// <summary>An evaluation as tables for people.</summary>
internal static class EvalTable
{
    public static string Of(EvaluationReport report, IStringLocalizer<RouteTexts> texts)
    {
        var text = new StringBuilder();
        text.AppendLine(texts["evaluated", report.Rows, report.TwinsLeftOut, report.Labels]).AppendLine();
        Table(text, texts["columns"], report.Scores.Select(s => new[] { texts[s.Name].Value, Figure(s.Accuracy), Figure(s.TopThree), Figure(s.MacroF1), Figure(s.MacroRecall) }));
        Table(text, texts["calibration"], report.Calibration.Append(report.AtThreshold with { }).Select((c, i) =>
            new[] { $"{c.Threshold:0.00}{(i == report.Calibration.Count ? " *" : "")}", Figure(c.Sent), Figure(c.Precision) }));
        Table(text, texts["labels"], report.PerLabel.Select(l => new[] { l.Label, l.Rows.ToString(), Figure(l.Precision), Figure(l.Recall), Figure(l.F1) }));
        return text.ToString().TrimEnd();
    }

    private static string Figure(double value) => value.ToString("0.000");

    private static void Table(StringBuilder text, string columns, IEnumerable<string[]> lines)
    {
        var rows = lines.Prepend(columns.Split('|')).ToList();
        var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(row => row[i].Length)).ToArray();
        foreach (var row in rows)
        {
            text.AppendLine(string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
        }

        text.AppendLine();
    }
}
