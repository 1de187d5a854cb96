namespace Hub.Domain.Routing.Review;

/// <summary>Runs stored items through a draft with the same engine that routes, and says what would move. Nothing is written, sent or marked.</summary>
public static class RuleSimulator
{
    /// <summary>Moved items that are listed one by one; the matrix counts all.</summary>
    public const int MaxListed = 500;

    /// <param name="due">The deadline that a decision would give an item; null leaves deadlines out.</param>
    public static SimulationReport Run(Router current, Router draft, IEnumerable<StoredItem> items, Func<StoredItem, RoutingDecision, DateOnly?>? due = null, CancellationToken cancellation = default)
    {
        var matrix = new Dictionary<(string From, string To), int>();
        var moved = new List<MovedItem>();
        var matches = new Dictionary<string, int>(StringComparer.Ordinal);
        var (count, changed, deadlines, triageBefore, triageAfter) = (0, 0, 0, 0, 0);
        foreach (var item in items)
        {
            cancellation.ThrowIfCancellationRequested();
            var before = current.Decide(item.Question);
            var after = draft.Decide(item.Question);
            count++;
            triageBefore += before.Triage ? 1 : 0;
            triageAfter += after.Triage ? 1 : 0;
            Count(matches, after.Matched);
            var cell = (Place(before), Place(after));
            matrix[cell] = matrix.GetValueOrDefault(cell) + 1;
            var (dueBefore, dueAfter) = due is null ? (null, null) : (due(item, before), due(item, after));
            if (cell.Item1 == cell.Item2 && before.Service == after.Service && dueBefore == dueAfter)
            {
                continue;
            }

            changed++;
            deadlines += dueBefore == dueAfter ? 0 : 1;
            if (moved.Count < MaxListed)
            {
                moved.Add(new MovedItem(item.Id, before, after, dueBefore, dueAfter));
            }
        }

        return new SimulationReport
        {
            Items = count,
            Changed = changed,
            DeadlinesChanged = deadlines,
            TriageBefore = triageBefore,
            TriageAfter = triageAfter,
            Matrix = [.. matrix.Select(m => new MatrixCell(m.Key.From, m.Key.To, m.Value)).OrderBy(c => c.From, StringComparer.Ordinal).ThenBy(c => c.To, StringComparer.Ordinal)],
            Moved = moved,
            Matches = matches,
        };
    }

    /// <summary>A decision's place in the matrix: a bureau, <see cref="MatrixCell.Triage"/> or <see cref="MatrixCell.NotOurs"/>.</summary>
    public static string Place(RoutingDecision decision) => decision switch
    {
        { NotOurs: not null } => MatrixCell.NotOurs,
        { Triage: true } or { Bureau: null } => MatrixCell.Triage,
        _ => decision.Bureau,
    };

    private static void Count(Dictionary<string, int> counts, IReadOnlyList<string> rules)
    {
        foreach (var rule in rules)
        {
            counts[rule] = counts.GetValueOrDefault(rule) + 1;
        }
    }
}

/// <summary>How many items went from one place to another; equal places are the ones that stayed.</summary>
public sealed record MatrixCell(string From, string To, int Items)
{
    public const string Triage = "triage";
    public const string NotOurs = "not-ours";
}

/// <summary>An item that the draft routes or dates differently.</summary>
public sealed record MovedItem(long Id, RoutingDecision Before, RoutingDecision After, DateOnly? DueBefore, DateOnly? DueAfter);

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
