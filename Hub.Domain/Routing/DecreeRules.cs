using System.Globalization;
using Hub.Domain.Catalogue;

namespace Hub.Domain.Routing;

/// <summary>The rules that follow from the catalogue alone: whose inbox, whose system, whose letter code, and the traps among the printed channels.</summary>
public static class DecreeRules
{
    /// <summary>One mail in four lies in the inbox of another bureau, so an inbox is a hint; a clear text wins over it.</summary>
    public const double InboxOdds = 6;

    /// <summary>The code names the writer of a letter, which is only now and then the addressee of the matter.</summary>
    public const double LetterOdds = 2;

    /// <summary>A misprinted inbox says what was meant, without proof.</summary>
    private const double MisprintOdds = 12;

    /// <summary>LAPOR! brings in everything; the verifier keeps what no other bureau claims.</summary>
    private const double VerifierOdds = 3;

    private const string Owner = "Biro Organisasi";

    public static IReadOnlyList<RoutingRule> From(ServiceCatalogue catalogue) =>
    [
        .. catalogue.Systems.Select(System),
        .. catalogue.Bureaus.SelectMany(bureau => bureau.Inboxes.Except(bureau.GeneralInboxes).Select(inbox => Inbox(bureau, inbox))),
        .. catalogue.Bureaus.SelectMany(bureau => Misprints(bureau)),
        .. catalogue.Bureaus.Where(bureau => bureau.LetterCodes.Count > 0).Select(Letter),
    ];

    private static RoutingRule System(OwnedSystem system) => new()
    {
        Id = $"system-{system.Code}",
        Order = 100,
        Owner = Owner,
        Note = $"{system.Name} diampu {system.Bureau} menurut keputusan standar pelayanan.",
        When = new RuleCondition { System = [system.Code] },
        Then = system.Verifies
            ? new RuleOutcome { Bureau = system.Bureau, Service = system.Services[0], Odds = VerifierOdds }
            : new RuleOutcome { Bureau = system.Bureau, Service = system.Services is [var only] ? only : null },
    };

    private static RoutingRule Inbox(Bureau bureau, string inbox) => new()
    {
        Id = $"inbox-{Key(inbox)}",
        Order = 200,
        Owner = Owner,
        Note = Note("InboxNote", bureau.Name),
        When = new RuleCondition { To = [inbox] },
        Then = new RuleOutcome { Bureau = bureau.Code, Odds = InboxOdds },
    };

    private static IEnumerable<RoutingRule> Misprints(Bureau bureau) => bureau.Channels
        .Where(channel => channel is { IsMail: true, Routes: false })
        .Select(channel => new RoutingRule
        {
            Id = $"misprint-{Key(channel.Value)}",
            Order = 210,
            Owner = Owner,
            Note = channel.Note ?? Note("MisprintNote"),
            When = new RuleCondition { To = [channel.Value] },
            Then = new RuleOutcome { Bureau = bureau.Code, Odds = MisprintOdds, Triage = true },
        });

    /// <summary>Notes of rules are content of the decree's office: always in Indonesian.</summary>
    private static string Note(string name, params object[] values) => Said.Of<RuleException>(name, values).In(CultureInfo.GetCultureInfo("id"));

    private static RoutingRule Letter(Bureau bureau) => new()
    {
        Id = $"letter-{bureau.Code}",
        Order = 300,
        Owner = Owner,
        Note = Note("LetterNote", bureau.Name),
        When = new RuleCondition { LetterCode = bureau.LetterCodes },
        Then = new RuleOutcome { Bureau = bureau.Code, Odds = LetterOdds },
    };

    private static string Key(string inbox) =>
        string.Concat(inbox.ToLowerInvariant().TakeWhile(c => c != '@').Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
}
