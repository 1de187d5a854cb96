namespace Hub.Host.Storage.Rows;

/// <summary>The proof of one source for one day: what the source showed is a ticket, quarantined or ignored; what was missing was fetched. Kept and signed.</summary>
public sealed class Statement
{
    public required string Source { get; set; }

    /// <summary>The WITA date on which it was made.</summary>
    public required DateOnly Day { get; set; }
    public required DateTimeOffset MadeAt { get; set; }

    /// <summary>Distinct items that the source showed; null for sources that cannot be asked (files, pushes).</summary>
    public int? AtSource { get; set; }

    /// <summary>How many items the source says it has; null where it does not say truly.</summary>
    public int? Claimed { get; set; }

    /// <summary>Distinct items of its list read anew in another order; null where there is no other order.</summary>
    public int? Listed { get; set; }

    /// <summary>Items of that second reading that the first did not show.</summary>
    public int Unseen { get; set; }
    public int Tickets { get; set; }
    public int Quarantined { get; set; }
    public int Ignored { get; set; }

    /// <summary>Stored, not yet processed.</summary>
    public int Waiting { get; set; }

    /// <summary>Items that were missing here and were taken in by the statement itself.</summary>
    public int Fetched { get; set; }

    /// <summary>So many open items at once are no longer shown that none is closed for it; 0 when all is well.</summary>
    public int GoneAtOnce { get; set; }

    /// <summary>The statement as people read and download it.</summary>
    public required string Text { get; set; }

    /// <summary>HMAC-SHA256 of <see cref="Text"/> with the hub's own key, hexadecimal.</summary>
    public required string Signature { get; set; }

    /// <summary>False when the source gives nothing by which its list could be doubted: then only what it showed is proven.</summary>
    public bool IsComparable => Claimed is not null || Listed is not null;

    /// <summary>True when every item that the source showed is accounted for, and nothing that the source says of itself speaks against it.</summary>
    public bool Balances => (AtSource is null || AtSource == Tickets + Quarantined + Ignored + Waiting) && Unseen == 0 && (Claimed is null || Claimed == (Listed ?? AtSource));
}
