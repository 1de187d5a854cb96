namespace Hub.Domain.Privacy;

/// <summary>Why a report is on the protected road: only the verifier sees it, until somebody hands it to the inspectorate or lifts the protection with a reason.</summary>
public enum ProtectionGround
{
    /// <summary>The reporter asks not to be named, or fears to be.</summary>
    Plea,

    /// <summary>It accuses a bureau, an office or people of one of wrongdoing.</summary>
    Accusation,

    /// <summary>A gift or bribe to an official: the inspectorate's unit (UPG) within ten working days, KPK within thirty.</summary>
    Gratification,

    /// <summary>The source itself classes it as whistle-blowing.</summary>
    WhistleBlowing,

    /// <summary>The source's flags of secrecy are missing or say something new.</summary>
    UnclearFlag,
}
