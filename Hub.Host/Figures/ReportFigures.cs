namespace Hub.Host.Figures;

/// <summary>What a report is divided by.</summary>
public enum Dimension
{
    Bureau,
    Service,
    Source,
    Class,

    /// <summary>The month of receipt, WITA.</summary>
    Month,
}

/// <summary>A report.</summary>
/// <param name="Before">The same for the period before.</param>
/// <param name="Groups">By dimension, then by its key; <c>-</c> for none, months as <c>2026-03</c>.</param>
/// <param name="BreachSoon">Open now, late within five working days unless finished.</param>
/// <param name="Units">Every bureau the visitor sees, in the decree's order.</param>
public sealed record ReportFigures(
    Period Period,
    FigureTally All,
    FigureTally Before,
    IReadOnlyDictionary<Dimension, IReadOnlyDictionary<string, FigureTally>> Groups,
    int BreachSoon,
    Backlog Backlog,
    IReadOnlyList<UnitSeen> Units)
{
    public static readonly IReadOnlyDictionary<string, FigureTally> NoOffices = new Dictionary<string, FigureTally>();

    public LateNow LateNow { get; init; } = LateNow.None;

    /// <summary>What offices of the province hold, by their code; in none of the other numbers.</summary>
    public IReadOnlyDictionary<string, FigureTally> Offices { get; init; } = NoOffices;

    public int UnitsActive => Units.Count(u => u.Active);

    /// <summary>Bureaus with a sign-in in the thirty days, of all; null when there is none to count.</summary>
    public double? UnitsActiveShare => Units.Count == 0 ? null : (double)UnitsActive / Units.Count;
}

/// <summary>What is open past its day, whenever it was received.</summary>
/// <param name="Worst">The short name of the bureau that holds most of them; null where one bureau is looked at, or none.</param>
public sealed record LateNow(DateOnly On, int Count, string? Worst, int WorstCount)
{
    public static readonly LateNow None = new(DateOnly.MinValue, 0, null, 0);
}

/// <summary>Open tickets by age in calendar days of WITA: received up to 30 days ago, 31 to 90, longer.</summary>
public sealed record Backlog(int UpTo30, int UpTo90, int Over90)
{
    public const int Month = 30;
    public const int Quarter = 90;
}

/// <summary>Late tickets in one bureau's hands, and for how many working days it has held them (R18).</summary>
/// <param name="Longest">The number of the ticket held longest.</param>
public sealed record Custody(string Bureau, int Late, double? MedianDays, int LongestDays, string Longest);
