namespace Hub.Domain.Deadlines;

/// <summary>Keys of the terms that follow an answer under the freedom-of-information act, and of those of the protected road.</summary>
public static class PpidRules
{
    /// <summary>The superior of the PPID answers an objection (UU 14/2008 art. 36 (2)).</summary>
    public const string Objection = "ppid-objection";

    /// <summary>The applicant may go to the Komisi Informasi (art. 37 (2)).</summary>
    public const string DisputeWindow = "ppid-dispute-window";

    /// <summary>The Komisi Informasi begins with the dispute (art. 38 (1)).</summary>
    public const string Commission = "waiting/komisi-informasi";

    public const string CommissionName = "Komisi Informasi";
}

/// <summary>Keys of the terms of a gratification that was handed to the inspectorate's unit.</summary>
public static class GratificationRules
{
    public const string Upg = "gratification/upg";
    public const string Kpk = "gratification/kpk";
}
