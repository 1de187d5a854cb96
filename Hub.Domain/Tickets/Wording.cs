namespace Hub.Domain.Tickets;

/// <summary>What becomes of words to a reporter or a source that show who wrote.</summary>
public enum Wording
{
    /// <summary>Nobody has decided: the writer is asked.</summary>
    Undecided,

    /// <summary>They leave with what shows it blotted out.</summary>
    Blotted,

    /// <summary>They stay, and the verifier decides.</summary>
    ToVerifier,

    /// <summary>They leave as they are; the verifier's alone, and written in the audit trail.</summary>
    AsTheyAre,
}
