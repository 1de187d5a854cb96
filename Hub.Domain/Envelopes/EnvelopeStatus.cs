namespace Hub.Domain.Envelopes;

/// <summary>Where an envelope stands in the ledger. Every envelope ends in one of the last four; counts prove it.</summary>
public enum EnvelopeStatus
{
    /// <summary>Stored; not yet read, or to be tried again.</summary>
    Received,

    /// <summary>Its content is in a ticket.</summary>
    Done,

    /// <summary>Could not be read or decided after the allowed attempts; waits for a person, with a stub ticket.</summary>
    Quarantined,

    /// <summary>A later version of the same item was processed first.</summary>
    Superseded,

    /// <summary>Set aside on purpose; the reason is recorded.</summary>
    Ignored,
}
