namespace Hub.Host.Storage.Rows;

/// <summary>A decree on the calendar that was approved here, in force beside those that ship.</summary>
public sealed class StoredAct
{
    public required string Id { get; set; }

    /// <summary>The act as <c>CalendarAct.ToJson</c> writes it.</summary>
    public required string Json { get; set; }
}

/// <summary>A decision that was approved here on what a bare "hari" of a service means (R7).</summary>
public sealed class StoredReading
{
    public required int Service { get; set; }

    /// <summary>The decision as <c>ReadingDecision.ToJson</c> writes it.</summary>
    public required string Json { get; set; }
}

/// <summary>An amendment that was proposed and waits for somebody to approve or drop it; one of the two is given.</summary>
public sealed class StoredDraft
{
    public required string Id { get; set; }
    public string? Act { get; set; }
    public string? Reading { get; set; }
    public required string ProposedBy { get; set; }
    public required DateTimeOffset ProposedAt { get; set; }
}
