namespace Hub.Domain.Routing.Scoring.Evaluation;

/// <summary>How well labels were found, measured on rows that training did not see.</summary>
public sealed record EvaluationReport
{
    /// <summary>Rows that were scored.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows left out because training had the same words.</summary>
    public required int TwinsLeftOut { get; init; }
    public required int Labels { get; init; }

    /// <summary>The model first, then the baselines.</summary>
    public required IReadOnlyList<RankingScore> Scores { get; init; }

    /// <summary>The model, label by label, the most frequent first.</summary>
    public required IReadOnlyList<LabelScore> PerLabel { get; init; }

    /// <summary>What would go on without a person at each threshold.</summary>
    public required IReadOnlyList<CalibrationPoint> Calibration { get; init; }

    /// <summary>The threshold that training chose for 95 % right.</summary>
    public required CalibrationPoint AtThreshold { get; init; }
}

/// <summary>One way of ranking in figures.</summary>
/// <param name="MacroF1">The mean F1 over the labels that occur among the rows.</param>
/// <param name="MacroRecall">The mean recall over the same labels.</param>
public sealed record RankingScore(string Name, double Accuracy, double TopThree, double MacroF1, double MacroRecall);

/// <summary>One label in figures.</summary>
public sealed record LabelScore(string Label, int Rows, double Precision, double Recall, double F1);

/// <summary>A threshold, the share of rows at or above it, and how many of those are right (1 when there are none).</summary>
public sealed record CalibrationPoint(double Threshold, double Sent, double Precision);
