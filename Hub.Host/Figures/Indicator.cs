using Hub.Host.People.Visits;

namespace Hub.Host.Figures;

/// <summary>One line of the indicators (rules 1.6), the same on the page, in CSV, XLSX and PDF. Name and formula are texts under <c>indicator.</c> and the key.</summary>
/// <param name="Count">How many tickets or bureaus; null where the indicator is no count.</param>
/// <param name="Percent">0 to 100, to a tenth; null where there is nothing to divide by.</param>
/// <param name="Value">Days or stars; null where there is none.</param>
/// <param name="Opens">The figure whose list holds exactly the counted tickets; null where tickets are not what is counted.</param>
public sealed record Indicator(string Key, int? Count, double? Percent, double? Value, Figure? Opens)
{
    public const string Rating = "rating";
    public const string Units = "units-active";

    /// <summary>Of how many tickets <see cref="Percent"/> is the share; null where it is no share of tickets.</summary>
    public int? Whole { get; init; }

    public static IReadOnlyList<Indicator> Of(ReportFigures figures) =>
        [.. Of(figures.All), new(Units, figures.UnitsActive, Tenth(figures.UnitsActiveShare), null, null)];

    /// <summary>Those that are about tickets.</summary>
    public static IReadOnlyList<Indicator> Of(FigureTally t)
    {
        var (untouched, inProcess, finished) = t.Tenths;
        double? Of(int tenths) => t.Base == 0 ? null : tenths / 10.0;
        return
        [
            new("received", t.Received, null, null, Figure.Received),
            new("returned", t.Returned, null, null, Figure.Returned),
            new("archived", t.Archived, null, null, Figure.Archived),
            new("base", t.Base, Of(1_000), null, Figure.Base) { Whole = t.Base },
            new("untouched", t.Untouched, Of(untouched), null, Figure.Untouched) { Whole = t.Base },
            new("in-process", t.InProcess, Of(inProcess), null, Figure.InProcess) { Whole = t.Base },
            new("finished", t.Finished, Of(finished), null, Figure.Finished) { Whole = t.Base },
            new("end-unknown", t.EndUnknown, null, null, Figure.EndUnknown),
            new("followed-up", t.FollowedUp, Of(inProcess + finished), null, Figure.FollowedUp) { Whole = t.Base },
            new("answered", t.Answered, null, null, Figure.Answered),
            new("within-five", t.WithinFive, Tenth(t.WithinFiveShare), null, Figure.WithinFive) { Whole = t.Answered },
            new("response-median", null, null, t.MedianResponse, null),
            new("response-mean", null, null, t.MeanResponse, null),
            new("response-p90", null, null, t.P90Response, null),
            new("resolution-median", null, null, t.MedianResolution, null),
            new("resolution-p90", null, null, t.P90Resolution, null),
            new("on-time", t.OnTime, Tenth(t.OnTimeShare), null, Figure.OnTime) { Whole = t.OnTime + t.Overdue },
            new("overdue", t.Overdue, null, null, Figure.Overdue),
            new("overdue-open", t.OverdueOpen, null, null, Figure.OverdueOpen),
            new("reopened", t.Reopened, Tenth(t.ReopenedShare), null, Figure.Reopened) { Whole = t.Base },
            new(Rating, t.Rated, null, t.AverageRating, Figure.Rated),
            new("ombudsman-risk", t.OmbudsmanRisk, null, null, Figure.OmbudsmanRisk),
        ];
    }

    public string Name(Words say) => say["indicator." + Key];

    public string Formula(Words say) => say[$"indicator.{Key}.how"];

    public string CountText(Words say) => Count is { } count ? say.Number(count) : "";

    public string PercentText(Words say) => Percent is { } percent ? Whole is > 0 and < ReportWords.FewestForPercent && Count is { } few ? say["report.few", say.Number(few), say.Number(Whole.Value)] : say.Tenth(percent) : Count is null || Key is not ("untouched" or "in-process" or "finished" or "followed-up" or "within-five" or "on-time" or "reopened" or Units) ? "" : "–";

    public string ValueText(Words say) => Value is { } value ? Key == Rating ? say.Fine(value) : say.Number(value) : Count is null || Key == Rating ? "–" : "";

    /// <summary>Rounded down: 100 means all.</summary>
    private static double? Tenth(double? share) => share is { } known ? Math.Floor((known * 1_000) + 1e-9) / 10 : null;
}
