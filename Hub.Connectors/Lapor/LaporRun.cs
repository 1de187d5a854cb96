using Hub.Domain;

namespace Hub.Connectors.Lapor;

/// <summary>One reading of the source, from the frozen list to its last report; handed on from batch to batch.</summary>
internal sealed class LaporRun
{
    private const int MostAgain = 200;

    /// <summary>So long the runs look back for a report that lost its number; what gets it back later comes with the nightly statement.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    private readonly LaporListing listing;
    private readonly Queue<LaporRow> rest;
    private readonly List<long> again;
    private IReadOnlyList<Said> warnings;

    public LaporRun(LaporCursor position, LaporListing listing)
    {
        this.listing = listing;
        Position = position;
        again = [.. position.Again];
        warnings = [.. listing.Warnings];

        // What failed before comes last, so that it cannot hold up the others.
        var known = again.ToHashSet();
        var failed = listing.Rows.Where(r => known.Contains(r.Id)).ToDictionary(r => r.Id);
        rest = new Queue<LaporRow>(listing.Rows
            .Where(r => !known.Contains(r.Id) && !position.IsBehind(r))
            .Concat(again.Select(id => failed.GetValueOrDefault(id, new LaporRow(id, DateTimeOffset.MinValue, default)))));
    }

    public LaporCursor Position { get; private set; }

    public bool HasMore => rest.Count > 0;

    /// <summary>What the list call warned of, told once.</summary>
    public IReadOnlyList<Said> TakeWarnings()
    {
        var told = warnings;
        warnings = [];
        return told;
    }

    public LaporRow Next => rest.Peek();

    public bool FailedBefore(LaporRow row) => again.Contains(row.Id);

    public void Taken(LaporRow row)
    {
        rest.Dequeue();
        if (again.Remove(row.Id))
        {
            Position = Position with { Again = [.. again] };
        }
        else
        {
            Position = Position.Past(row);
        }
    }

    /// <summary>Leaves a report for the next run.</summary>
    public void Postponed(LaporRow row)
    {
        rest.Dequeue();
        if (again.Contains(row.Id))
        {
            return;
        }

        if (again.Count == MostAgain)
        {
            throw new ConnectorFailure(FailureKind.Transient, Said.Of<LaporTexts>("TooManyFailed", MostAgain));
        }

        again.Add(row.Id);
        Position = Position.Past(row) with { Again = [.. again] };
    }

    /// <summary>The position once nothing is left.</summary>
    /// <param name="now">A source whose clock runs ahead must not carry us past what is still to come.</param>
    public LaporCursor End(DateTimeOffset now)
    {
        var newest = listing.Rows.Count > 0 ? listing.Rows[^1].Changed : (DateTimeOffset?)null;
        var nameless = listing.Rows.Where(r => !r.IsNumbered && r.Changed > now - Patience).Min(r => (DateTimeOffset?)r.Changed);
        var reached = new[] { newest, newest is null ? null : now, nameless }.Min();
        var since = listing.IsComplete && reached > (Position.Since ?? DateTimeOffset.MinValue) ? reached : Position.Since;
        return new LaporCursor(since, null, null, [.. again]);
    }
}
