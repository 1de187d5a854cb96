namespace Hub.Domain.Routing.Scoring.Evaluation;

/// <summary>Measures a model and its baselines on labelled rows.</summary>
public static class TextEvaluation
{
    private static readonly double[] Thresholds = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98];

    /// <param name="training">The rows that the model learnt from, for the baselines; empty leaves them out.</param>
    public static EvaluationReport Run(TextModel model, IReadOnlyList<TrainingRow> training, IReadOnlyList<TrainingRow> rows)
    {
        var views = rows.Select(row => (View: TextView.Of(row.Text), row.Label)).ToList();
        var fresh = views.Where(row => !model.HasSeen(row.View)).ToList();
        var rankings = Rankings(model, training);
        var ranked = rankings.ConvertAll(ranking => fresh.ConvertAll(row => ranking.Of(row.View)));
        var best = fresh.ConvertAll(row => model.Score(row.View).Max());
        var right = fresh.Select((row, i) => ranked[0][i][0] == row.Label).ToList();
        return new EvaluationReport
        {
            Rows = fresh.Count,
            TwinsLeftOut = views.Count - fresh.Count,
            Labels = fresh.Select(row => row.Label).Distinct(StringComparer.Ordinal).Count(),
            Scores = [.. rankings.Select((ranking, i) => Score(ranking.Name, [.. fresh.Select(f => f.Label)], ranked[i]))],
            PerLabel = PerLabel([.. fresh.Select(f => f.Label)], [.. ranked[0].Select(r => r[0])]),
            Calibration = [.. Thresholds.Select(threshold => Point(threshold, best, right))],
            AtThreshold = Point(model.Calibration.AutoThreshold, best, right),
        };
    }

    private static List<Ranking> Rankings(TextModel model, IReadOnlyList<TrainingRow> training) => training.Count == 0
        ? [Ranking.Model(model)]
        : [Ranking.Model(model), Ranking.NaiveBayes(training), Ranking.Keyword(training), Ranking.Majority(training)];

    private static RankingScore Score(string name, List<string> wanted, List<IReadOnlyList<string>> ranked)
    {
        var perLabel = PerLabel(wanted, [.. ranked.Select(r => r[0])]);
        return new RankingScore(
            name,
            Share(wanted.Count, i => ranked[i][0] == wanted[i]),
            Share(wanted.Count, i => ranked[i].Take(3).Contains(wanted[i], StringComparer.Ordinal)),
            perLabel.Select(l => l.F1).DefaultIfEmpty().Average(),
            perLabel.Select(l => l.Recall).DefaultIfEmpty().Average());
    }

    private static List<LabelScore> PerLabel(List<string> wanted, List<string> given)
    {
        var hits = wanted.Where((label, i) => given[i] == label).CountBy(l => l, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var said = given.CountBy(l => l, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return
        [
            .. wanted.CountBy(l => l, StringComparer.Ordinal)
                .OrderByDescending(l => l.Value).ThenBy(l => l.Key, StringComparer.Ordinal)
                .Select(l => Figures(l.Key, l.Value, hits.GetValueOrDefault(l.Key), said.GetValueOrDefault(l.Key))),
        ];
    }

    private static LabelScore Figures(string label, int rows, int hits, int said)
    {
        var precision = said == 0 ? 0 : hits / (double)said;
        var recall = hits / (double)rows;
        return new LabelScore(label, rows, precision, recall, hits == 0 ? 0 : 2 * precision * recall / (precision + recall));
    }

    private static CalibrationPoint Point(double threshold, List<double> best, List<bool> right)
    {
        var sent = Enumerable.Range(0, best.Count).Where(i => best[i] >= threshold).ToList();
        return new CalibrationPoint(threshold, best.Count == 0 ? 0 : sent.Count / (double)best.Count, sent.Count == 0 ? 1 : sent.Count(i => right[i]) / (double)sent.Count);
    }

    private static double Share(int count, Func<int, bool> holds) => count == 0 ? 0 : Enumerable.Range(0, count).Count(holds) / (double)count;
}
