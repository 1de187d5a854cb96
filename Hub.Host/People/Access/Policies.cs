using Microsoft.AspNetCore.Authorization;

namespace Hub.Host.People.Access;

/// <summary>Names of who may open what; what names nobody is open to everybody signed in, and nothing is open to others unless it says so.</summary>
public static class Policies
{
    /// <summary>Connectors, rules, users, settings.</summary>
    public const string Administer = "administer";

    /// <summary>Triage and what concerns all bureaus.</summary>
    public const string Verify = "verify";

    /// <summary>Tickets may be seen; which ones <see cref="TicketScope"/> decides.</summary>
    public const string SeeTickets = "see-tickets";

    /// <summary>Tickets may be changed.</summary>
    public const string WorkOnTickets = "work-on-tickets";

    /// <summary>Figures of bureaus.</summary>
    public const string SeeFigures = "see-figures";

    /// <summary>The audit trail.</summary>
    public const string SeeAudit = "see-audit";

    /// <summary>Calendar and standards: what dates rest on.</summary>
    public const string KeepDeadlines = "keep-deadlines";

    /// <summary>Requests of data subjects, holds and retention.</summary>
    public const string KeepPrivacy = "keep-privacy";

    /// <summary>What takes two persons may be confirmed.</summary>
    public const string Appoint = "appoint";

    /// <summary>The list of the rooms behind the menu; it shows to each role its own.</summary>
    public const string OpenSettings = "open-settings";

    /// <summary>Whoever has a room there.</summary>
    internal static readonly string[] SettingsOpeners = [Roles.Administrator, Roles.Verifier, Roles.Auditor, Roles.Leadership];

    /// <summary>The canned answers of a bureau; a head's own only.</summary>
    public const string KeepAnswers = "keep-answers";

    /// <summary>The offices of the province and their liaison officers.</summary>
    public const string KeepOffices = "keep-offices";

    /// <summary>The periodic reports that offices owe; which ones the book of debts decides.</summary>
    public const string SeeDebts = "see-debts";

    internal static void Add(AuthorizationOptions options)
    {
        options.FallbackPolicy = options.DefaultPolicy;
        Allow(Administer, Roles.Administrator);
        Allow(Verify, Roles.Verifier);
        Allow(SeeTickets, Roles.Verifier, Roles.Staff, Roles.Head, Roles.Leadership);
        Allow(WorkOnTickets, Roles.Verifier, Roles.Staff, Roles.Head);
        Allow(SeeFigures, Roles.Verifier, Roles.Head, Roles.Leadership);
        Allow(SeeAudit, Roles.Auditor, Roles.Administrator);
        Allow(KeepDeadlines, Roles.Verifier, Roles.Administrator);
        Allow(KeepPrivacy, Roles.Verifier);
        Allow(Appoint, Roles.Administrator, Roles.Verifier, Roles.Leadership);
        Allow(OpenSettings, SettingsOpeners);
        Allow(SeeDebts, Roles.Verifier, Roles.Administrator, Roles.Staff, Roles.Head, Roles.Leadership);
        Allow(KeepAnswers, Roles.Verifier, Roles.Head);
        Allow(KeepOffices, Roles.Verifier, Roles.Administrator);
        void Allow(string policy, params string[] roles) => options.AddPolicy(policy, p => p.RequireAuthenticatedUser().RequireRole(roles));
    }
}
