namespace Hub.Mocks.Certify;

/// <summary>What one lane does in one life of the hub: the certificate writes it, the process that is killed reads it.</summary>
internal sealed record LaneOrder
{
    public required string Lane { get; init; }

    /// <summary>The source, named like its kind.</summary>
    public required string Connector { get; init; }
    public required LaneEnd End { get; init; }

    /// <summary>The settings of the hub, <c>Hub:Data</c> among them.</summary>
    public required IReadOnlyDictionary<string, string?> Settings { get; init; }

    /// <summary>How far its clock is ahead, in ticks.</summary>
    public required long Ahead { get; init; }

    /// <summary>For <see cref="LaneEnd.AtPoint"/>.</summary>
    public string? Point { get; init; }

    /// <summary>For <see cref="LaneEnd.AtPoint"/>: 1 is the first reach.</summary>
    public int Nth { get; init; } = 1;

    /// <summary>A clerk answers an open ticket with it first; null: nobody does.</summary>
    public string? Answer { get; init; }

    /// <summary>It starts as <c>serve</c> starts: schema, keys, roles and sources are looked at. Else the database is known from the life before, and the work begins at once.</summary>
    public bool Prepares { get; init; }

    /// <summary>Files in the watched folder are looked at.</summary>
    public bool Files { get; init; }

    /// <summary>For <see cref="LaneEnd.AtRest"/>: when nothing is left to do, a backup is laid into this folder; null: none is made.</summary>
    public string? BackupTo { get; init; }

    /// <summary>A person has looked at the hub that was put back, and lets leave what is held.</summary>
    public bool Decides { get; init; }
}

/// <summary>How a life is meant to end; all end by SIGKILL.</summary>
internal enum LaneEnd
{
    /// <summary>At a kill point.</summary>
    AtPoint,

    /// <summary>Wherever it happens to be.</summary>
    Anywhere,

    /// <summary>With nothing left to do, and a statement.</summary>
    AtRest,
}

/// <summary>What a lane says of its life.</summary>
internal sealed record LaneReport
{
    public required string Lane { get; init; }

    /// <summary>It stays at this point, transaction and all, until the process is killed; null: it came to an end by itself.</summary>
    public string? Point { get; init; }

    /// <summary>It is put together, and its work begins; more will be said.</summary>
    public bool Begun { get; init; }

    /// <summary>What nobody expected.</summary>
    public string? Broken { get; init; }

    /// <summary>After <see cref="LaneEnd.AtRest"/>: what still waits.</summary>
    public int Pending { get; init; }

    /// <summary>After <see cref="LaneEnd.AtRest"/>: what only the statement took in.</summary>
    public int Fetched { get; init; }

    /// <summary>After <see cref="LaneEnd.AtRest"/>: the statement; null when it could not be made.</summary>
    public string? Statement { get; init; }

    /// <summary>After <see cref="LaneEnd.AtRest"/>: the statement agrees with the source.</summary>
    public bool Balances { get; init; }
}
