namespace Hub.Host.Storage.Rows;

/// <summary>A rule set as it is stored: the one draft, or a version that is or was in force. The built-in set, version 0, has no row.</summary>
public sealed class StoredRuleSet
{
    /// <summary>The number of the draft: as a key it allows only one.</summary>
    public const int Draft = -1;

    /// <summary><see cref="Draft"/>, or the version, counting up from 1.</summary>
    public required int Version { get; set; }

    /// <summary>The version that it was made from.</summary>
    public required int Basis { get; set; }

    /// <summary>The rules as <see cref="Domain.Routing.RuleSet.ToJson"/> writes them.</summary>
    public required string Rules { get; set; }
    public required string CreatedBy { get; set; }
    public required DateTimeOffset CreatedAt { get; set; }
    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>Null for the draft.</summary>
    public string? ActivatedBy { get; set; }
    public DateTimeOffset? ActivatedAt { get; set; }

    /// <summary>Why it was activated.</summary>
    public string? Note { get; set; }

    /// <summary>Grows with every change of the draft; two administrators cannot both win.</summary>
    public int Revision { get; set; }
}
