namespace Hub.Host.People.Access;

/// <summary>Who may do what (issue "rooms"); names are stored.</summary>
public static class Roles
{
    /// <summary>Connects systems, manages users and settings.</summary>
    public const string Administrator = "administrator";

    /// <summary>Biro Organisasi: triage, verification, all bureaus.</summary>
    public const string Verifier = "verifier";

    /// <summary>Works on the tickets of the own bureau.</summary>
    public const string Staff = "staff";

    /// <summary>Head of a bureau: staff rights and the bureau's figures.</summary>
    public const string Head = "head";

    /// <summary>Reads figures and tickets of all bureaus.</summary>
    public const string Leadership = "leadership";

    /// <summary>Reads the audit trail.</summary>
    public const string Auditor = "auditor";

    /// <summary>A right beside the role of staff or head: to open who reported on tickets of the own bureau.</summary>
    public const string Identities = "identities";

    /// <summary>What somebody is.</summary>
    public static readonly IReadOnlyList<string> All = [Administrator, Verifier, Staff, Head, Leadership, Auditor];

    /// <summary>All that an account can be given.</summary>
    public static readonly IReadOnlyList<string> Given = [.. All, Identities];
}
