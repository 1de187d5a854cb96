namespace Hub.Domain.Tickets;

/// <summary>How far a ticket is protected.</summary>
/// <param name="Guarded">There is a ground for it beside the flags.</param>
/// <param name="AccusesVerifier">Those who verify do not see it either.</param>
public readonly record struct Shield(bool Anonymous, bool Secret, bool Guarded, bool AccusesVerifier)
{
    /// <summary>Something of it was not there before.</summary>
    public bool IsRaisedFrom(Shield before) => (Anonymous && !before.Anonymous) || (Secret && !before.Secret) || (Guarded && !before.Guarded) || (AccusesVerifier && !before.AccusesVerifier);
}
