using Hub.Domain.Catalogue;
using Hub.Host.People.Visits;

namespace Hub.Host.Figures;

/// <summary>Says what the figures mean.</summary>
public static class ReportWords
{
    public static string Of(Period period, Words say) => period.IsWholeMonth ? say.Month(period.From)
        : period.IsWholeYear ? say["report.year", period.From.Year]
        : say["report.from-to", say.ShortDay(period.From), say.ShortDay(period.To)];

    /// <summary>Of fewer no percentage is said or compared: one of one would stand above everything.</summary>
    public const int FewestForPercent = 5;

    public static string Share(int part, int whole, Words say) =>
        whole == 0 ? "–" : whole < FewestForPercent ? say["report.few", say.Number(part), say.Number(whole)] : say.Percent((double)part / whole);

    /// <summary>Finished in time, of all that were finished or are overdue.</summary>
    public static string OnTime(FigureTally tally, Words say) => Share(tally.OnTime, tally.OnTime + tally.Overdue, say);

    public static string Days(double? days, Words say) => days is { } known ? say.Number(known) : "–";

    /// <summary>Where more than one in so many may still be late a share says little, and a comparison misleads: those that are slow are not in it yet.</summary>
    private const int MostUndecided = 10;

    /// <summary>First what waits for somebody now, then what was done.</summary>
    public static IEnumerable<string> Sentences(ReportFigures figures, Words say)
    {
        var (all, before) = (figures.All, figures.Before);
        yield return Now(figures.LateNow, figures.BreachSoon, say);
        yield return say["report.says-received", say.Number(all.Received), say.Number(all.Finished), say.Number(all.Untouched + all.InProcess)]
            + (all.Returned + all.Archived is > 0 and var outside ? " " + say["report.says-outside", say.Number(outside)] : "");
        if (all.OnTimeShare is { } share)
        {
            yield return say["report.says-on-time", OnTime(all, say), all.Undecided * MostUndecided > all.Base ? say["report.undecided", say.Number(all.Undecided)] : Change(all.OnTime + all.Overdue < FewestForPercent ? null : share, before.OnTime + before.Overdue < FewestForPercent ? null : before.OnTimeShare, figures.Period.Before, say)];
        }

        if (all.MedianResponse is { } median)
        {
            yield return say["report.says-response", say.Number(median), Share(all.WithinFive, all.Answered, say)];
        }
    }

    private static string Now(LateNow late, int soon, Words say) => say[
        late.Count == 0 ? "report.says-none-late" : late.Worst is null ? "report.says-late" : "report.says-worst",
        say.ShortDay(late.On), say.Number(late.Count), say.Number(soon), late.Worst ?? "", say.Number(late.WorstCount)];

    private static string Change(double? now, double? before, Period period, Words say)
    {
        if ((now, before) is not ({ } share, { } earlier))
        {
            return say["report.no-before"];
        }

        var points = (int)(Math.Floor(share * 100) - Math.Floor(earlier * 100));
        return say[points switch { > 0 => "report.up", < 0 => "report.down", _ => "report.same" }, Math.Abs(points), Of(period, say)];
    }

    /// <summary>Bureaus and services in the decree's order, others by size; what has no group last.</summary>
    /// <param name="full">Whole names, for paper.</param>
    public static IEnumerable<(string Key, string Name, FigureTally Tally)> Ordered(IReadOnlyDictionary<string, FigureTally> groups, Dimension by, ServiceCatalogue catalogue, Words say, bool full = false)
    {
        var named = groups.Select(g => (g.Key, Name: full && by == Dimension.Bureau ? catalogue.FindBureau(g.Key)?.Name ?? Name(g.Key, by, catalogue, say) : Name(g.Key, by, catalogue, say), Tally: g.Value, Place: Place(g.Key, by, catalogue)));
        return named.OrderBy(g => g.Place).ThenByDescending(g => g.Tally.Received).Select(g => (g.Key, g.Name, g.Tally));
    }

    private static string Name(string key, Dimension by, ServiceCatalogue catalogue, Words say) => (by, key) switch
    {
        (Dimension.Bureau, "-") => say["bureau.none"],
        (_, "-") => say["report.none"],
        (Dimension.Bureau, _) => catalogue.FindBureau(key)?.ShortName ?? key,
        (Dimension.Service, _) => int.TryParse(key, out var number) && catalogue.FindService(number) is { } service ? $"{service.Number}. {service.Name}" : key,
        (Dimension.Month, _) => MonthOf(key) is { } month ? say.Month(month) : key,
        (Dimension.Class, _) => catalogue.Classes.Values.SelectMany(c => c).FirstOrDefault(c => c.Code == key)?.Name ?? key,
        _ => catalogue.Systems.FirstOrDefault(s => s.Code == key)?.Name ?? say.Find("system." + key) ?? key,
    };

    /// <summary>The first day of a month written as <c>2026-03</c>.</summary>
    public static DateOnly? MonthOf(string key) => DateOnly.TryParseExact(key, "yyyy-MM", out var month) ? month : null;

    private static int Place(string key, Dimension by, ServiceCatalogue catalogue) => key == "-" ? int.MaxValue : by switch
    {
        Dimension.Bureau => catalogue.Bureaus.Index().FirstOrDefault(b => b.Item.Code == key).Index,
        Dimension.Month => MonthOf(key)?.DayNumber ?? 0,
        Dimension.Service when int.TryParse(key, out var number) => number,
        _ => 0,
    };
}
