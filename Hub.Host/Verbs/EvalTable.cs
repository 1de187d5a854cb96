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

    /// <summary>One row a writer and one for all, and how far a score can be believed.</summary>
    public static string Of(IReadOnlyList<(string Writer, RouteFigures Figures)> writers, IStringLocalizer<RouteTexts> texts)
    {
        var text = new StringBuilder();
        var whole = RouteFigures.Sum([.. writers.Select(w => w.Figures)]);
        Table(text, texts["writer-columns"], writers.Append((texts["writer-all"].Value, whole)).Select(w => Row(w.Item1, w.Item2)));
        Table(text, texts["reliability"], RouteFigures.Bins.Zip(whole.Reliability, (from, part) => new[] { from.ToString("0.00"), part.Of.ToString(), Percent(part) }));
        return text.ToString().TrimEnd();
    }

    private static string[] Row(string writer, RouteFigures f) =>
        [writer, f.Rows.ToString(), Percent(f.First), Percent(f.Sent), Percent(f.Right), Percent(f.Triage), Percent(f.Held), Percent(f.Service), Percent(f.Kind), Percent(f.Offered)];

    private static string Percent(Part part) => part.Of == 0 ? "" : (part.Share * 100).ToString("0.0");

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
