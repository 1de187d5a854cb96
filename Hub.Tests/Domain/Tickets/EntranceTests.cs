using System.Text.RegularExpressions;
using Hub.Domain.Deadlines;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Tests.House;

namespace Hub.Tests.Domain.Tickets;

/// <summary>Every rule of time, every fact that clocks read and every status can be met by what people or sources do; nothing stands in the law that no ticket can reach.</summary>
public sealed partial class EntranceTests
{
    private static readonly IReadOnlyList<LivedTicket> Lived = TicketLives.Live();

    [Fact]
    public void Every_line_of_the_standards_comes_to_a_ticket() =>
        Standards.Embedded().Keys.Distinct(StringComparer.Ordinal).Except(Lived.SelectMany(l => l.Ticket.Clocks).Select(KeyOf)).ShouldBeEmpty("no row of life/rows.tsv lets it begin: give it an entrance");

    [Fact]
    public void Every_status_is_stood_in() => Enum.GetValues<TicketStatus>().Except(Lived.Select(l => l.Ticket.Status)).ShouldBe([TicketStatus.Merged], "merging needs two tickets and is tested with them");

    [Fact]
    public void Every_rule_is_cited_by_a_life() =>
        Enumerable.Range(1, 28).Select(n => $"R{n}").Except(Lived.SelectMany(l => Rule().Matches(l.Cite).Select(m => m.Value))).ShouldBeEmpty();

    [Fact]
    public void Every_clock_fact_is_set_by_something_that_happens_to_a_ticket()
    {
        var never = typeof(ClockFacts).GetProperties()
            .Where(fact => Lived.All(l => IsUnset(fact.GetValue(TicketHistory.FactsOf(l.Ticket)))))
            .Select(fact => fact.Name);

        never.ShouldBeEmpty("a fact that nothing sets");
    }

    [Fact]
    public void Every_change_that_a_person_can_make_has_a_page()
    {
        var page = string.Concat(Tree.Files("Hub.Host/Web", "*.razor").Concat(Tree.Files("Hub.Host/Web", "*.cs")).Concat(Tree.Files("Hub.Host/Mailing/Links", "*.cs")).Concat(Tree.Files("Hub.Host/Work", "*.cs").Where(path => !path.EndsWith("/TicketRoad.cs", StringComparison.Ordinal))).Select(Tree.Read));
        var people = typeof(TicketChange).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(TicketChange)) && !OfSources.Contains(t.Name)).Select(t => t.Name);

        people.Where(name => !page.Contains($"TicketChange.{name}", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>Brought by a source or a reporter, or by the hub itself after one of them.</summary>
    private static readonly string[] OfSources = [nameof(TicketChange.ProtectAs), nameof(TicketChange.HearReporter), nameof(TicketChange.SourceUpdate), nameof(TicketChange.Heal), nameof(TicketChange.Vanish), nameof(TicketChange.Reappear), nameof(TicketChange.Keep)];

    private static string KeyOf(TicketClock clock) => clock.Rule.EndsWith(Clock.AssumedMark, StringComparison.Ordinal) ? clock.Rule[..^Clock.AssumedMark.Length] : clock.Rule;

    private static bool IsUnset(object? value) => value switch
    {
        null or false or 0 => true,
        System.Collections.ICollection { Count: 0 } => true,
        SubmissionKind => false,
        _ => false,
    };

    [GeneratedRegex(@"\bR\d+\b")]
    private static partial Regex Rule();
}
