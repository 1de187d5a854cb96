namespace Hub.Domain.Routing.Review;

/// <summary>Runs stored items through a draft with the same engine that routes, and says what would move. Nothing is written, sent or marked.</summary>
/// <param name="due">The deadline that a decision would give an item; null leaves deadlines out.</param>
/// <remarks>For one thread at a time.</remarks>
public sealed class RuleSimulator(Router current, Router draft, Func<StoredItem, RoutingDecision, DateOnly?>? due = null)
{
    /// <summary>Moved items that are listed one by one; the matrix counts all.</summary>
    public const int MaxListed = 500;

    private readonly Dictionary<(string From, string To), int> matrix = [];
    private readonly List<MovedItem> moved = [];
    private readonly Dictionary<string, int> matches = new(StringComparer.Ordinal);
    private int count;
    private int changed;
    private int deadlines;
    private int triageBefore;
    private int triageAfter;

    public void Take(StoredItem item)
    {
        var (before, after) = (current.Decide(item.Question), draft.Decide(item.Question));
        count++;
        triageBefore += before.Triage ? 1 : 0;
        triageAfter += after.Triage ? 1 : 0;
        foreach (var rule in after.Matched)
        {
            matches[rule] = matches.GetValueOrDefault(rule) + 1;
        }

        var cell = (From: Place(before), To: Place(after));
        matrix[cell] = matrix.GetValueOrDefault(cell) + 1;
        var (dueBefore, dueAfter) = due is null ? (null, null) : (due(item, before), due(item, after));
        if (cell.From == cell.To && before.Service == after.Service && before.NotOurs == after.NotOurs && dueBefore == dueAfter)
        {
            return;
        }

        changed++;
        deadlines += dueBefore == dueAfter ? 0 : 1;
        if (moved.Count < MaxListed)
        {
            moved.Add(new MovedItem(item.Id, item.Number, before, after, dueBefore, dueAfter));
        }
    }

    /// <summary>What was found so far.</summary>
    public SimulationReport Report() => new()
    {
        Items = count,
        Changed = changed,
        DeadlinesChanged = deadlines,
        TriageBefore = triageBefore,
        TriageAfter = triageAfter,
        Matrix = [.. matrix.Select(m => new MatrixCell(m.Key.From, m.Key.To, m.Value)).OrderBy(c => c.From, StringComparer.Ordinal).ThenBy(c => c.To, StringComparer.Ordinal)],
        Moved = [.. moved],
        Matches = new Dictionary<string, int>(matches, StringComparer.Ordinal),
    };

    /// <summary>A decision's place in the matrix: a bureau, <see cref="MatrixCell.Triage"/> or <see cref="MatrixCell.NotOurs"/>.</summary>
    public static string Place(RoutingDecision decision) => decision switch
    {
        { NotOurs: not null } => MatrixCell.NotOurs,
        { Triage: true } or { Bureau: null } => MatrixCell.Triage,
        _ => decision.Bureau,
    };
}

/// <summary>How many items went from one place to another; equal places are the ones that stayed.</summary>
public sealed record MatrixCell(string From, string To, int Items)
{
    public const string Triage = "triage";
    public const string NotOurs = "not-ours";
}

/// <summary>An item that the draft routes or dates differently.</summary>
public sealed record MovedItem(long Id, string Number, RoutingDecision Before, RoutingDecision After, DateOnly? DueBefore, DateOnly? DueAfter);

/// <summary>What a draft would do.</summary>
public sealed record SimulationReport
{
    public required int Items { get; init; }

    /// <summary>Items with another place, service or deadline.</summary>
    public required int Changed { get; init; }
    public required int DeadlinesChanged { get; init; }
    public required int TriageBefore { get; init; }
    public required int TriageAfter { get; init; }
    public required IReadOnlyList<MatrixCell> Matrix { get; init; }

    /// <summary>At most <see cref="RuleSimulator.MaxListed"/>.</summary>
    public required IReadOnlyList<MovedItem> Moved { get; init; }

    /// <summary>How often each rule of the draft held; a rule that is missing never did.</summary>
    public required IReadOnlyDictionary<string, int> Matches { get; init; }
}
