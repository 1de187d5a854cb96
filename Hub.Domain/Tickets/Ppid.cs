namespace Hub.Domain.Tickets;

/// <summary>What the PPID decided on a request (UU 14/2008 art. 22).</summary>
public enum PpidDecision
{
    Granted,

    /// <summary>A part is given, a part is excepted: the ground is named.</summary>
    Partly,

    /// <summary>Nothing is given: the ground is named.</summary>
    Refused,
}

/// <summary>Why information is not given: art. 17 letters a to j of UU 14/2008 in their order, then art. 6 (3).</summary>
public enum PpidGround
{
    LawEnforcement,
    Property,
    Defence,
    NaturalWealth,
    Economy,
    ForeignRelations,
    PrivateDeed,
    PrivateSecret,
    Memorandum,
    OtherLaw,

    /// <summary>The office does not hold it, or has not documented it.</summary>
    NotHeld,
}
