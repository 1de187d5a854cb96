
namespace Hub.Host.Storage.Rows;

/// <summary>A rule that a correction proposed; a person takes it into the draft or dismisses it.</summary>
public sealed class StoredProposal
{
    public long Id { get; set; }

    /// <summary>The ticket whose correction proposed it.</summary>
    public required long TicketId { get; set; }

    /// <summary>The bureau that it points to.</summary>
    public required string Bureau { get; set; }

    /// <summary>What it looks for, as JSON; the same condition is proposed once for a bureau.</summary>
    public required string Condition { get; set; }

    /// <summary>The whole rule as JSON, disabled.</summary>
    public required string Rule { get; set; }

    /// <summary>Of the stored tickets for which it holds, the share that belongs where it points.</summary>
    public required double Precision { get; set; }

    /// <summary>Of the stored tickets that belong there, the share for which it holds.</summary>
    public required double Recall { get; set; }

    /// <summary>Stored tickets for which it holds.</summary>
    public required int Matches { get; set; }

    /// <summary>Corrections that it would have spared.</summary>
    public required int Corrections { get; set; }

    /// <summary>How many stored tickets it was measured on.</summary>
    public required int Measured { get; set; }
    public required DateTimeOffset ProposedAt { get; set; }
    public ProposalState State { get; set; }
    public string? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
}

/// <summary>Where a proposal stands.</summary>
public enum ProposalState
{
    Open,

    /// <summary>Taken into the draft; it rules only once the draft is activated.</summary>
    Accepted,
    Dismissed,
}
