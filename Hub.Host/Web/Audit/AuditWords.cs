using System.Text.RegularExpressions;
using Hub.Domain.Tickets;
using Hub.Host.People.Access;
using Hub.Host.People.Visits;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Offices;
using Microsoft.Extensions.Localization;

namespace Hub.Host.Web.Audit;

/// <summary>An entry of the audit trail in the words of people; what is stored stands behind "technical details".</summary>
public sealed partial class AuditWords(IStringLocalizer<AccessTexts> texts, Words words, OfficeRegister offices)
{
    /// <summary>Their detail is a sentence that a person wrote.</summary>
    private static readonly HashSet<string> Spoken = new(StringComparer.Ordinal)
    {
        "amendment.proposed", "calendar.amended", "debt.ended", "hold.placed", "notice-text.changed", "quarantine.edited", "quarantine.ignored",
        "reporter.exported", "reporter.named", "reporter.opened", "rules.activated", "standard.reading-changed", "ticket.handed-over",
    };

    public string Deed(string action) => texts["deed." + action] is { ResourceNotFound: false } text ? text : texts["audit.other"];

    /// <summary>Whose or which; what only machines can tell apart stays with the technical details.</summary>
    public string? Subject(AuditEntry entry) => entry.Subject is { } subject && File().Match(subject) is { Success: true } file ? texts["audit.file", file.Groups["form"].Value.ToUpperInvariant()]
        : entry.Subject is { } other && !Machine().IsMatch(other) ? offices.NameOf(other) ?? other : null;

    /// <returns>Null where the stored form says nothing to people.</returns>
    public string? Detail(AuditEntry entry) =>
        Spoken.Contains(entry.Action) ? entry.Detail
        : entry.Detail is { } detail && Move().Match(detail) is { Success: true } move ? texts["audit.moved", Standing(move, "1"), Standing(move, "2")].Value
        : null;

    private string Standing(Match move, string side)
    {
        var (status, bureau, service) = (move.Groups["s" + side].Value, move.Groups["b" + side].Value, move.Groups["n" + side].Value);
        var said = $"{(Enum.TryParse<TicketStatus>(status, out var known) ? words.Status(known) : status)}, {offices.ShortNameOf(bureau) ?? texts["audit.no-bureau"]}";
        return int.TryParse(service, out var number) ? $"{said}, {texts["audit.service", number]}" : said;
    }

    /// <summary>As <c>TicketRoad</c> writes where a ticket stood before and after.</summary>
    [GeneratedRegex(@"^(?<s1>\w+) (?<b1>[\w–-]+)/(?<n1>[\w–]+) → (?<s2>\w+) (?<b2>[\w–-]+)/(?<n2>[\w–]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Move();

    /// <summary>A list that was taken away: the deed says which.</summary>
    [GeneratedRegex("^([a-z]+-)?(?<form>csv|xlsx)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex File();

    [GeneratedRegex("[0-9a-f]{16}|[{}]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Machine();
}
