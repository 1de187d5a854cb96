namespace Hub.Mocks.Spse;

/// <summary>A package of the fake, as <c>packages.json</c> holds it.</summary>
internal sealed record SpsePackage
{
    /// <summary>tender, nontender or pencatatan.</summary>
    public required string Kind { get; init; }
    public required long Code { get; init; }

    /// <summary>Days before the start; negative: published later.</summary>
    public required double Age { get; init; }
    public required string Name { get; init; }
    public required string Unit { get; init; }
    public required string UnitCode { get; init; }
    public required decimal Pagu { get; init; }
    public required string Type { get; init; }
    public required string Method { get; init; }
    public required string Place { get; init; }
    public required string Status { get; init; }

    /// <summary>True: its rows come without their code.</summary>
    public bool LosesCode { get; init; }

    /// <summary>The newest version; the earlier ones are listed too, as failed.</summary>
    public int Version { get; init; } = 1;
    public string? Repeat { get; init; }
    public string? Closed { get; init; }
    public string? Seller { get; init; }
    public decimal? Contract { get; init; }
    public IReadOnlyList<string> Stages { get; init; } = [];
}
